/**
 * What is said on the phone, turn by turn, after the assistant has said who calls and why. `p` is the person, `a` the assistant. `{first}`,
 * `{company}`, `{client}` and `{when}` are filled in. The words of the person carry the result.
 */
export type Turn = readonly ["p" | "a", string];
export type Script = readonly Turn[];

export const CALL_HANG_UP: readonly Script[] = [
  [["p", "No thanks. Bye."]],
  [["p", "Not interested."]],
  [["p", "Hello? Oh, no. Not today, thanks."]],
  [["p", "I don't talk to machines."]],
  [["p", "I'm in the middle of something, no thank you."]],
];

export const ASKS_FOR_ROBOT: readonly Script[] = [
  [
    ["p", "Hang on, are you a robot?"],
    ["a", "Yes, I'm an automated assistant calling for {client}, not a person. I can have a person contact you instead if you like."],
  ],
  [
    ["p", "Am I talking to a computer?"],
    ["a", "Yes, you are. I'm an automated assistant calling for {client}. I can have a person from there contact you instead."],
  ],
  [
    ["p", "Is this a recording or a real person?"],
    ["a", "Neither: I'm an automated assistant calling for {client}, not a person."],
  ],
];

export const CALL_BOOKING: readonly Script[] = [
  [
    ["p", "Actually that's something we've been talking about at {company}. What do you do exactly?"],
    ["a", "{client} helps businesses like yours win more work. A short meeting is the best way to see whether it fits."],
    ["p", "All right. What have you got?"],
    ["a", "Would {when} suit you?"],
    ["p", "{when} works. Put me down."],
    ["a", "Booked for {when}. You'll get a confirmation by email. Thank you and goodbye."],
  ],
  [
    ["p", "Yeah, I saw your email. Go on."],
    ["a", "I'd suggest a half-hour meeting to show you what we found about {company}."],
    ["p", "Okay, I can do {when}."],
    ["a", "{when} it is. Talk to you then."],
    ["p", "Good, see you then."],
  ],
  [
    ["p", "Good timing, we need more enquiries."],
    ["a", "Then let's find half an hour with {client}. How about {when}?"],
    ["p", "Yep, book that in."],
    ["a", "Done. You'll have the invitation in a moment. Goodbye."],
  ],
  [
    ["p", "How did you get my number?"],
    ["a", "It's among the business details we hold for {company}. You can ask for the source at any time."],
    ["p", "Fair enough. I'd like to hear more, can we meet?"],
    ["a", "Of course. Is {when} good for you?"],
    ["p", "That's fine, let's do {when}."],
    ["a", "Booked. Thank you, goodbye."],
  ],
];

export const CALL_CALLBACK: readonly Script[] = [
  [
    ["p", "I'm driving, can you call me back {when}?"],
    ["a", "Of course, I'll call you back {when}. Drive safely."],
  ],
  [
    ["p", "I'm in a meeting. Try me again {when}."],
    ["a", "I will. Talk to you {when}."],
  ],
  [
    ["p", "Can't talk, I'm up a ladder. Ring me {when}."],
    ["a", "No worries, I'll ring {when}. Goodbye."],
  ],
  [
    ["p", "It's not a good time. Call back {when}, I'll have a minute then."],
    ["a", "Thank you, I'll call {when}."],
  ],
];

export const CALL_INTERESTED: readonly Script[] = [
  [
    ["p", "Might be interesting. Can you email me the details first?"],
    ["a", "Sure, I'll have them sent to you today. Anything in particular you'd like to know?"],
    ["p", "Just some examples and what it costs. I'll have a read."],
    ["a", "You'll get both. Thank you, goodbye."],
  ],
  [
    ["p", "Yeah, tell me a bit more."],
    ["a", "{client} helps businesses like {company} get found by people who are ready to buy."],
    ["p", "Sounds interesting. Send me some information and I'll talk to my partner."],
    ["a", "Happy to. Goodbye."],
  ],
  [
    ["p", "We may need that later in the year. Send me something in writing."],
    ["a", "I'll do that. May we follow up in a few weeks?"],
    ["p", "Yes, that's fine."],
    ["a", "Thank you. Goodbye."],
  ],
];

export const CALL_REFUSAL: readonly Script[] = [
  [
    ["p", "We've already got someone who does that, thanks."],
    ["a", "Thank you for telling me. Have a good day."],
    ["p", "No worries, bye."],
  ],
  [
    ["p", "No, it's not for us."],
    ["a", "All right. Thank you for your time."],
    ["p", "Bye."],
  ],
  [
    ["p", "What's this about? Advertising? We're not interested, we have more work than we can handle."],
    ["a", "That's good to hear. Thank you, goodbye."],
    ["p", "Cheers."],
  ],
  [
    ["p", "There's no budget for that this year, sorry."],
    ["a", "I understand. Thank you and goodbye."],
    ["p", "See ya."],
  ],
];

export const CALL_WRONG_NUMBER: readonly Script[] = [
  [
    ["p", "Who? There's no {first} here, you've got the wrong number."],
    ["a", "I'm sorry to have bothered you. Goodbye."],
    ["p", "No worries."],
  ],
  [
    ["p", "Wrong number, mate. I've never worked at {company}."],
    ["a", "My apologies. Goodbye."],
    ["p", "Bye."],
  ],
];

/** The assistant's last words are its own fixed line, said by whoever plays it. */
export const CALL_DNC_REQUEST: readonly Script[] = [
  [["p", "Take me off your list and don't call this number again."]],
  [["p", "I'm on the Do Not Call Register. Remove my number, please."]],
  [["p", "Stop calling me. I don't want to hear from you again."]],
  [["p", "How many times? Don't ring me any more."]],
  [["p", "Please remove me from your database and do not call again."]],
];

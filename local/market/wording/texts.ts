/** What people type on a phone. `{first}`, `{company}` and `{industry}` are filled in. */

export const TEXT_MEETING_REQUEST: readonly string[] = [
  "Yeah ok, can you send me a link to book a time?",
  "Happy to chat. How do I book a call?",
  "Sure, lets set up a meeting next week",
  "Keen. Send me some times for a call",
  "Sounds alright, book me in for a call please",
  "Ok lets talk, what times have you got Thursday?",
  "Can we do a quick call on Tuesday arvo?",
  "Good timing. Send an invite for next week",
  "Yep, set up a call and I'll get my partner on too",
  "Could meet Wednesday morning, send me a link",
];

export const TEXT_INTERESTED: readonly string[] = [
  "Yes interested, send me more info",
  "Sounds good, tell me more",
  "Maybe. Got some details you can send through?",
  "Keen to hear more, flat out till Friday though",
  "Yeah might be something in that for {company}. Send me info",
  "We have been meaning to look at this, tell me more",
  "Interested. Email me the details",
  "Ok you have my attention, send it through",
  "Yes please, send me some more information",
  "Could be good timing, what are the next steps?",
];

export const TEXT_QUESTION: readonly string[] = [
  "Who else in {industry} have you done this for?",
  "Do you work with businesses our size?",
  "How does it work?",
  "Is there a lock in contract?",
  "Are you local?",
  "What would you need from us?",
  "How long till we'd see anything from it?",
  "Do you do the website as well?",
  "How did you get my number?",
  "What makes you different to our current mob?",
];

export const TEXT_PRICE: readonly string[] = [
  "How much?",
  "What does it cost?",
  "Whats the price roughly?",
  "Depends what you charge. Ballpark?",
  "What are your rates",
  "Ok but whats it going to cost me per month?",
  "Price?",
  "Can you give me a rough figure?",
  "How much do you charge for that",
  "What sort of money are we talking?",
];

export const TEXT_REFUSAL: readonly string[] = [
  "No thanks",
  "Not interested thanks",
  "Not for us sorry",
  "All good mate, we have someone for that",
  "No thank you, happy with our current agency",
  "Nah we're right thanks",
  "Not at the moment, no budget this year",
  "We do it in house, thanks anyway",
  "I'll pass cheers",
  "Too busy as it is, no need for this",
];

/** Withdrawals, from the keyword alone to what needs reading. */
export const TEXT_OPT_OUT: readonly string[] = [
  "STOP",
  "Stop",
  "stop texting me",
  "STOP.",
  "Unsubscribe",
  "Please take me off your list",
  "Stop messaging me please",
  "Don't text this number again",
  "Remove my number",
  "Opt out",
  "Do not contact me again",
  "I never gave you my number. Delete it and leave me alone",
  "stop",
  "No more texts thanks",
];

export const TEXT_WRONG_NUMBER: readonly string[] = [
  "Wrong number",
  "Sorry you have the wrong number",
  "Who's {first}? Wrong number mate",
  "This isn't {first}'s number",
  "No {first} here, I think you've got the wrong number",
  "Wrong person, I've had this number for years",
];

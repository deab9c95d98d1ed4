/** What people write on LinkedIn. `{first}`, `{company}` and `{industry}` are filled in. */

/** With an acceptance. */
export const ACCEPTED_AND_SAID: readonly string[] = [
  "Thanks for connecting. What do you do exactly?",
  "Hi, thanks for reaching out. How can I help?",
  "Happy to connect. What made you get in touch with {company}?",
  "Thanks for the invite! Are you working with other {industry} businesses?",
  "Hi, good to connect. What is it you help people with?",
  "Thanks for connecting, always glad to meet people who know {industry}. Where are you based?",
];

/** Instead of an acceptance. */
export const INVITATION_OPT_OUT: readonly string[] = [
  "Please don't contact me on here again.",
  "I don't accept sales pitches on LinkedIn. Remove me from your list.",
  "Stop sending me these invitations.",
  "Another bot. Do not message me again.",
  "Take me off whatever list this is.",
];

export const INVITATION_REFUSAL: readonly string[] = [
  "I only connect with people I know, sorry.",
  "Is this a sales pitch? Not interested.",
  "Do you people ever do any homework? We're not looking for an agency.",
  "No thanks.",
];

export const CHAT_MEETING_REQUEST: readonly string[] = [
  "Happy to have a chat. Can you send me a link to book a time?",
  "Let's set up a call, next week suits me.",
  "Sure, could we meet for half an hour on Thursday?",
  "Sounds worth a conversation. How do I book a time with you?",
  "Yes, send me your calendar and I'll pick a time.",
  "Good timing, we're planning the next quarter. Can we jump on a call?",
];

export const CHAT_INTERESTED: readonly string[] = [
  "Interesting, tell me more.",
  "Could you send some more information? I'd like to show it to the team.",
  "That sounds like something we need at {company}. Have you got examples?",
  "Keen to hear more about how that works.",
  "I'm open to it. Do you have a case study from {industry}?",
  "Looks good. What are the next steps?",
];

export const CHAT_QUESTION: readonly string[] = [
  "How is this different from what our current agency does?",
  "Which businesses in {industry} have you worked with?",
  "Do you work with companies of our size?",
  "What would you need from our side?",
  "Is there a minimum term?",
  "How long before one sees a result?",
];

export const CHAT_PRICE: readonly string[] = [
  "What does it cost?",
  "Could you give me an idea of your pricing?",
  "What would that be per month, roughly?",
  "Depends on the price. What do you charge?",
  "Is that a fixed fee or a share of the ad spend?",
  "What budget do people usually start with?",
];

export const CHAT_REFUSAL: readonly string[] = [
  "Thanks, but we're not looking for this at the moment.",
  "Not for us, but good luck.",
  "We have somebody who looks after this, thanks.",
  "Appreciate it, but I'll pass.",
  "No need right now. All the best.",
  "We do this in house.",
];

export const CHAT_OPT_OUT: readonly string[] = [
  "Please remove me from your list.",
  "Please stop messaging me.",
  "I accepted to be polite. Don't message me again.",
  "Not interested, please do not contact me again.",
  "Take me off your list, thanks.",
  "Unsubscribe.",
  "Enough of these. Leave me alone.",
];

/** What people write in an e-mail after a letter from us. `{company}` and `{industry}` are filled in. */

export const LETTER_SUBJECTS: readonly string[] = ["Your letter", "Re your letter", "The letter you sent me", "Letter received"];

export const LETTER_MEETING_REQUEST: readonly string[] = [
  "Hello,\n\nI got your letter and would like to have a chat about it. How do I book a time?",
  "Hi,\n\na proper letter, that's rare. Let's set up a call, next week suits me.",
  "Your letter came at the right time. Could we meet on Thursday or Friday?",
  "Good morning,\n\nI'd like to talk about what you wrote. Please send me a link to book a call.",
];

export const LETTER_INTERESTED: readonly string[] = [
  "Hi,\n\nyour letter landed on my desk today. Please send me some more information by email.",
  "I liked your letter. Tell me more about how this would work for {company}.",
  "Thanks for the letter. I'm interested, have you got a few examples from {industry}?",
  "Hello,\n\nwe have been meaning to do something about this. What are the next steps?",
];

export const LETTER_QUESTION: readonly string[] = [
  "Hi,\n\nI got your letter. Do you work with businesses of our size?",
  "About your letter: who else in {industry} have you worked with?",
  "Thanks for writing. Where did you get our address from?",
  "Your letter does not say how long it takes. When would we see a result?",
];

export const LETTER_OPT_OUT: readonly string[] = [
  "I got a letter from you. Please take me off your mailing list.",
  "Please stop sending me letters and remove my details from your records.",
  "I do not want any more advertising from you, by post or any other way. Please don't contact me again.",
  "Kindly delete my address. I never asked for your letter.",
];

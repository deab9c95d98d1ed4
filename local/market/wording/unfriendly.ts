/** What people write who do not want something. `{sender}` and `{company}` are filled in. */

export const REFUSAL: readonly string[] = [
  "Thanks {sender}, but we're not interested at the moment.",
  "No thanks, we already have someone who looks after this for us.",
  "Appreciate the note but it's not for us. All the best.",
  "We do all of this in house, so I'll pass.",
  "Not right now, we've spent the budget for this year.",
  "Hi {sender}, thanks for reaching out. We're happy with our current agency.",
  "It's a no from me I'm afraid. Good luck with it.",
  "We've got more work than we can handle, so no need for this at present.",
  "Not something we need at {company}, thanks anyway.",
  "I'll pass on this one, cheers.",
  "We looked at this last year and decided against it.",
];

/** Withdrawals: plain, rude, and worded so that nobody who only looks for "unsubscribe" finds them. */
export const OPT_OUT: readonly string[] = [
  "Please take me off your mailing list.",
  "Unsubscribe",
  "STOP",
  "Remove me from whatever list this is, and don't email me again.",
  "Mate, stop emailing me.",
  "Not interested and please do not contact me or anyone at {company} again.",
  "How many times do I have to ask? Get me off this list.",
  "I never signed up for this. Delete my details please.",
  "Don't write to this address any more.",
  "Bugger off and leave me alone. No more emails.",
  "Kindly opt me out of future messages.",
  "I no longer wish to receive these emails.",
  "Enough. Lose my email address.",
  "This is spam. Stop contacting me.",
  "Please cease all further correspondence.",
];

/** What people write who want something. `{sender}`, `{company}` and `{industry}` are filled in. */

export const MEETING_REQUEST: readonly string[] = [
  "Hi {sender}, happy to have a chat about this. Can you send me a link to book a time?",
  "Yep, let's talk. I'm free most mornings next week, so pick a time that suits you.",
  "Good timing {sender}. Could we set up a call on Thursday? Before lunch is best for me.",
  "Let's book something in. Half an hour on the phone would do it.",
  "G'day {sender}, keen to hear more. When can we catch up for a quick call?",
  "This has been on my list for months. Can we jump on a call early next week?",
  "Sure, send through your calendar and I'll find a spot.",
  "I'd like to meet. What does your diary look like on Tuesday or Wednesday?",
  "Happy to give you 20 minutes. Ring me after 2pm tomorrow or send an invite.",
  "Sounds like what we need at {company}. Let's set up a meeting with my business partner as well.",
  "Could do a Teams call on Friday morning if that works for you?",
  "All right, you've got my attention. How do I book a time with you?",
];

export const INTERESTED: readonly string[] = [
  "Hi {sender}, this sounds interesting. Please send me some more information.",
  "Thanks for getting in touch. I'd like to know more about how this would work for {company}.",
  "Interested. Have you got a one-pager or a few examples you can share?",
  "We've been meaning to do something about this. Tell me more.",
  "Looks good, keen to see what you've done for other {industry} businesses.",
  "Yes please, send the details through and I'll show them to the team.",
  "You might be onto something there. Happy to look at a proposal.",
  "Sounds great, what are the next steps?",
  "I'm open to this. Send me a couple of case studies and I'll have a read tonight.",
  "Ta for the note {sender}. I am keen, just flat out until the weekend. Send me more info in the meantime.",
  "That free review sounds useful, we would like to go ahead with it.",
];

export const QUESTION: readonly string[] = [
  "Hi {sender}, do you work with businesses outside the capital cities?",
  "How is this different from what a normal marketing agency does?",
  "Who else in {industry} have you worked with around here?",
  "Do you look after the website as well or only the advertising?",
  "What would you need from us to get going?",
  "How long does it usually take before you see results?",
  "Is there a lock-in contract, or can we go month to month?",
  "Can this work for a company our size? There are not many of us in the office.",
  "Where are you based, and who would actually do the work?",
  "Does this plug into the job management system we already have?",
  "How do you measure whether an enquiry came from you?",
];

export const PRICE: readonly string[] = [
  "Hi {sender}, what does it cost?",
  "Ballpark, what are we looking at per month?",
  "Could you send me your pricing?",
  "What do you charge for a business like {company}?",
  "How much is it, and is there a set-up fee?",
  "Before we go any further, what's the price?",
  "What's the damage for something like this? A rough figure is fine.",
  "Do you have a price list you can email me?",
  "Is it a flat fee or a percentage? And how much roughly?",
  "What would the monthly cost be, including GST?",
  "Can you give me a quote for one location?",
];

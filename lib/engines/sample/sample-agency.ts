import "server-only";

/** The agency whose workspace the sample is. */
export const SAMPLE_AGENCY = {
  name: "Sample workspace",
  legalName: "Harbour & Pine Digital (sample)",
  postalAddress: "1 Example Street, Sydney NSW 2000",
  contactEmail: "hello@harbour-and-pine.example",
  timezone: "Australia/Sydney",
  servicesOffered: ["Web design", "Local search", "Google Ads"],
  valueProposition: "Websites and local search for trades and clinics that want better enquiries, not more of them.",
  defaultOffer: "better enquiries from local search",
  icpIndustries: ["construction", "healthcare", "professional_services"],
  icpCompanySizes: ["11-50"],
  icpLocations: ["Australia"],
  icpTitles: ["Owner", "Managing Director", "Founder"],
  icpPainPoints: ["Enquiries that never become jobs", "A website nobody finds"],
} as const;

/** What counts for this agency: whom it reaches and what the company is. */
export const SAMPLE_WEIGHTS = { data_quality: 20, authority: 25, company_fit: 25, timing: 15, risk: 15 } as const;

export const SAMPLE_SENDER = { name: "Olive Tran" } as const;

/** The days between the steps are the campaign's; the words fill in for each person. */
export const SAMPLE_STEPS = [
  {
    channel: "email",
    delayDays: 0,
    purpose: "intro",
    subject: "{{company}} and local search",
    body: "Hi {{first_name}},\n\nMost people who need {{company}} in {{city}} look it up first. We build websites and local search for firms like yours, so that the right ones find you.\n\nWorth a short call this month?\n\nOlive",
  },
  {
    channel: "linkedin",
    delayDays: 3,
    purpose: "connect",
    subject: null,
    body: "Hi {{first_name}}, I wrote to you about {{company}} and local search. Happy to connect here as well.",
  },
  {
    channel: "email",
    delayDays: 3,
    purpose: "value_add",
    subject: null,
    body: "Hi {{first_name}},\n\nOne thing to try without us: put the suburbs you work in on your own pages, one page each. It is an afternoon's work and is found within weeks.\n\nIf you would rather have it done, tell me.\n\nOlive",
  },
  {
    channel: "email",
    delayDays: 5,
    purpose: "breakup",
    subject: null,
    body: "Hi {{first_name}},\n\nI will leave it here. If enquiries for {{company}} become a topic later, this address reaches me.\n\nOlive",
  },
] as const;

/** A step's words for one person. */
export function sampleText(template: string, person: { firstName: string; company: string; city: string }): string {
  return template
    .replaceAll("{{first_name}}", person.firstName)
    .replaceAll("{{company}}", person.company)
    .replaceAll("{{city}}", person.city);
}

/**
 * What a column of a lead file can mean: a field, its name on screen, and the headers that people, Apollo, HubSpot and LinkedIn write for
 * it, compared without case, punctuation and spaces. Where several columns of one file fit a field, the synonym named first wins.
 */
export const LEAD_FIELDS = {
  email: {
    label: "E-mail",
    synonyms:
      "email, email address, e mail, e mail address, work email, business email, primary email, contact email, company email, mail, email1",
  },
  firstName: { label: "First name", synonyms: "first name, firstname, given name, given names, forename, christian name, fname, first" },
  lastName: { label: "Last name", synonyms: "last name, lastname, surname, family name, lname, last" },
  fullName: { label: "Full name", synonyms: "full name, name, contact name, contact, person name, lead name, contact full name" },
  title: { label: "Job title", synonyms: "job title, title, position, role, job role, job position, designation, current title" },
  seniority: { label: "Seniority", synonyms: "seniority, seniority level, management level" },
  company: {
    label: "Company",
    synonyms:
      "company, company name, company name for emails, organisation, organization, organisation name, organization name, business, business name, trading name, account, account name, employer, current company, firm",
  },
  website: {
    label: "Website",
    synonyms:
      "website, website url, company website, company url, web site, url of website, company domain, domain, domain name, company domain name, homepage, web, site, web address",
  },
  phone: {
    label: "Phone",
    synonyms:
      "mobile phone, mobile, mobile number, mobile phone number, work direct phone, direct phone, direct dial, phone, phone number, telephone, telephone number, work phone, business phone, contact number, contact phone, cell, cell phone, tel, corporate phone, company phone, home phone, other phone",
  },
  linkedinUrl: {
    label: "LinkedIn profile",
    synonyms:
      "person linkedin url, linkedin url, linkedin, linkedin profile, linkedin profile url, linkedin bio, profile url, linkedin link, url",
  },
  location: { label: "Location (city, state, country)", synonyms: "location, person location, contact location, lead location, based in" },
  addressLine1: {
    label: "Street address",
    synonyms:
      "street address, address line 1, address 1, address1, street, postal address, mailing address, company street, company address",
  },
  city: { label: "City", synonyms: "city, suburb, town, locality, suburb town, city suburb, company city" },
  state: { label: "State", synonyms: "state, state region, state province, state territory, region, province, county, company state" },
  postcode: {
    label: "Postcode",
    synonyms: "postcode, post code, postal code, zip, zip code, zipcode, postcode zip, zip postal code, zip postcode",
  },
  country: { label: "Country", synonyms: "country, country region, nation, country name, country code, company country" },
  industry: { label: "Industry", synonyms: "industry, sector, vertical, company industry, line of business" },
  employees: {
    label: "Employees",
    synonyms:
      "employees, number of employees, no of employees, employee count, company size, headcount, staff, staff count, company headcount, company employees, size",
  },
  foundedYear: { label: "Year founded", synonyms: "founded year, founded, year founded, established, year established" },
  startedOn: {
    label: "Started in role on",
    synonyms: "employment start date, role start date, started on, started in role, job start date",
  },
  personalEmail: {
    label: "Personal e-mail",
    synonyms: "personal email, personal email address, private email, home email, secondary email",
  },
  emailStatus: {
    label: "E-mail status",
    synonyms: "email status, email verification status, email confidence status, verification status",
  },
  consentBasis: {
    label: "Consent basis",
    synonyms:
      "consent basis, consent, legal basis, lawful basis, basis, permission, consent type, opt in, opt in status, marketing permission, legal basis for processing contact s data",
  },
  consentNote: {
    label: "Consent note (how, or why relevant)",
    synonyms:
      "consent note, consent notes, consent evidence, evidence, relevance, consent detail, consent details, relevance note, opt in method, how consent was given",
  },
  consentSourceUrl: {
    label: "Consent source page",
    synonyms:
      "consent source url, source url, evidence url, publication url, published at, consent url, consent source, source page, page url, found at",
  },
  consentDate: {
    label: "Consent date",
    synonyms:
      "consent date, captured at, captured on, date captured, capture date, consent captured, consent captured at, consented at, opt in date, opt in time, date of consent, checked on, evidence date",
  },
  consentChannels: {
    label: "Consent covers (email, sms, linkedin, voice, mail)",
    synonyms: "consent channels, consent channel, channels, consented channels, consent covers, permitted channels, contact channels",
  },
  noContraryStatement: {
    label: "No statement refusing offers",
    synonyms: "no contrary statement, no contrary statements, no opt out statement, no unsolicited statement, contrary statement checked",
  },
} as const satisfies Record<string, { label: string; synonyms: string }>;

export type LeadField = keyof typeof LEAD_FIELDS;
export const LEAD_FIELD_NAMES = Object.keys(LEAD_FIELDS) as LeadField[];

export function isLeadField(name: string): name is LeadField {
  return Object.hasOwn(LEAD_FIELDS, name);
}

/** A header as it is compared: lower case, letters and digits only. */
export function comparableHeader(header: string): string {
  return header
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "");
}

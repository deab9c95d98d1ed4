import { contactPointsOf, writtenPhone } from "@/local/market/contact-points";
import { type Persona, personaOf } from "@/local/market/persona";
import { seeded } from "@/local/providers/seeded";
import { COMPANY_FIRST, COMPANY_SECOND, FIRST_NAMES, LAST_NAMES } from "@/local/providers/vocabulary";

/** Columns of the demo's lead file, in order, named as a CRM would name them. */
export const DEMO_COLUMNS = [
  "Email",
  "First Name",
  "Last Name",
  "Job Title",
  "Company Name",
  "Website",
  "Industry",
  "Number of Employees",
  "City",
  "State",
  "Postcode",
  "Country",
  "LinkedIn URL",
  "Consent Basis",
  "Consent Note",
  "Consent Source URL",
  "Consent Date",
  "No Contrary Statement",
] as const;
/** Further columns of a file for campaigns that reach people on every channel. */
export const CONTACT_POINT_COLUMNS = ["Phone", "Street Address", "Consent Channels"] as const;
export type DemoLead = Record<(typeof DEMO_COLUMNS)[number] | (typeof CONTACT_POINT_COLUMNS)[number], string>;

type DemoOptions = { seed: string | number; count: number };

const REPEATED_SHARE = 0.015;
const BROKEN_SHARE = 0.015;
const NO_CONSENT_SHARE = 0.02;
const NO_STATE_SHARE = 0.04;

/**
 * The lead file a demo agency imports: `count` rows of made-up Australians at made-up companies, a few of them repeated, unreadable or
 * without a consent basis. The same for the same seed.
 */
export function demoLeads({ seed, count }: DemoOptions): DemoLead[] {
  const name = String(seed);
  const flaws = flawsByRow(name, count);
  const seen = new Set<string>();
  const rows: DemoLead[] = [];
  for (let row = 0; row < count; row += 1) {
    const flaw = flaws.get(row);
    const earlier = rows[Math.floor(row / 2)];
    if (flaw === "repeated" && earlier) {
      rows.push({ ...earlier, Email: earlier.Email.toUpperCase() });
      continue;
    }
    const email = freshAddress(name, row, seen);
    const lead = toRow(name, personaOf(name, email), flaw === "no_consent");
    rows.push(flaw === "broken" ? { ...lead, Email: brokenAddress(email, row) } : lead);
  }
  return withOneOwnerANumber(rows);
}

/** The addresses of the first people of any demo file of this seed. */
export function demoAddresses(seed: string, count: number): string[] {
  const seen = new Set<string>();
  for (let row = 0; row < count; row += 1) freshAddress(seed, row, seen);
  return [...seen];
}

/** The same rows as the file itself; with phone and street address only where they are asked for. */
export function demoLeadsCsv({ withContactPoints = false, ...options }: DemoOptions & { withContactPoints?: boolean }): string {
  const columns = withContactPoints ? [...DEMO_COLUMNS, ...CONTACT_POINT_COLUMNS] : DEMO_COLUMNS;
  const lines = [columns.join(","), ...demoLeads(options).map((lead) => columns.map((column) => csvCell(lead[column])).join(","))];
  return `${lines.join("\r\n")}\r\n`;
}

type Flaw = "repeated" | "broken" | "no_consent";

/** Where two people drew the same number it is that of the first address in the alphabet, as in the market; the other has none. */
function withOneOwnerANumber(rows: readonly DemoLead[]): DemoLead[] {
  const owners = new Map<string, string>();
  for (const { Email, Phone } of rows) {
    const owner = owners.get(Phone);
    const email = Email.toLowerCase();
    if (owner === undefined || email < owner) owners.set(Phone, email);
  }
  return rows.map((lead) => (owners.get(lead.Phone) === lead.Email.toLowerCase() ? lead : { ...lead, Phone: "" }));
}

/** Which rows are flawed: exact numbers, places drawn by the seed, never in the first tenth so that a repeat has somebody to repeat. */
function flawsByRow(seed: string, count: number): Map<number, Flaw> {
  const random = seeded(seed, "demo-flaws", count);
  const flaws = new Map<number, Flaw>();
  const shares: readonly (readonly [Flaw, number])[] = [
    ["repeated", REPEATED_SHARE],
    ["broken", BROKEN_SHARE],
    ["no_consent", NO_CONSENT_SHARE],
  ];
  const first = Math.ceil(count / 10);
  for (const [flaw, share] of shares) {
    for (let left = Math.round(count * share); left > 0 && first < count; ) {
      const row = random.whole(first, count - 1);
      // Rows further down repeat the row at half their number: both must not be flawed.
      if (flaws.has(row) || flaws.has(Math.floor(row / 2)) || flaws.has(row * 2) || flaws.has(row * 2 + 1)) continue;
      flaws.set(row, flaw);
      left -= 1;
    }
  }
  return flaws;
}

function freshAddress(seed: string, row: number, seen: Set<string>): string {
  for (let attempt = 0; ; attempt += 1) {
    const random = seeded(seed, "demo-lead", row, attempt);
    const company = `${random.pick(COMPANY_FIRST)}-${random.pick(COMPANY_SECOND)[0]}${attempt > 2 ? `-${attempt}` : ""}`;
    const email = `${random.pick(FIRST_NAMES)}.${random.pick(LAST_NAMES)}@${company}.example`.toLowerCase();
    if (seen.has(email)) continue;
    seen.add(email);
    return email;
  }
}

function toRow(seed: string, persona: Persona, hasNoConsent: boolean): DemoLead {
  const { email, firstName, lastName, title, company } = persona;
  const random = seeded(seed, "demo-row", email);
  const points = contactPointsOf(seed, persona);
  const hasNoState = random.chance(NO_STATE_SHARE);
  random.unit(); // the number of the profile address
  return {
    Email: email,
    "First Name": firstName,
    "Last Name": lastName,
    "Job Title": title,
    "Company Name": company.name,
    Website: `https://www.${company.domain}`,
    Industry: company.industry,
    "Number of Employees": String(company.employeeCount),
    City: company.city,
    State: hasNoState ? "" : company.state,
    Postcode: company.postcode,
    Country: "Australia",
    "LinkedIn URL": points.profileUrl,
    Phone: writtenPhone(points),
    "Street Address": points.street,
    ...(hasNoConsent ? NO_CONSENT : consent(random, persona)),
  };
}

type Consent = Pick<
  DemoLead,
  "Consent Basis" | "Consent Note" | "Consent Source URL" | "Consent Date" | "No Contrary Statement" | "Consent Channels"
>;

const NO_CONSENT: Consent = {
  "Consent Basis": "",
  "Consent Note": "",
  "Consent Source URL": "",
  "Consent Date": "",
  "No Contrary Statement": "",
  "Consent Channels": "",
};
const RELATIONSHIPS = [
  "Asked us for a quote last year",
  "Customer since 2023, invoice on file",
  "Came to our breakfast seminar and left a card",
  "Bought our local search audit",
];
const AGREEMENTS = [
  "Ticked the newsletter box on our enquiry form",
  "Agreed on the phone, call note on file",
  "Signed up for the quarterly guide",
];
const DUTIES = ["bringing in new work", "the marketing budget", "growing the business", "how the company is found online"];

/**
 * Evidence as the import wants it; every day lies in 2025, so it is in the past of any demo. A publication was seen in its last quarter:
 * older evidence has to be looked at again.
 */
function consent(random: ReturnType<typeof seeded>, { company, title }: Persona): Consent {
  const [day, month] = [random.whole(1, 28), random.whole(1, 11)];
  const on = (of: number) => `${String(day).padStart(2, "0")}/${String(of).padStart(2, "0")}/2025`;
  const none = {
    "Consent Source URL": "",
    "Consent Date": on(month),
    "No Contrary Statement": "",
    "Consent Channels": "email / sms / linkedin / phone",
  };
  return random.weighted<() => Consent>([
    [() => ({ ...none, "Consent Basis": "Existing relationship", "Consent Note": random.pick(RELATIONSHIPS) }), 40],
    [() => ({ ...none, "Consent Basis": "Opt-in", "Consent Note": random.pick(AGREEMENTS) }), 20],
    [
      () => ({
        "Consent Basis": "Published address",
        "Consent Note": `As ${title} they look after ${random.pick(DUTIES)}, which is what we offer help with`,
        "Consent Source URL": `https://www.${company.domain}/team`,
        "Consent Date": on(10 + (month % 3)),
        "No Contrary Statement": "yes",
        "Consent Channels": "email / linkedin",
      }),
      40,
    ],
  ])();
}

function brokenAddress(email: string, row: number): string {
  const broken = [email.replace("@", " at "), email.replace(".example", ""), "", `${email}; ${email}`];
  return broken[row % broken.length] ?? "";
}

function csvCell(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

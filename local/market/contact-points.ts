import { linkedinIdentity } from "@/lib/domain/linkedin";
import { parseAustralianNumber } from "@/lib/domain/phone";
import type { Persona } from "@/local/market/persona";
import { officeStreet } from "@/local/providers/office-street";
import type { Contact } from "@/local/providers/recipients";
import { type Seeded, seeded } from "@/local/providers/seeded";

/** Where somebody can be reached besides their mailbox. All of it is made up. */
export type ContactPoints = {
  /** E.164. */
  phone: string;
  phoneKind: "mobile" | "landline";
  /** As `https://www.linkedin.com/in/<name>`. */
  profileUrl: string;
  street: string;
  city: string;
  /** Full name of the state. */
  state: string;
  postcode: string;
};

/** One such place under the one spelling by which it is looked up. */
export type ContactPoint = { kind: "phone" | "profile" | "address"; value: string };

const LANDLINE_SHARE = 0.12;
/**
 * Mobiles of the demo begin with 0491 0: the regulator keeps single numbers of 0491 57x for fiction, which are too few for a crowd, so
 * this block stands for them and is never rung outside the stand-ins. Landlines 7010 xxxx are kept for fiction in every area.
 */
const MOBILE_BLOCK = "4910";
const LANDLINE_BLOCK = "7010";
const AREA_CODES: Readonly<Record<string, string>> = {
  "New South Wales": "2",
  "Australian Capital Territory": "2",
  Victoria: "3",
  Tasmania: "3",
  Queensland: "7",
  "South Australia": "8",
  "Western Australia": "8",
  "Northern Territory": "8",
};

/** Derives number, profile and address of a person from seed and e-mail address. Two people may rarely draw the same number. */
export function contactPointsOf(seed: string, persona: Pick<Persona, "email" | "firstName" | "lastName" | "company">): ContactPoints {
  const { email, company } = persona;
  const random = seeded(seed, "contact-points", email);
  const isLandline = random.chance(LANDLINE_SHARE);
  const phone = isLandline
    ? `+61${AREA_CODES[company.state] ?? "2"}${LANDLINE_BLOCK}${digits(random, 4)}`
    : `+61${MOBILE_BLOCK}${digits(random, 5)}`;
  return {
    phone,
    phoneKind: isLandline ? "landline" : "mobile",
    profileUrl: profileUrlOf(seed, persona),
    street: officeStreet(seed, company.domain),
    city: company.city,
    state: company.state,
    postcode: company.postcode,
  };
}

/** The profile the demo's lead file names; drawn from that row's own stream, behind its first number. */
function profileUrlOf(seed: string, { email, firstName, lastName }: Pick<Persona, "email" | "firstName" | "lastName">): string {
  const random = seeded(seed, "demo-row", email);
  random.unit();
  return `https://www.linkedin.com/in/${firstName}-${lastName}-${random.whole(1000, 9999)}`.toLowerCase();
}

/** "0491 012 345", "(02) 7010 1234": as a list of customers has it. */
export function writtenPhone({ phone, phoneKind }: Pick<ContactPoints, "phone" | "phoneKind">): string {
  const national = `0${phone.slice(3)}`;
  return phoneKind === "mobile"
    ? national.replace(/^(\d{4})(\d{3})(\d{3})$/, "$1 $2 $3")
    : national.replace(/^(\d{2})(\d{4})(\d{4})$/, "($1) $2 $3");
}

/** Everywhere this person can be found. */
export function pointsOf(persona: Pick<Persona, "firstName" | "lastName">, points: ContactPoints): ContactPoint[] {
  const { phone, profileUrl, street, postcode } = points;
  return [
    { kind: "phone", value: phone },
    { kind: "profile", value: linkedinIdentity(profileUrl) ?? profileUrl },
    { kind: "address", value: addressKey(`${persona.firstName} ${persona.lastName}, ${street}, ${postcode}`) },
  ];
}

/** The place a contact reached. */
export function pointOf({ channel, to }: Pick<Contact, "channel" | "to">): ContactPoint {
  switch (channel) {
    case "sms":
    case "voice":
      return { kind: "phone", value: parseAustralianNumber(to)?.e164 ?? to };
    case "linkedin":
      return { kind: "profile", value: linkedinIdentity(to) ?? to.toLowerCase() };
    case "mail":
      return { kind: "address", value: addressKey(to) };
  }
}

/** Without case, punctuation and doubled spaces. */
function addressKey(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, " ")
    .trim();
}

function digits(random: Seeded, count: number): string {
  return String(random.whole(0, 10 ** count - 1)).padStart(count, "0");
}

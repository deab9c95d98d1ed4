import { type Company, companyOf } from "@/local/market/company";
import type { MailboxTruth } from "@/local/providers/directory";
import { type Seeded, seeded } from "@/local/providers/seeded";
import { FIRST_NAMES, LAST_NAMES, TITLES } from "@/local/providers/vocabulary";

/** A prospect: what anybody can look up about them, and the hidden rest that decides what they do. */
export type Persona = {
  email: string;
  firstName: string;
  lastName: string;
  title: string;
  seniority: string;
  company: Company;
  /** What a verifier finds out about the address. */
  mailbox: MailboxTruth;
  isInApollo: boolean;
  /** Hidden from here on. */
  delivery: "delivers" | "bounces" | "full_at_first";
  /** Who reads: a person, a help desk that acknowledges before somebody reads, or nobody because the person left. */
  reader: "person" | "help_desk" | "left";
  /** Away when this message of ours arrives; back after so many days. */
  absence: { atMessage: number; days: number } | null;
  /** Minutes after midnight on the person's own clock, Monday to Friday. */
  office: { opensMinute: number; closesMinute: number };
  /** Whom a departed person's notice names; null: nobody. */
  successor: { name: string; address: string } | null;
};

/** Derives everything about the person behind an address from a hash of seed and address. */
export function personaOf(seed: string, address: string): Persona {
  const email = address.toLowerCase();
  const [local = "", domain = "unknown.example"] = email.split("@");
  const random = seeded(seed, "persona", email);
  const drawnFirst = random.pick(FIRST_NAMES);
  const drawnLast = random.pick(LAST_NAMES);
  const [first, last] = namesIn(local);
  const role = random.weighted(TITLES);
  const mailbox = random.weighted(MAILBOXES);
  const isInApollo = random.chance(0.93);
  const delivery = random.weighted(DELIVERIES);
  return {
    email,
    firstName: first ?? drawnFirst,
    lastName: last ?? drawnLast,
    title: role.title,
    seniority: role.seniority,
    company: companyOf(seed, domain),
    mailbox,
    isInApollo,
    delivery: mailbox === "invalid" ? "bounces" : delivery,
    reader: random.weighted(READERS),
    absence: random.chance(0.07) ? { atMessage: random.whole(1, 2), days: random.whole(3, 9) } : null,
    office: { opensMinute: random.whole(14, 19) * 30, closesMinute: random.whole(32, 36) * 30 },
    successor: successorOf(random, domain),
  };
}

const MAILBOXES: readonly (readonly [MailboxTruth, number])[] = [
  ["valid", 88],
  ["accept_all", 6],
  ["invalid", 4],
  ["unknown", 2],
];
const DELIVERIES = [
  ["delivers", 96],
  ["bounces", 1],
  ["full_at_first", 3],
] as const;
const READERS = [
  ["person", 94],
  ["help_desk", 3],
  ["left", 3],
] as const;

/** "tahlia.tran" is Tahlia Tran; anything else may be anybody. A plus tag is no part of the name. */
function namesIn(local: string): readonly [string?, string?] {
  const parts = /^([a-z]{2,})[._-]([a-z'-]{2,})\d*$/.exec(local.replace(/\+.*$/, ""));
  const capital = (word: string) => word.charAt(0).toUpperCase() + word.slice(1);
  return parts?.[1] && parts[2] ? [capital(parts[1]), capital(parts[2])] : [];
}

function successorOf(random: Seeded, domain: string): Persona["successor"] {
  const first = random.pick(FIRST_NAMES);
  const last = random.pick(LAST_NAMES);
  return random.chance(0.6) ? { name: `${first} ${last}`, address: `${first}.${last}@${domain}`.toLowerCase() } : null;
}

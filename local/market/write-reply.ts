import type { Persona } from "@/local/market/persona";
import { INTERESTED, MEETING_REQUEST, PRICE, QUESTION } from "@/local/market/wording/friendly";
import { AWAY, LEFT, TICKET } from "@/local/market/wording/machine";
import { OPT_OUT, REFUSAL } from "@/local/market/wording/unfriendly";
import { type Seeded, seeded } from "@/local/providers/seeded";

/** Reactions that are a mail a person typed, with what they may say. */
const REPLIES = {
  meeting_request: MEETING_REQUEST,
  interested: INTERESTED,
  question: QUESTION,
  price: PRICE,
  refusal: REFUSAL,
  opt_out_reply: OPT_OUT,
} as const;
export type ReplyKind = keyof typeof REPLIES;

const NOTICES = { away: AWAY, ticket: TICKET, left: LEFT } as const;

const SIGNATURES: readonly string[] = [
  "{first}",
  "Cheers,\n{first}",
  "Kind regards,\n{name}\n{title} | {company}",
  "Thanks\n{name}\n{company}\n{city}",
  "{name}\n{title}\n{company}\nwww.{domain}",
  "Regards, {first}\n\nSent from my phone",
  "Rgds\n{first}",
];
/** Rude people do not sign with their title. */
const SHORT_SIGNATURES: readonly string[] = ["", "{first}", "{name}", "Sent from my phone"];

export function isReplyKind(kind: string): kind is ReplyKind {
  return Object.hasOwn(REPLIES, kind);
}

/** What somebody types, and whether our message stands quoted below. The same for one seed, person and message number. */
export function writeReply(
  seed: string,
  persona: Persona,
  { kind, ordinal, senderName }: { kind: ReplyKind; ordinal: number; senderName: string },
): { text: string; quoted: boolean } {
  const random = seeded(seed, "reply-text", persona.email, kind, ordinal);
  const body = random.pick(REPLIES[kind]);
  const signature = random.pick(kind === "opt_out_reply" ? SHORT_SIGNATURES : SIGNATURES);
  const values = { ...namesOf(persona), sender: senderName.split(" ")[0] || "there" };
  const text = fill([body, signature].filter(Boolean).join("\n\n"), values);
  return { text, quoted: random.chance(0.8) };
}

/** What somebody's mailbox answers by itself. `until` is the day they are back. */
export function writeNotice(
  seed: string,
  persona: Persona,
  { kind, ordinal, until }: { kind: keyof typeof NOTICES; ordinal: number; until: Date | null },
): string {
  const random = seeded(seed, "notice-text", persona.email, kind, ordinal);
  return fill(random.pick(NOTICES[kind]), {
    ...namesOf(persona),
    date: until ? dayMonthYear(until, persona.company.timezone) : "",
    ticket: ticketNumber(random),
    successor: persona.successor ? ` Please contact ${persona.successor.name} (${persona.successor.address}) from now on.` : "",
  });
}

/** dd/mm/yyyy on the person's own calendar. */
function dayMonthYear(at: Date, timeZone: string): string {
  return new Intl.DateTimeFormat("en-AU", { timeZone, day: "2-digit", month: "2-digit", year: "numeric" }).format(at);
}

function ticketNumber(random: Seeded): string {
  return `${random.pick(["#", "CAS-", "REQ"])}${random.whole(100_000, 999_999)}`;
}

/** What the braces of a wording may ask of a person. */
export function namesOf({ firstName, lastName, title, company }: Persona): Record<string, string> {
  return {
    first: firstName,
    name: `${firstName} ${lastName}`,
    title,
    company: company.name,
    industry: company.industry,
    city: company.city,
    domain: company.domain,
  };
}

/** Fills the braces of a wording; what is not known stays. */
export function fill(template: string, values: Readonly<Record<string, string>>): string {
  return template.replace(/\{(\w+)\}/g, (whole, key: string) => values[key] ?? whole);
}

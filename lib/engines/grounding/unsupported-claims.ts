import "server-only";
import type { ClaimFact } from "@/lib/domain/claim-facts";
import { remember } from "@/lib/domain/remember";
import { renderTemplate } from "@/lib/engines/content/render-template";
import { checkClaims } from "@/lib/engines/grounding/check-claims";
import { agencyOwnFacts, type GroundingAgency, type GroundingLead, leadFacts, ownMessagesFact } from "@/lib/engines/grounding/lead-facts";

export type ClaimsInput = {
  /** What the text was rendered from; null for one a person wrote or edited. */
  template: { subject: string | null; body: string } | null;
  text: { subject: string; body: string };
  lead: GroundingLead;
  agency: GroundingAgency;
  senderName: string | null;
  /** What `{{opening}}` stood for; it speaks of this one lead. */
  opening?: string | null;
  /** This campaign wrote to them before. */
  hasWritten: boolean;
  /** A person approved exactly this text. */
  isApproved?: boolean;
  now: Date;
};

/** Values no template can be blamed for: with them one check stands for all leads of a step. */
const STAND_INS = {
  first_name: "Lee",
  last_name: "Marsden",
  title: "Director",
  company: "Harbourline",
  city: "Brisbane",
  industry: "construction",
} as const;
type Field = keyof typeof STAND_INS;
const COLUMN_OF = {
  first_name: "firstName",
  last_name: "lastName",
  title: "title",
  company: "company",
  city: "city",
  industry: "organizationIndustry",
} as const satisfies Record<Field, keyof GroundingLead>;
const FIELD = /\{\{\s*([a-z][a-z0-9_]*)/g;
const OWN_FIELDS: ReadonlySet<string> = new Set(["agency", "offer", "opening", "sender_name", "sender_first_name"]);

/**
 * The sentences of a message that no stored fact bears out, each with what it lacks, for a person to read. A template that claims nothing beyond
 * its merge fields is read once for everybody, so that planning thousands of messages costs one reading; any other text is held against
 * the lead's own facts. What the agency writes about itself in its templates is its own to answer for.
 */
export function unsupportedClaims(input: ClaimsInput): string[] {
  const key = templateKey(input);
  if (key !== null && isHarmless(key)) return [];
  const { text, lead, agency, senderName, hasWritten, isApproved = false, now } = input;
  const facts = [...leadFacts(lead), ...agencyOwnFacts(agency, senderName), ...(hasWritten ? [ownMessagesFact(now)] : [])];
  // A thread's subject was read when it was new.
  const subject = /^re:/i.test(text.subject) ? "" : text.subject;
  return checkClaims(`${subject}\n${text.body}`, facts, { now, isAgencyTrusted: true, isGreetingSeen: isApproved }).unsupported.map(
    ({ text: sentence, problems }) => `“${sentence.slice(0, 120)}”: ${problems.join(", ")}`,
  );
}

type TemplateKey = {
  text: string;
  filled: Field[];
  agency: ClaimFact[];
  fields: Record<string, string | null>;
  hasWritten: boolean;
  month: string;
};

/** Everything the reading of a template depends on; null where it uses what is somebody's own: a column, an opening line. */
function templateKey({ template, lead, agency, senderName, opening = null, hasWritten, now }: ClaimsInput): string | null {
  if (!template) return null;
  const text = `${template.subject ?? ""}\n${template.body}`;
  const used = [...text.matchAll(FIELD)].map(([, name]) => name ?? "");
  if (used.some((name) => !Object.hasOwn(STAND_INS, name) && !OWN_FIELDS.has(name))) return null;
  if (opening !== null && used.includes("opening")) return null;
  const filled = (Object.keys(STAND_INS) as Field[]).filter((field) => used.includes(field) && Boolean(lead[COLUMN_OF[field]]?.trim()));
  const key: TemplateKey = {
    text,
    filled,
    agency: agencyOwnFacts(agency, senderName),
    fields: {
      agency: agency.clientName,
      offer: agency.offer,
      sender_name: senderName,
      sender_first_name: senderName?.split(" ")[0] ?? null,
    },
    hasWritten,
    month: now.toISOString().slice(0, 7),
  };
  return JSON.stringify(key);
}

const isHarmless = remember((key): boolean => {
  const { text, filled, agency, fields, hasWritten, month } = JSON.parse(key) as TemplateKey;
  const now = new Date(`${month}-15T00:00:00Z`);
  const values = Object.fromEntries(filled.map((field) => [field, STAND_INS[field]]));
  const facts: ClaimFact[] = [
    ...Object.entries(values).map(([field, value]) => ({ key: field, value, source: "import", fetchedAt: null, confidence: 1 })),
    ...agency,
    ...(hasWritten ? [ownMessagesFact(now)] : []),
  ];
  const rendered = renderTemplate(text, { ...fields, ...values }).text;
  return checkClaims(rendered, facts, { now, isAgencyTrusted: true }).unsupported.length === 0;
});

import "server-only";
import { TZDate } from "@date-fns/tz";
import type { ConsentBasisName } from "@/lib/domain/consent-basis";
import type { DefaultConsent } from "@/lib/domain/lead-import";
import type { Channel } from "@/lib/domain/outreach";
import { readDate } from "@/lib/engines/imports/read-date";
import { registrableDomain } from "@/lib/engines/suppression/canonical-identity";

/** A basis that may be saved: its rule holds. `evidence` goes into `consent_bases.evidence` as it is. */
export type ConsentRecord = {
  basis: ConsentBasisName;
  /** What it covers; e-mail where the file does not say. */
  channels: readonly Channel[];
  evidence: { note?: string; role?: string; relevance?: string; no_contrary_statement?: true };
  sourceUrl: string | null;
  capturedAt: Date;
};

/** The consent columns of a row, as written; empty where there is none. */
export type ConsentCells = { basis: string; note: string; sourceUrl: string; date: string; noContraryStatement: string; channels: string };

type Person = { title: string | null; domains: readonly string[] };
type When = { now: Date; timezone: string };

const BASIS_WORDS: readonly [RegExp, ConsentBasisName | null][] = [
  [/^(no|none|n|false|0|unknown|n a|not applicable|never|withdrawn|revoked)$|opt(ed)? ?out|unsubscribed|do not|refused/, null],
  [/publi(c|sh)|conspicuous|web ?site|directory/, "inferred_publication"],
  [
    /relationship|customer|client|inferred|existing|enquir|quote|referr|legitimate interest|performance of a contract|supplier|partner/,
    "inferred_relationship",
  ],
  [/express|opt(ed)? ?in|consent|subscribed|subscriber|agreed|permission|signed up|freely given|^(yes|y|true|1)$/, "express"],
];
const YES = /^(yes|y|true|1|ok|checked|confirmed|none( found)?|no statement( found)?)$/;

/**
 * The basis of a row, from its own columns first and from what the uploader stated for the file second. Null when the rule of the named basis
 * does not hold, because a basis without its evidence must not be saved (AU-01, AU-02):
 * express and relationship need a date that is not in the future and something that shows it (a note or a page; a relationship needs the note);
 * publication needs a page on the company's own site, a date, the role, why the offer is relevant, and that no statement refuses offers.
 * A row that says it has none gets none, whatever was stated for the file.
 */
export function readConsent(cells: ConsentCells, fallback: DefaultConsent | null, person: Person, when: When): ConsentRecord | null {
  const own = cells.basis.trim() === "" ? undefined : basisOfWords(cells.basis);
  const basis = own === undefined ? fallback?.basis : own;
  if (!basis) return null;

  const note = cells.note.trim() || fallback?.note || "";
  const source = webAddress(cells.sourceUrl.trim() || fallback?.sourceUrl || "");
  const capturedAt = capturedOn(cells.date.trim() || fallback?.date || "", when);
  if (!capturedAt) return null;

  const channels = readChannels(cells.channels);
  switch (basis) {
    case "express":
      return note || source ? { basis, channels, evidence: note ? { note } : {}, sourceUrl: source, capturedAt } : null;
    case "inferred_relationship":
      return note ? { basis, channels, evidence: { note }, sourceUrl: source, capturedAt } : null;
    case "inferred_publication": {
      const isChecked = cells.noContraryStatement.trim()
        ? YES.test(cells.noContraryStatement.trim().toLowerCase())
        : fallback?.noContraryStatement;
      const isOwnSite = source !== null && person.domains.includes(registrableDomain(source) ?? "");
      if (!isChecked || !isOwnSite || !person.title || !note) return null;
      const evidence = { role: person.title, relevance: note, no_contrary_statement: true } as const;
      return { basis, channels, evidence, sourceUrl: source, capturedAt };
    }
    default: {
      const unknown: never = basis;
      throw new Error(`no rule for ${unknown}`);
    }
  }
}

/** The basis that words in a file stand for; null when they deny one or are not understood. */
export function basisOfWords(text: string): ConsentBasisName | null {
  const words = text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, " ")
    .trim();
  return BASIS_WORDS.find(([pattern]) => pattern.test(words))?.[1] ?? null;
}

const CHANNEL_WORDS: readonly (readonly [RegExp, Channel])[] = [
  [/\be ?mail\b/, "email"],
  [/\b(?:sms|text|texts|mobile)\b/, "sms"],
  [/\blinked ?in\b/, "linkedin"],
  [/\b(?:voice|phone|call|calls|telephone)\b/, "voice"],
  [/\b(?:letter|letters|post|postal)\b|(?<!e )\bmail\b/, "mail"],
];

/** The channels that words in a file stand for; e-mail when there are none. What is not understood grants nothing. */
function readChannels(text: string): readonly Channel[] {
  const words = text
    .toLowerCase()
    .replace(/[^a-z]+/g, " ")
    .trim();
  return words === "" ? ["email"] : CHANNEL_WORDS.flatMap(([pattern, channel]) => (pattern.test(words) ? channel : []));
}

/** The start of that day where the agency is; null when it is no day or has not come yet. */
function capturedOn(text: string, { now, timezone }: When): Date | null {
  const day = readDate(text);
  if (!day) return null;
  const [year = 0, month = 1, date = 1] = day.split("-").map(Number);
  const start = new Date(new TZDate(year, month - 1, date, timezone).getTime());
  return start <= now ? start : null;
}

function webAddress(text: string): string | null {
  if (!text) return null;
  const url = URL.parse(/^[a-z][a-z0-9+.-]*:/i.test(text) ? text : `https://${text}`);
  return url && (url.protocol === "https:" || url.protocol === "http:") && url.hostname.includes(".") ? url.href : null;
}

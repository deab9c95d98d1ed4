import "server-only";
import type { EnrichedPerson } from "@/lib/domain/enriched-person";
import { personConfidence } from "@/lib/domain/person-confidence";
import { IMPORTED, stampProvenance } from "@/lib/engines/enrichment/provenance";

/** What the file or the form told us of somebody. */
export type KnownPerson = {
  email: string;
  firstName: string | null;
  lastName: string | null;
  title: string | null;
  company: string | null;
  domain: string | null;
  linkedinUrl: string | null;
  phone: string | null;
};

/** A record of nothing. */
const BLANK: EnrichedPerson = {
  source: IMPORTED,
  providerId: null,
  email: null,
  emailStatus: "unknown",
  firstName: null,
  lastName: null,
  title: null,
  headline: null,
  seniority: null,
  departments: [],
  linkedinUrl: null,
  phone: null,
  personalEmail: null,
  city: null,
  state: null,
  country: null,
  currentJobStart: null,
  employmentHistory: [],
  company: null,
  organization: null,
  confidence: 0,
};

/** What we were told, as a record like a provider's. */
export function asTold({ email, firstName, lastName, title, company, linkedinUrl, phone }: KnownPerson, now: Date): EnrichedPerson {
  return asRecord(IMPORTED, { email, firstName, lastName, title, company, linkedinUrl, phone }, now);
}

/** A provider's record of which only these fields are known. */
export function asRecord(source: string, fields: Partial<EnrichedPerson>, now: Date): EnrichedPerson {
  const person = { ...BLANK, ...fields, source };
  return stampProvenance({ ...person, confidence: personConfidence(person) }, now);
}

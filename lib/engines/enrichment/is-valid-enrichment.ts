import "server-only";
import type { EnrichedPerson } from "@/lib/domain/enriched-person";
import { isDisposableAddress, isRoleAddress } from "@/lib/domain/unusable-address";

export const MINIMUM_CONFIDENCE = 0.7;

export const ENRICHMENT_FLAWS = [
  "not_found",
  "email_missing",
  "first_name_missing",
  "last_name_missing",
  "company_missing",
  "low_confidence",
  "disposable_address",
  "role_address",
  "email_invalid",
] as const;
export type EnrichmentFlaw = (typeof ENRICHMENT_FLAWS)[number];
/** Flaws that more facts mend; an address that is unusable stays so. */
const MENDABLE: ReadonlySet<EnrichmentFlaw> = new Set(["first_name_missing", "last_name_missing", "company_missing", "low_confidence"]);

/**
 * Whether a record is good enough to contact somebody with, and everything that is wrong with it: found, with e-mail, both names and
 * company, confidence of at least 0.70, an address of a person at a lasting domain, not known to be invalid (domain.md 3.1).
 */
export function isValidEnrichment(person: EnrichedPerson | null): { valid: boolean; flaws: EnrichmentFlaw[] } {
  if (!person) return { valid: false, flaws: ["not_found"] };
  const { email } = person;
  const tests: readonly [EnrichmentFlaw, boolean][] = [
    ["email_missing", !email],
    ["first_name_missing", !person.firstName],
    ["last_name_missing", !person.lastName],
    ["company_missing", !person.company],
    ["low_confidence", person.confidence < MINIMUM_CONFIDENCE],
    ["disposable_address", email !== null && isDisposableAddress(email)],
    ["role_address", email !== null && isRoleAddress(email)],
    ["email_invalid", person.emailStatus === "invalid"],
  ];
  const flaws = tests.filter(([, isFlawed]) => isFlawed).map(([flaw]) => flaw);
  return { valid: flaws.length === 0, flaws };
}

/** Whether a record is not good enough yet and more facts could make it so. */
export function isMendable(person: EnrichedPerson): boolean {
  const { flaws } = isValidEnrichment(person);
  return flaws.length > 0 && flaws.every((flaw) => MENDABLE.has(flaw));
}

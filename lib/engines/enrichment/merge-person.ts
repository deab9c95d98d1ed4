import "server-only";
import type { EnrichedCompany, EnrichedPerson } from "@/lib/domain/enriched-person";
import { personConfidence } from "@/lib/domain/person-confidence";
import { isGap, mergeProvenance } from "@/lib/engines/enrichment/provenance";

/**
 * Two providers' records of one person as one: the primary's value wins, what it lacks is filled in, and the confidence is computed
 * from the merged fields (an average would let a weak supplement lower a good record; domain.md 3.1).
 * An address and its status travel together: a status is only taken over for the same address.
 */
export function mergePerson(primary: EnrichedPerson, supplement: EnrichedPerson): EnrichedPerson {
  const merged: EnrichedPerson = {
    ...fillGaps(primary, supplement),
    ...mergeEmail(primary, supplement),
    source: [...new Set([...primary.source.split("+"), ...supplement.source.split("+")])].join("+"),
    organization: mergeCompany(primary.organization, supplement.organization),
  };
  return { ...merged, confidence: personConfidence(merged), provenance: mergeProvenance(primary, supplement, merged) };
}

function mergeEmail(primary: EnrichedPerson, supplement: EnrichedPerson): Pick<EnrichedPerson, "email" | "emailStatus"> {
  if (!primary.email) return { email: supplement.email, emailStatus: supplement.emailStatus };
  const isSame = primary.email.toLowerCase() === supplement.email?.toLowerCase();
  const emailStatus = isSame && primary.emailStatus === "unknown" ? supplement.emailStatus : primary.emailStatus;
  return { email: primary.email, emailStatus };
}

/** Two companies are merged only when they are the same one; otherwise the person has moved and the primary knows better. */
function mergeCompany(primary: EnrichedCompany | null, supplement: EnrichedCompany | null): EnrichedCompany | null {
  if (!primary || !supplement) return primary ?? supplement;
  const isSame = !primary.domain || !supplement.domain || primary.domain.toLowerCase() === supplement.domain.toLowerCase();
  return isSame ? fillGaps(primary, supplement) : primary;
}

/** The primary's fields, with null, empty text and empty lists taken from the supplement. */
function fillGaps<T extends object>(primary: T, supplement: T): T {
  const filled = Object.entries(primary).map(([key, value]) => [key, isGap(value) ? supplement[key as keyof T] : value]);
  return Object.fromEntries(filled) as T;
}

import "server-only";
import type { EnrichedPerson, FieldProvenance } from "@/lib/domain/enriched-person";

export type Provenance = Readonly<Record<string, FieldProvenance>>;

/** The provider name of what the client told us. */
export const IMPORTED = "import";
/** What a record says about itself rather than about the person. */
const OWN_FIELDS: ReadonlySet<string> = new Set(["source", "confidence", "provenance", "organization"]);
const COMPANY = "organization.";

/** A provider's record with every field it filled marked as coming from it, at this time and with its confidence. */
export function stampProvenance(person: EnrichedPerson, fetchedAt: Date): EnrichedPerson {
  const entry: FieldProvenance = { provider: person.source, confidence: person.confidence, fetchedAt: fetchedAt.toISOString() };
  const own = Object.entries(person).flatMap(([field, value]) => (OWN_FIELDS.has(field) || isGap(value) ? [] : [field]));
  const company = Object.entries(person.organization ?? {}).flatMap(([field, value]) => (isGap(value) ? [] : [COMPANY + field]));
  const fields = [...own, ...company].filter((field) => field !== "emailStatus" || person.emailStatus !== "unknown");
  return { ...person, provenance: Object.fromEntries(fields.map((field) => [field, entry])) };
}

/** Where the fields of a merged record come from: the primary's are its own, the rest the supplement's, its company only if it is the same. */
export function mergeProvenance(primary: EnrichedPerson, supplement: EnrichedPerson, merged: EnrichedPerson): Provenance {
  const isOtherCompany = primary.organization !== null && merged.organization === primary.organization;
  const taken = Object.entries(supplement.provenance ?? {}).filter(
    ([field]) =>
      !(isOtherCompany && field.startsWith(COMPANY)) && !(field === "emailStatus" && merged.emailStatus !== supplement.emailStatus),
  );
  return { ...Object.fromEntries(taken), ...primary.provenance };
}

/** What may be shared between clients: the record without what one of them told us; null when nothing is left of it. */
export function withoutTold(person: EnrichedPerson): EnrichedPerson | null {
  const source = person.source
    .split("+")
    .filter((name) => name !== IMPORTED)
    .join("+");
  if (source === "") return null;
  const told = new Set(Object.entries(person.provenance ?? {}).flatMap(([field, { provider }]) => (provider === IMPORTED ? field : [])));
  // The address is what everybody finds the record by.
  told.delete("email");
  const kept = Object.fromEntries(Object.entries(person).map(([field, value]) => [field, told.has(field) ? null : value]));
  const provenance = Object.fromEntries(Object.entries(person.provenance ?? {}).filter(([field]) => !told.has(field)));
  return { ...(kept as EnrichedPerson), source, provenance };
}

/** Nothing was said: null, empty text, an empty list. */
export function isGap(value: unknown): boolean {
  return value === null || value === "" || (Array.isArray(value) && value.length === 0);
}

import "server-only";
import { comparableHeader, LEAD_FIELD_NAMES, LEAD_FIELDS, type LeadField } from "@/lib/domain/lead-columns";
import type { ColumnMapping } from "@/lib/domain/lead-import";

/** Field names and their synonyms as compared, the preferred one first. */
const SYNONYMS = new Map<LeadField, readonly string[]>(
  LEAD_FIELD_NAMES.map((field) => [field, [...LEAD_FIELDS[field].synonyms.split(",").map(comparableHeader), comparableHeader(field)]]),
);

/**
 * Which column each lead field is most likely read from, by what headers are called; a column is used once. Where no header says e-mail, the
 * column of `preview` that holds addresses is taken.
 */
export function suggestMapping(header: readonly string[], preview: readonly (readonly string[])[] = []): ColumnMapping {
  const mapping: ColumnMapping = {};
  const free = new Map(header.map((name) => [comparableHeader(name), name]).toReversed() as [string, string][]); // the first of equals wins
  for (const [field, synonyms] of SYNONYMS) {
    const found = synonyms.find((synonym) => free.has(synonym));
    const name = found === undefined ? undefined : free.get(found);
    if (found === undefined || name === undefined) continue;
    mapping[field] = name;
    free.delete(found);
  }
  const addresses = header.find((_name, index) => preview.some((row) => /^\S+@\S+\.\S+$/.test(row[index]?.trim() ?? "")));
  const isTaken = addresses !== undefined && Object.values(mapping).includes(addresses);
  if (!mapping.email && addresses !== undefined && !isTaken) mapping.email = addresses;
  return mapping;
}

import type { EnrichedPerson } from "@/lib/domain/enriched-person";

const EMAIL_POINTS = { verified: 30, unknown: 20, catch_all: 20, guessed: 15, invalid: 0 } as const;

/** What counts towards the confidence. Always computed from the fields at hand, never averaged between providers. */
export type ConfidenceFields = Pick<
  EnrichedPerson,
  "email" | "emailStatus" | "firstName" | "lastName" | "title" | "company" | "linkedinUrl" | "phone"
>;

/**
 * How sure we are of a person's record, 0 to 1 (domain.md 3.1): e-mail verified 30, unknown 20, guessed 15; both names 20, one 10;
 * title 15; company 15; LinkedIn 10; phone 10; out of 100. A catch-all address counts as unknown, which it is.
 */
export function personConfidence(person: ConfidenceFields): number {
  const names = [person.firstName, person.lastName].filter(Boolean).length * 10;
  const points =
    (person.email ? EMAIL_POINTS[person.emailStatus] : 0) +
    names +
    (person.title ? 15 : 0) +
    (person.company ? 15 : 0) +
    (person.linkedinUrl ? 10 : 0) +
    (person.phone ? 10 : 0);
  return points / 100;
}

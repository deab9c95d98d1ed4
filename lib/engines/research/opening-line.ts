import "server-only";
import type { ClaimFact } from "@/lib/domain/claim-facts";
import { findNeverSaid } from "@/lib/domain/never-say";
import { isFreshResearch } from "@/lib/domain/research";
import { checkClaims } from "@/lib/engines/grounding/check-claims";
import { type GroundingLead, leadFacts } from "@/lib/engines/grounding/lead-facts";

/** A lead with the opening line its research found, and when; both null where nothing was found. */
export type LeadWithOpening = GroundingLead & { openingLine: string | null; openingAt: Date | null };

const USES_OPENING = /\{\{\s*opening\s*(?:\||\}\})/;

/**
 * What `{{opening|…}}` of a step stands for: the lead's opening line, as long as it is fresh and what is stored of the lead now bears it
 * out. Otherwise null, and the fallback stands. A step without the field costs nothing.
 * @param setting `neverSay`: phrases that no message of the client carries
 */
export function openingFor(
  { subjectTemplate, bodyTemplate }: { subjectTemplate: string | null; bodyTemplate: string },
  lead: LeadWithOpening,
  { now, neverSay }: { now: Date; neverSay: readonly string[] },
): string | null {
  const { openingLine, openingAt } = lead;
  if (openingLine === null || !isFreshResearch(openingAt, now)) return null;
  if (!USES_OPENING.test(`${subjectTemplate ?? ""}\n${bodyTemplate}`)) return null;
  if (findNeverSaid(openingLine, neverSay).length > 0) return null;
  return isBorneOut(openingLine, leadFacts(lead), now) ? openingLine : null;
}

/** Whether facts say all that a text claims: the rule that every message is held to. */
export function isBorneOut(text: string, facts: readonly ClaimFact[], now: Date): boolean {
  return checkClaims(text, facts, { now }).unsupported.length === 0;
}

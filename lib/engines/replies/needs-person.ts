import "server-only";
import { REVIEW_BELOW } from "@/lib/engines/replies/actions-for-reply";
import { matchText } from "@/lib/engines/replies/clean-text";

const PRICE =
  /\b(?:how much|price|prices|pricing|priced|cost|costs|quote|rates?|rate card|fees?|retainer|ball ?park|discount|budget|per (?:month|lead|hour)|what (?:do|would) you charge|charge)\b|\$ ?\d/;
const CONTRACT =
  /\b(?:contracts?|lock[- ]?in|locked in|minimum term|notice period|terms(?: and conditions)?|t&cs?|cancellation|exclusiv\w+|warrant\w+|guarantees?|refunds?|sla|nda|agreement|sign (?:up|anything)|get out early)\b/;
const LEGAL =
  /\b(?:legal(?:ly)?|lawyers?|solicitors?|sue|court|gdpr|privacy (?:act|policy|law)|spam act|acma|oaic|complian\w+|liabilit\w+|indemnit\w+|insur(?:ance|ed)|intellectual property|copyright|data protection)\b/;

export type Judged = {
  /** What they typed. */
  text: string;
  confidence: number;
  actions: readonly string[];
  /** Objections raised before this message, and whether it raises one. */
  earlierObjections: number;
  raisesObjection: boolean;
};

/**
 * Why a person has to decide what is answered (domain 5.6), in words; null where the permission mode may.
 * Everything stays held until they do.
 */
export function needsPerson({ text, confidence, actions, earlierObjections, raisesObjection }: Judged): string | null {
  const said = matchText(text);
  if (actions.includes("escalate_legal") || LEGAL.test(said)) return "It touches a legal matter";
  if (actions.includes("record_complaint")) return "It is a complaint";
  if (confidence < REVIEW_BELOW) return "Nobody is sure what it means";
  if (CONTRACT.test(said)) return "It asks about contract terms";
  if (PRICE.test(said)) return "It asks about price";
  if (raisesObjection && earlierObjections > 0) return "It is the second objection";
  if (actions.includes("human_review")) return "It needs a person's eye";
  return null;
}

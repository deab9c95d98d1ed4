import "server-only";
import { subHours } from "date-fns";
import type { Ctx } from "@/lib/context";
import { type FoundResearch, listLeadsToResearch, markAsked, putLeadResearch } from "@/lib/db/queries/research";
import type { ClaimFact } from "@/lib/domain/claim-facts";
import { staleBefore } from "@/lib/domain/research";
import { leadFacts } from "@/lib/engines/grounding/lead-facts";
import { isBorneOut } from "@/lib/engines/research/opening-line";

/** A batch is answered within a day; what was asked before that and never came back is asked again. */
const ASKED_HOURS = 26;
const MAXIMUM_FACTS = 200;
const LONGEST_OPENING = 300;

/** One lead to find something out about, and all that may be said of them. */
export type LeadToResearch = { id: string; facts: ClaimFact[] };

/** What a skill says of a lead, whichever of its two ways it was made. */
export type LeadFinding = {
  leadId: string;
  facts: readonly ClaimFact[];
  hook: string | null;
  summary: string | null;
  recentActivity: readonly string[];
  cites: readonly string[];
  by: "baseline" | "model";
  why: string | null;
  promptVersion: number;
};

/**
 * Those of the leads that are hot and may be written to, and of whom nothing was found out for thirty days, with their stored facts.
 * @param run leads that were handed to a model are passed over for a day, except by the run that did it
 */
export async function loadLeadsToResearch(
  ctx: Ctx,
  { leadIds, run }: { leadIds: readonly string[]; run: string },
): Promise<LeadToResearch[]> {
  const { clientId, now } = ctx;
  const scope = { clientId, leadIds, run, staleBefore: staleBefore(now), askedBefore: subHours(now, ASKED_HOURS) };
  const leads = await ctx.tx((db) => listLeadsToResearch(db, scope));
  return leads.map((lead) => ({ id: lead.id, facts: leadFacts(lead).slice(0, MAXIMUM_FACTS) }));
}

/**
 * Notes that a run is about to hand its questions over. Money may be spent from here on, so it is said first.
 * @returns ids of the leads it may ask about: none of those it noted before, for it died there and its questions may have been taken
 */
export function claimQuestions(ctx: Ctx, { leadIds, run }: { leadIds: readonly string[]; run: string }): Promise<string[]> {
  const { clientId, now } = ctx;
  if (leadIds.length === 0) return Promise.resolve([]);
  return ctx.tx((db) => markAsked(db, { clientId, leadIds, run, now, askedBefore: subHours(now, ASKED_HOURS) }));
}

/** Stores what was found, all of it or nothing. An opening line is kept where stored facts alone bear it out, as the gate will ask again. */
export function keepLeadResearch(ctx: Ctx, findings: readonly LeadFinding[]): Promise<number> {
  const { clientId, now } = ctx;
  if (findings.length === 0) return Promise.resolve(0);
  return ctx.tx((db) => putLeadResearch(db, { clientId, found: findings.map((finding) => toRow(finding, now)), now }));
}

function toRow({ leadId, facts, hook, summary, recentActivity, cites, by, why, promptVersion }: LeadFinding, now: Date): FoundResearch {
  const opening = hook?.replace(/\s+/g, " ").trim().slice(0, LONGEST_OPENING) || null;
  return {
    leadId,
    openingLine: opening !== null && isBorneOut(opening, facts, now) ? opening : null,
    summary: summary?.trim() || null,
    recentActivity,
    cites: [...cites],
    madeBy: by,
    why,
    promptVersion,
  };
}

import type { PlanTier } from "@/lib/domain/monthly-target";
import type { Tier } from "@/lib/domain/scoring";

/** Credits are renewed after this; what a campaign plans should be done by then. */
export const CREDIT_MONTH_DAYS = 30;

/** Cold messages a day from one domain, all its mailboxes together, and from one warmed mailbox (blueprint; OP-10). */
export const DOMAIN_DAILY_LIMIT = 50;
export const MAILBOX_DAILY_LIMIT = 30;

/** What a plan comes with: the mailboxes of each domain (the remainder spread, never dropped), LinkedIn seats, telephone numbers. */
export const TIER_RESOURCES: Readonly<Record<PlanTier, { mailboxesOfDomains: readonly number[]; seats: number; numbers: number }>> = {
  ignition: { mailboxesOfDomains: [2, 1], seats: 1, numbers: 1 },
  velocity: { mailboxesOfDomains: [2, 2, 2], seats: 3, numbers: 2 },
  dominance: { mailboxesOfDomains: [3, 2, 2, 2, 2], seats: 5, numbers: 3 },
};

/** The mix of a month's leads the cost model reckons with, of 100 (domain.md 7.2). */
export const PLANNED_MIX: Readonly<Record<Exclude<Tier, "dead">, number>> = { hot: 10, warm: 25, cool: 40, cold: 25 };

export const COST_LINES = ["enrichment", "email", "linkedin", "voice", "sms", "mail", "platform"] as const;
export type CostLine = (typeof COST_LINES)[number];

/**
 * Planned cost of a month in whole A$ (domain.md 7.1). The totals are the published ones and stand although the lines, as published,
 * add up to a little more; `platform` is webhooks and infrastructure together.
 */
export const PLANNED_COGS_AUD: Readonly<Record<PlanTier, { total: number; lines: Readonly<Record<CostLine, number>> }>> = {
  ignition: { total: 666, lines: { enrichment: 163, email: 39, linkedin: 122, voice: 164, sms: 10, mail: 122, platform: 47 } },
  velocity: { total: 1323, lines: { enrichment: 293, email: 62, linkedin: 366, voice: 295, sms: 18, mail: 220, platform: 74 } },
  dominance: { total: 2502, lines: { enrichment: 585, email: 116, linkedin: 610, voice: 591, sms: 36, mail: 441, platform: 139 } },
};

/** Enriching one lead, in micro-dollars AUD: Hunter alone for cold and cool, the whole waterfall for warm and hot (domain.md 7.2). */
export const ENRICHMENT_MICRO_AUD: Readonly<Record<Exclude<Tier, "dead">, number>> = {
  hot: 500_000,
  warm: 250_000,
  cool: 20_000,
  cold: 20_000,
};

/** Minutes of a call as the voice budget reckons (domain.md 7.1). */
export const PLANNED_CALL_MINUTES = 2.5;

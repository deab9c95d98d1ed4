import "server-only";
import { type Ctx, requireRole } from "@/lib/context";
import {
  type EnrollingCampaign,
  type EnrollingLead,
  insertEnrolments,
  listEnrollingCampaigns,
  listLeadsToEnrol,
  lockScoredLeads,
} from "@/lib/db/queries/enrolments";
import { toIndustry } from "@/lib/domain/industries";
import { recordActivity } from "@/lib/engines/activities/record-activity";
import { enqueueEvent } from "@/lib/engines/outbox/enqueue-event";
import { suppressedLeads } from "@/lib/engines/suppression/suppressed-leads";
import { planRequested } from "@/lib/events/catalogue";

const BATCH = 500;

/**
 * Puts scored leads into the client's active campaigns: an enrolment pinned to the campaign's sequence version, and every step of
 * it as a planned touch. A lead already in a campaign, or ever in one, stays as it is, so a repeat enrols nobody twice; a
 * suppressed one is passed over (SU-04). Leads without a campaign of their own are shared out by industry and `lead_allocation_pct`,
 * the same way whenever it is asked.
 * @param leadIds only these; absent: everybody who waits
 * @returns how many leads were enrolled, at most 500 at a time; 0 when nobody is left who could be
 */
export function enrolLeads(ctx: Ctx, { leadIds }: { leadIds?: readonly string[] }, { pepper }: { pepper: string }): Promise<number> {
  requireRole(ctx, "member");
  const { clientId } = ctx;

  return ctx.tx(async (db) => {
    const campaigns = await listEnrollingCampaigns(db, { clientId });
    if (campaigns.length === 0) return 0;
    const scope = { clientId, campaignIds: campaigns.map(({ id }) => id), ...(leadIds && { leadIds }), limit: BATCH };

    let after: EnrollingLead | undefined;
    for (;;) {
      const page = await listLeadsToEnrol(db, { ...scope, ...(after && { after }) });
      if (page.length === 0) return 0;
      const held = await lockScoredLeads(db, { clientId, leadIds: page.map(({ id }) => id) });
      const waiting = page.filter(({ id }) => held.has(id));
      const suppressed = await suppressedLeads(db, { clientId, channel: "email", people: waiting, secret: { pepper } });

      let enrolled = 0;
      for (const campaign of campaigns) {
        const chosen = waiting.filter((lead) => !suppressed.has(lead) && (lead.campaignId ?? allocate(lead, campaigns)) === campaign.id);
        if (chosen.length === 0) continue;
        const count = await insertEnrolments(db, { clientId, campaign, leadIds: chosen.map(({ id }) => id), now: ctx.now });
        if (count === 0) continue;
        enrolled += count;
        await recordActivity(db, ctx, {
          action: "enrolled",
          campaignId: campaign.id,
          reason: `${count} scored ${count === 1 ? "lead" : "leads"} entered ${campaign.name}`,
        });
      }
      if (enrolled > 0) {
        await enqueueEvent(db, planRequested.create({ clientId }));
        return enrolled;
      }
      // Nobody of these could be enrolled: they must not keep the others waiting.
      after = page.at(-1);
    }
  });
}

/**
 * The campaign an unassigned lead belongs to: among those made for its industry, else those made for no industry, else all of them, a stable
 * share by address, proportional to the campaigns' allocation.
 */
function allocate({ email, organizationIndustry }: EnrollingLead, all: readonly EnrollingCampaign[]): string | undefined {
  const industry = organizationIndustry === null ? null : toIndustry(organizationIndustry);
  const ofIndustry = all.filter(({ targetIndustries }) => industry !== null && targetIndustries.includes(industry));
  const ofNone = all.filter(({ targetIndustries }) => targetIndustries.length === 0);
  const campaigns = [ofIndustry, ofNone, all].find((some) => some.length > 0) ?? all;
  const total = campaigns.reduce((sum, campaign) => sum + campaign.leadAllocationPct, 0);
  if (total === 0) return undefined;
  let hash = 2166136261; // FNV-1a, 32 bit
  for (const char of email) hash = Math.imul(hash ^ (char.codePointAt(0) ?? 0), 16777619) >>> 0;
  let point = (hash / 2 ** 32) * total;
  for (const campaign of campaigns) {
    point -= campaign.leadAllocationPct;
    if (point < 0) return campaign.id;
  }
  return campaigns.at(-1)?.id;
}

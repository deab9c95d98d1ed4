import "server-only";
import { type Ctx, requireRole } from "@/lib/context";
import { findCampaign } from "@/lib/db/queries/campaigns";
import type { CampaignMetrics } from "@/lib/domain/campaign-advice";
import { loadCampaignMetrics, loadCampaignOverview } from "@/lib/engines/advice/load-campaign-overview";
import { NotFoundError } from "@/lib/errors";

/**
 * The figures of one campaign that advice is given on.
 * @throws NotFoundError when the client has no such campaign
 */
export function getCampaignMetrics(ctx: Ctx, { campaignId }: { campaignId: string }): Promise<CampaignMetrics> {
  requireRole(ctx, "member");
  return ctx.tx(async (db) => {
    const scope = { clientId: ctx.clientId, campaignId };
    const campaign = await findCampaign(db, scope);
    if (!campaign) throw new NotFoundError("There is no such campaign in this workspace");
    return loadCampaignMetrics(db, { ...scope, now: ctx.now }, campaign, await loadCampaignOverview(db, scope, campaign));
  });
}

import "server-only";
import { cache } from "react";
import { requireMembership } from "@/lib/auth/membership";
import { findCampaign } from "@/lib/db/queries/campaigns";

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** The campaign of this request, read once for the frame and the page in it; undefined when the person's client has none by that id. */
export const loadCampaign = cache(async (campaignId: string) => {
  const { clientId, ctx } = await requireMembership();
  return UUID.test(campaignId) ? ctx.tx((db) => findCampaign(db, { clientId, campaignId })) : undefined;
});

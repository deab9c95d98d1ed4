import "server-only";
import { subDays, subMinutes } from "date-fns";
import { canonicalProfileUrl, isSameLinkedinProfile } from "@/lib/domain/linkedin";
import type { Recalled } from "@/lib/domain/recalled";
import { ProviderError } from "@/lib/errors";
import type { Heyreach } from "@/lib/integrations/heyreach/api";
import { listSeatCampaigns } from "@/lib/integrations/heyreach/seat-campaigns";
import { type LeadProgress, toLeadProgress } from "@/lib/integrations/heyreach/transform";

type Books = Pick<Heyreach, "listCampaigns" | "campaignLeads" | "stopLead">;
type Act = { seat: string; profileUrl: string; handedOverAt: Date };

/** Their clock need not be ours. */
const TOLERANCE_MINUTES = 60;

/**
 * Takes a person out of the seat's campaigns where they still wait for their act. An invitation that is out stays out: HeyReach withdraws it
 * after 30 days and has no call that does it sooner, and would not do it for somebody who was taken out. Safe to repeat.
 * @throws ProviderError
 */
export async function recallFromHeyreach(api: Books, act: Act): Promise<Recalled> {
  let outcome: Recalled["outcome"] = "left";
  for (const { id } of await listSeatCampaigns(api, act.seat)) {
    const found = await findAct(api, id, act);
    if (found?.progress !== "waiting" && found?.progress !== "ended") continue;
    if (found.progress === "waiting" && !(await stop(api, id, act))) continue;
    // It may have left between the look and the stop.
    const after = found.progress === "ended" ? found : await findAct(api, id, act);
    if (after?.progress === "ended") outcome = "stopped";
  }
  return { outcome };
}

/** @returns false when HeyReach no longer has the person in the campaign */
async function stop(api: Books, campaignId: string, { profileUrl }: Act): Promise<boolean> {
  try {
    await api.stopLead(campaignId, new URL(canonicalProfileUrl(profileUrl) ?? profileUrl).href);
    return true;
  } catch (error) {
    if (error instanceof ProviderError && (error.status === 400 || error.status === 404)) return false;
    throw error;
  }
}

/** Looked for among those who were added when the act was handed over; a campaign has no search. */
async function findAct(api: Books, campaignId: string, { profileUrl, handedOverAt }: Act): Promise<LeadProgress | undefined> {
  const to = subMinutes(handedOverAt, -TOLERANCE_MINUTES);
  for await (const lead of api.campaignLeads(campaignId, { from: subDays(handedOverAt, 1), to, by: "CreationTime" })) {
    const progress = toLeadProgress(lead);
    if (progress && isSameLinkedinProfile(progress.profileUrl, profileUrl)) return progress;
  }
  return undefined;
}

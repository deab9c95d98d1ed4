import "server-only";
import { subDays, subMinutes } from "date-fns";
import { canonicalProfileUrl, isSameLinkedinProfile } from "@/lib/domain/linkedin";
import type { Recalled } from "@/lib/domain/recalled";
import { ProviderError } from "@/lib/errors";
import type { Heyreach } from "@/lib/integrations/heyreach/api";
import {
  ensureSeatCampaign,
  INVITING_KINDS,
  listSeatCampaigns,
  readSeatCampaign,
  type SeatSchedule,
} from "@/lib/integrations/heyreach/seat-campaigns";
import { type LeadProgress, toLeadProgress } from "@/lib/integrations/heyreach/transform";
import type { HeyreachCampaign } from "@/lib/integrations/heyreach/wire";

type Act = {
  seat: string;
  profileUrl: string;
  handedOverAt: Date;
  /** Given when the person is to be handed over again later: the campaign they can be added to then is made. */
  again?: SeatSchedule;
};

/** Their clock need not be ours. */
const TOLERANCE_MINUTES = 60;
/** What stands for one act: whoever was invited with a note or without was invited. */
const ACTS = [INVITING_KINDS, ["message"]] as const;

/**
 * Takes a person out of the seat's campaigns where they still wait for their act. An invitation that is out stays out: HeyReach withdraws it
 * after 30 days and has no call that does it sooner, and would not do it for somebody who was taken out. Safe to repeat.
 * @throws ProviderError
 */
export async function recallFromHeyreach(api: Heyreach, act: Act): Promise<Recalled> {
  const campaigns = await listSeatCampaigns(api, act.seat);
  let outcome: Recalled["outcome"] = "left";
  for (const kinds of ACTS) {
    const ended: HeyreachCampaign[] = [];
    let hasLeft = false;
    for (const campaign of campaigns.filter((one) => isOneOf(kinds, act.seat, one))) {
      const progress = await stopThere(api, campaign.id, act);
      if (progress === "ended") ended.push(campaign);
      else if (progress !== undefined) hasLeft = true; // in a later round, say: then that they were taken out of an earlier one is old
    }
    if (hasLeft || ended.length === 0) continue;
    if (act.again) await openNextRound(api, ended, { seat: act.seat, schedule: act.again });
    outcome = "stopped";
  }
  return { outcome };
}

function isOneOf(kinds: readonly string[], seat: string, campaign: HeyreachCampaign): boolean {
  const place = readSeatCampaign(seat, campaign);
  return place !== undefined && kinds.includes(place.kind);
}

/** @returns how far they are after they were told to stop; undefined for somebody who is not in the campaign (any more) */
async function stopThere(api: Heyreach, campaignId: string, act: Act): Promise<LeadProgress["progress"] | undefined> {
  const found = await findAct(api, campaignId, act);
  if (found?.progress !== "waiting") return found?.progress;
  if (!(await stop(api, campaignId, act))) return undefined;
  // It may have left between the look and the stop.
  return (await findAct(api, campaignId, act))?.progress;
}

async function openNextRound(
  api: Heyreach,
  ended: readonly HeyreachCampaign[],
  { seat, schedule }: { seat: string; schedule: SeatSchedule },
): Promise<void> {
  for (const campaign of ended) {
    const place = readSeatCampaign(seat, campaign);
    if (place) await ensureSeatCampaign(api, { seat, kind: place.kind, round: place.round + 1, schedule });
  }
}

/** @returns false when HeyReach no longer has the person in the campaign */
async function stop(api: Heyreach, campaignId: string, { profileUrl }: Act): Promise<boolean> {
  try {
    await api.stopLead(campaignId, new URL(canonicalProfileUrl(profileUrl) ?? profileUrl).href);
    return true;
  } catch (error) {
    if (error instanceof ProviderError && (error.status === 400 || error.status === 404)) return false;
    throw error;
  }
}

/** Looked for among those who were added when the act was handed over; a campaign has no search. */
async function findAct(api: Heyreach, campaignId: string, { profileUrl, handedOverAt }: Act): Promise<LeadProgress | undefined> {
  const to = subMinutes(handedOverAt, -TOLERANCE_MINUTES);
  for await (const lead of api.campaignLeads(campaignId, { from: subDays(handedOverAt, 1), to, by: "CreationTime" })) {
    const progress = toLeadProgress(lead);
    if (progress && isSameLinkedinProfile(progress.profileUrl, profileUrl)) return progress;
  }
  return undefined;
}

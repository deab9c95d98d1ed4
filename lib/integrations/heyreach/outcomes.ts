import "server-only";
import type { ChannelHandOver, RefusalCause } from "@/lib/domain/hand-over";
import { ProviderError } from "@/lib/errors";
import type { AddedLeads } from "@/lib/integrations/heyreach/api";
import { isOver, isWaitingForNobody } from "@/lib/integrations/heyreach/seat-campaigns";
import type { HeyreachCampaign } from "@/lib/integrations/heyreach/wire";

/** A seat is paid by the month, so an act costs nothing by itself. The reference is our key: HeyReach gives acts no id. */
export const accepted = (key: string, response: string) => ({ outcome: "accepted", reference: key, costMicroAud: 0, response }) as const;
export const unknown = (response: string) => ({ outcome: "unknown", response }) as const;
export const refused = (cause: RefusalCause, isPermanent: boolean, response: string) =>
  ({ outcome: "refused", isPermanent, cause, response }) as const;

export const NO_CAMPAIGN = "The seat has no campaign at HeyReach";
export const FAILED_PROFILE = "HeyReach did not take the profile";

/** What follows from the counts of adding one person. Counts that add up to nobody say nothing. */
export function countedOutcome({ added, failed }: AddedLeads, key: string): ChannelHandOver {
  if (added > 0) return accepted(key, "Waiting in the seat's campaign");
  return failed > 0 ? refused("address", true, FAILED_PROFILE) : unknown("HeyReach counted nobody");
}

/**
 * Why nobody may be added to a seat's campaign now; undefined when somebody may. A campaign that ran out of people wakes with the next one;
 * one that was paused over people who wait was paused by somebody, and adding to it would undo that.
 */
export function refusedCampaign(campaign: HeyreachCampaign): ChannelHandOver | undefined {
  const status = campaign.status.toUpperCase();
  if (isOver(campaign)) return refused("ours", false, NO_CAMPAIGN);
  if (status === "DRAFT") return refused("ours", false, "The seat's campaign at HeyReach was never started");
  if (status === "PAUSED" && !isWaitingForNobody(campaign)) return refused("ours", false, "The seat's campaign is paused at HeyReach");
  return undefined;
}

/** Runs what only looks: whatever goes wrong there, nobody was reached. */
export async function beforeActing<T>(look: () => Promise<T>): Promise<T | ChannelHandOver> {
  try {
    return await look();
  } catch (error) {
    if (!(error instanceof ProviderError)) throw error;
    return refused(isOurFault(error) ? "ours" : "moment", false, error.message);
  }
}

/** Runs the one call that acts. What was never sent or was turned away did not act; what ended any other way may have. */
export async function acting<T>(act: () => Promise<T>): Promise<T | ChannelHandOver> {
  try {
    return await act();
  } catch (error) {
    if (!(error instanceof ProviderError)) throw error;
    if (error.retryable) return refused("moment", false, error.message);
    if (isOurFault(error)) return refused("ours", false, error.message);
    const isTurnedAway = error.status !== undefined && error.status >= 400 && error.status < 500 && error.status !== 408;
    return isTurnedAway ? refused("content", true, error.message) : unknown(error.message);
  }
}

/** The key, or something of ours that HeyReach does not know (any more). */
function isOurFault({ status }: ProviderError): boolean {
  return status === 401 || status === 403 || status === 404;
}

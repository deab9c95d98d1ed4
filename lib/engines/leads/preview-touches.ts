import "server-only";
import type { Ctx } from "@/lib/context";
import { listCampaignSenders } from "@/lib/db/queries/gate-facts";
import type { Channel } from "@/lib/domain/outreach";
import { type Check, decide, nextAllowed } from "@/lib/engines/gate/decide";
import { loadFacts } from "@/lib/engines/gate/load-facts";
import { recipientPlace } from "@/lib/engines/gate/recipient-place";

/** What approving a waiting message leads to. */
export type TouchPreview = {
  /** When it would go out; null when something else stands in the way. */
  at: Date | null;
  /** The first thing that delays or stops it. */
  first: Check | null;
  /** Every rule, judged at `at` (or now), as if the text were approved. */
  checks: Check[];
  /** IANA zone of the recipient. */
  timezone: string;
  sender: string | null;
};
type WaitingTouch = { touchId: string; campaignId: string; channel: Channel; resourceId: string | null; senderId: string | null };

/**
 * Asks the gate what would become of waiting messages if each were approved as it stands, in a fixed number of queries and one for
 * each campaign. @returns previews by touch id
 */
export function previewTouches(
  ctx: Ctx,
  { touches, now, pepper }: { touches: readonly WaitingTouch[]; now: Date; pepper: string },
): Promise<Map<string, TouchPreview>> {
  const { clientId } = ctx;
  return ctx.tx(async (db) => {
    const senders = new Map<string, Map<Channel, string[]>>();
    for (const { campaignId } of touches) {
      if (!senders.has(campaignId)) senders.set(campaignId, await listCampaignSenders(db, { clientId, campaignId }));
    }
    const senderOf = ({ resourceId, senderId, campaignId, channel }: WaitingTouch) =>
      resourceId ?? senderId ?? senders.get(campaignId)?.get(channel)?.[0] ?? null;
    const resourceIds = [...new Set(touches.map(senderOf).filter((id) => id !== null))];
    const book = await loadFacts(db, { clientId, touchIds: touches.map((touch) => touch.touchId), resourceIds, now, pepper });

    const previews = new Map<string, TouchPreview>();
    for (const touch of touches) {
      const situation = book.situations.get(touch.touchId);
      if (!situation) continue;
      const { facts, resource } = book.judge(situation, senderOf(touch));
      const approved = { ...facts, touch: { ...facts.touch, approvedHash: facts.touch.contentHash } };
      const { at, first } = nextAllowed(approved, now);
      previews.set(touch.touchId, {
        at,
        first,
        checks: decide(approved, at ?? now).checks,
        timezone: recipientPlace({ timezone: situation.leadTimezone, state: situation.leadState }, situation.clientTimezone).timezone,
        sender: resource?.label ?? null,
      });
    }
    return previews;
  });
}

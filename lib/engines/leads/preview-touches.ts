import "server-only";
import type { Ctx } from "@/lib/context";
import { listCampaignMailboxIds } from "@/lib/db/queries/gate-facts";
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
  mailbox: string | null;
};
type WaitingTouch = { touchId: string; campaignId: string; resourceId: string | null; mailboxId: string | null };

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
    const firstMailbox = new Map<string, string | null>();
    for (const { campaignId } of touches) {
      if (firstMailbox.has(campaignId)) continue;
      firstMailbox.set(campaignId, (await listCampaignMailboxIds(db, { clientId, campaignId }))[0] ?? null);
    }
    const mailboxOf = (touch: WaitingTouch) => touch.resourceId ?? touch.mailboxId ?? firstMailbox.get(touch.campaignId) ?? null;
    const mailboxIds = [...new Set(touches.map(mailboxOf).filter((id) => id !== null))];
    const book = await loadFacts(db, { clientId, touchIds: touches.map((touch) => touch.touchId), mailboxIds, now, pepper });

    const previews = new Map<string, TouchPreview>();
    for (const touch of touches) {
      const situation = book.situations.get(touch.touchId);
      if (!situation) continue;
      const { facts, mailbox } = book.judge(situation, mailboxOf(touch));
      const approved = { ...facts, touch: { ...facts.touch, approvedHash: facts.touch.contentHash } };
      const { at, first } = nextAllowed(approved, now);
      previews.set(touch.touchId, {
        at,
        first,
        checks: decide(approved, at ?? now).checks,
        timezone: recipientPlace({ timezone: situation.leadTimezone, state: situation.leadState }, situation.clientTimezone).timezone,
        mailbox: mailbox?.label ?? null,
      });
    }
    return previews;
  });
}

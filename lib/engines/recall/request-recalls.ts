import "server-only";
import { subDays } from "date-fns";
import type { Db } from "@/lib/db/client";
import { listRecallableTouches } from "@/lib/db/queries/recalls";
import { enqueueEvent } from "@/lib/engines/outbox/enqueue-event";
import { touchRecallRequested } from "@/lib/events/catalogue";

/** No carrier holds a message longer: HeyReach waits days for a seat's turn, a letter is made within two. */
const HELD_AT_MOST_DAYS = 7;

/**
 * Asks back what carriers may still hold for a person who is left alone from now on: announced in the caller's transaction, so it is asked
 * if and only if the stop commits. The caller holds the lead.
 */
export async function requestRecalls(db: Db, { clientId, leadId, now }: { clientId: string; leadId: string; now: Date }): Promise<void> {
  const touchIds = await listRecallableTouches(db, { clientId, leadId, since: subDays(now, HELD_AT_MOST_DAYS) });
  await enqueueEvent(db, ...touchIds.map((touchId) => touchRecallRequested.create({ clientId, touchId })));
}

/**
 * Asks back what HeyReach may still hold of a campaign that rests from now on: it waits up to days for a seat's turn, and its campaigns are
 * the seat's, so they cannot be paused for one of ours. What the other carriers took leaves within minutes or, a letter, cannot be stopped.
 */
export async function requestCampaignRecalls(
  db: Db,
  { clientId, campaignId, now }: { clientId: string; campaignId: string; now: Date },
): Promise<void> {
  const held = { clientId, campaignId, provider: "heyreach", since: subDays(now, HELD_AT_MOST_DAYS) } as const;
  const touchIds = await listRecallableTouches(db, held);
  await enqueueEvent(db, ...touchIds.map((touchId) => touchRecallRequested.create({ clientId, touchId, cause: "pause" })));
}

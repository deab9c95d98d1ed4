import "server-only";
import type { Ctx } from "@/lib/context";
import type { Db } from "@/lib/db/client";
import { forgetRegisteredContact } from "@/lib/db/queries/reach-facts";
import { countHandOver, lockTouch } from "@/lib/db/queries/touches";
import type { ChannelHandOver } from "@/lib/domain/hand-over";
import { recordActivity } from "@/lib/engines/activities/record-activity";
import type { Parcel } from "@/lib/engines/dispatch/carriers";
import type { CountedHandOver } from "@/lib/engines/dispatch/claim-touch";
import { recordRefusal } from "@/lib/engines/dispatch/record-refusal";
import { completeSent, recordSent, sentMessageOf } from "@/lib/engines/dispatch/record-sent";
import { personKeys } from "@/lib/engines/gate/load-reach";

export type Recorded = "sent" | "failed" | "unknown" | "retrying";
export type LockedTouch = NonNullable<Awaited<ReturnType<typeof lockTouch>>>;

/**
 * Writes down what became of a claimed touch. A touch that a reconciler called `unknown` in the meantime still becomes `sent`
 * when its carrier answers after all: the carrier knows.
 */
export function recordHandOver(
  ctx: Ctx,
  { touchId, parcel, counted, handOver }: { touchId: string; parcel: Parcel; counted: CountedHandOver; handOver: ChannelHandOver },
  { pepper }: { pepper: string },
): Promise<Recorded> {
  return ctx.tx(async (db) => {
    const touch = await lockTouch(db, { clientId: ctx.clientId, touchId });
    // A webhook was quicker than the answer: the touch is settled, and what the answer alone knows is added.
    if (touch?.state === "sent" && handOver.outcome === "accepted") return completeSent(db, ctx, touch, handOver);
    if (!touch || (touch.state !== "sending" && touch.state !== "unknown")) return touch?.state === "sent" ? "sent" : "failed";
    if (handOver.outcome === "accepted") return recordSent(db, ctx, touch, sentMessageOf(parcel, touch), handOver);
    if (handOver.outcome === "unknown") return recordUnknown(db, ctx, touch, handOver.response);
    await giveBack(db, ctx, touch, { counted, pepper });
    return recordRefusal(db, ctx, touch, handOver, { parcel, pepper });
  });
}

/** Nobody was reached: capacity and contact are as if the hand-over had not been, or a retry in minutes would wait for days. */
export async function giveBack(
  db: Db,
  { clientId }: Ctx,
  touch: LockedTouch,
  { counted, pepper }: { counted: CountedHandOver; pepper: string },
): Promise<void> {
  await countHandOver(db, { clientId, ...counted, by: -1 });
  await db
    .deleteFrom("calls")
    .where("clientId", "=", clientId)
    .where("touchId", "=", touch.id)
    .where("attempt", "=", touch.attempts)
    .execute();
  await forgetContact(db, { clientId }, touch, { pepper });
}

/** Takes a touch that reached nobody out of when the person was last contacted, by us and by anybody. */
export async function forgetContact(
  db: Db,
  { clientId }: Pick<Ctx, "clientId">,
  touch: LockedTouch,
  { pepper }: { pepper: string },
): Promise<void> {
  const lead = await db
    .updateTable("leads")
    .set(({ selectFrom }) => ({
      lastContactedAt: selectFrom("touches as t")
        .select(({ fn }) => fn.max("t.claimedAt").as("at"))
        .where("t.leadId", "=", touch.leadId)
        .where("t.id", "<>", touch.id)
        .where("t.state", "in", ["sending", "sent", "unknown"]),
    }))
    .where("id", "=", touch.leadId)
    .where("clientId", "=", clientId)
    .returning(["email", "phone", "linkedinUrl"])
    .executeTakeFirstOrThrow();
  if (touch.claimedAt) await forgetRegisteredContact(db, { hashes: personKeys(lead, pepper), at: touch.claimedAt });
}

/** Marks a touch whose outcome nobody can find out: a person decides, no machine sends it again. */
export async function recordUnknown(db: Db, ctx: Ctx, touch: LockedTouch, response: string): Promise<"unknown"> {
  const reason = `There was no answer (${response.slice(0, 200)}). It may have arrived; please check before anything is sent again.`;
  await db
    .updateTable("touches")
    .set({ state: "unknown", reasonCode: "outcome_unknown", reason, slotAt: null })
    .where("id", "=", touch.id)
    .where("clientId", "=", ctx.clientId)
    .execute();
  await recordActivity(db, ctx, {
    action: "unknown",
    reason,
    leadId: touch.leadId,
    campaignId: touch.campaignId,
    touchId: touch.id,
    channel: touch.channel,
  });
  await db
    .insertInto("notifications")
    .values({
      clientId: ctx.clientId,
      kind: "review",
      title: "A message may or may not have arrived",
      body: reason,
      href: "/dashboard/approvals",
    })
    .execute();
  return "unknown";
}

import "server-only";
import { subMinutes } from "date-fns";
import type { Ctx } from "@/lib/context";
import { lockTouch } from "@/lib/db/queries/touches";
import type { Reconciled } from "@/lib/domain/hand-over";
import { recordActivity } from "@/lib/engines/activities/record-activity";
import { type Carriers, type Parcel, reconcile } from "@/lib/engines/dispatch/carriers";
import type { CountedHandOver } from "@/lib/engines/dispatch/claim-touch";
import { giveBack, recordHandOver, recordUnknown } from "@/lib/engines/dispatch/record-hand-over";
import { ProviderError } from "@/lib/errors";

/** Longer than a carrier can take to answer: whoever held the touch is gone. */
const ABANDONED_AFTER_MINUTES = 10;
const BATCH = 100;

type Options = { carriers: Carriers; pepper: string };

/**
 * Settles touches that were claimed and never recorded (the process died), and those nobody knew the outcome of: the carrier is asked
 * by our key. One that certainly has nothing of it lets the touch be planned again; one that cannot say leaves it to a person.
 * @returns how many were settled
 */
export async function reconcileTouches(ctx: Ctx, options: Options): Promise<number> {
  const abandoned = await ctx.tx((db) =>
    db
      .selectFrom("touches as t")
      .innerJoin("private.parcels as p", "p.touchId", "t.id")
      .select(["t.id", "t.state", "p.key", "p.parcel", "p.counted"])
      .where("t.clientId", "=", ctx.clientId)
      .where("t.state", "=", "sending")
      .where("t.claimedAt", "<", subMinutes(ctx.now, ABANDONED_AFTER_MINUTES))
      .orderBy("t.claimedAt")
      .limit(BATCH)
      .execute(),
  );
  let settled = 0;
  for (const { id, key, ...kept } of abandoned) {
    const parcel = kept.parcel as unknown as Parcel;
    const counted = kept.counted as unknown as CountedHandOver;
    const found = await askCarrier(options.carriers, parcel, key);
    if (!found) continue;
    await settle(ctx, { touchId: id, parcel, counted, found }, options);
    settled += 1;
  }
  return settled;
}

/** Undefined while the carrier cannot be asked: nothing is known yet, and it is asked again at the next round. */
async function askCarrier(carriers: Carriers, parcel: Parcel, key: string): Promise<Reconciled | undefined> {
  try {
    return await reconcile(carriers, parcel, key);
  } catch (error) {
    if (error instanceof ProviderError) return undefined;
    throw error;
  }
}

async function settle(
  ctx: Ctx,
  { touchId, parcel, counted, found }: { touchId: string; parcel: Parcel; counted: CountedHandOver; found: Reconciled },
  options: Options,
): Promise<void> {
  if (found.outcome === "not_found") return planAgain(ctx, { touchId, counted }, options);
  if (found.outcome !== "unknown") return void (await recordHandOver(ctx, { touchId, parcel, counted, handOver: found }, options));
  await ctx.tx(async (db) => {
    const touch = await lockTouch(db, { clientId: ctx.clientId, touchId });
    if (touch?.state === "sending") await recordUnknown(db, ctx, touch, `the process handing it over was stopped; ${found.response}`);
  });
}

/** The carrier has nothing of it: nobody was reached, so the touch may go out after all. */
function planAgain(ctx: Ctx, { touchId, counted }: { touchId: string; counted: CountedHandOver }, { pepper }: Options): Promise<void> {
  return ctx.tx(async (db) => {
    const touch = await lockTouch(db, { clientId: ctx.clientId, touchId });
    if (touch?.state !== "sending") return;
    await giveBack(db, ctx, touch, { counted, pepper });
    const reason = "It was never handed over: the carrier has nothing of it";
    await db
      .updateTable("touches")
      .set({ state: "planned", reasonCode: "not_handed_over", reason, slotAt: null })
      .where("id", "=", touchId)
      .where("clientId", "=", ctx.clientId)
      .execute();
    await recordActivity(db, ctx, {
      action: "queued",
      reason,
      leadId: touch.leadId,
      campaignId: touch.campaignId,
      touchId,
      channel: touch.channel,
    });
  });
}

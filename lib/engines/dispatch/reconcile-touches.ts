import "server-only";
import { subMinutes } from "date-fns";
import type { Ctx } from "@/lib/context";
import { lockTouch } from "@/lib/db/queries/touches";
import { recordUnknown } from "@/lib/engines/dispatch/record-hand-over";

/** Longer than a carrier can take to answer: whoever held the touch is gone. */
const ABANDONED_AFTER_MINUTES = 10;
const BATCH = 100;

/**
 * Settles touches that were claimed and never recorded (the process died). Plain SMTP cannot be asked whether a message
 * arrived, so they become `unknown` and go to a person; a reply or a report that cites the Message-ID settles them too.
 * @returns how many were settled
 */
export async function reconcileTouches(ctx: Ctx): Promise<number> {
  const abandoned = await ctx.tx((db) =>
    db
      .selectFrom("touches")
      .select("id")
      .where("clientId", "=", ctx.clientId)
      .where("state", "=", "sending")
      .where("claimedAt", "<", subMinutes(ctx.now, ABANDONED_AFTER_MINUTES))
      .orderBy("claimedAt")
      .limit(BATCH)
      .execute(),
  );
  for (const { id } of abandoned) {
    await ctx.tx(async (db) => {
      const touch = await lockTouch(db, { clientId: ctx.clientId, touchId: id });
      if (touch?.state === "sending") await recordUnknown(db, ctx, touch, "the process handing it over was stopped");
    });
  }
  return abandoned.length;
}

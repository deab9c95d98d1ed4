import "server-only";
import type { Ctx } from "@/lib/context";
import type { Db } from "@/lib/db/client";
import { lockTouch } from "@/lib/db/queries/touches";
import type { HandOver } from "@/lib/engines/channel-events/find-hand-over";
import type { LockedTouch } from "@/lib/engines/dispatch/record-hand-over";
import { settleUnknown } from "@/lib/engines/dispatch/settle-unknown";

/**
 * Locks the touch a provider speaks of. Whatever it tells proves that it has the message: one nobody knew the outcome of is settled as
 * sent, under the id it names.
 * @returns undefined when the touch is gone, or has been handed over again since
 */
export async function settleTold(
  db: Db,
  ctx: Ctx,
  { touchId, attempt }: HandOver,
  reference: string,
): Promise<(LockedTouch & { attempt: number }) | undefined> {
  const { clientId } = ctx;
  const touch = await lockTouch(db, { clientId, touchId });
  if (!touch || (attempt !== null && attempt !== touch.attempts)) return undefined;
  if (touch.state === "sending" || touch.state === "unknown") {
    await settleUnknown(db, ctx, touchId);
    await db
      .updateTable("touches")
      .set({ providerReference: reference })
      .where("id", "=", touchId)
      .where("clientId", "=", clientId)
      .execute();
    await db
      .updateTable("calls")
      .set({ providerReference: reference })
      .where("clientId", "=", clientId)
      .where("touchId", "=", touchId)
      .where("attempt", "=", touch.attempts)
      .execute();
  }
  return { ...touch, attempt: touch.attempts };
}

import "server-only";
import type { Ctx } from "@/lib/context";
import type { Db } from "@/lib/db/client";
import { CALL_CONSEQUENCES, type EndedCall } from "@/lib/engines/channel-events/call-consequences";
import type { NewsOptions } from "@/lib/engines/channel-events/channel-news";
import type { HandOver } from "@/lib/engines/channel-events/find-hand-over";
import { settleTold } from "@/lib/engines/channel-events/settle-told";
import type { LockedTouch } from "@/lib/engines/dispatch/record-hand-over";

/**
 * Writes down how a call ended and what follows from it, once: the first report of an attempt counts. Nothing that was said is kept
 * unless they agreed to it first (AU-33).
 */
export function endCall(
  ctx: Ctx,
  { handOver, event, source }: { handOver: HandOver; event: EndedCall; source: string },
  options: NewsOptions,
): Promise<"ended" | "repeat"> {
  return ctx.tx(async (db) => {
    const touch = await settleTold(db, ctx, handOver, event.reference);
    if (!touch || !(await writeOutcome(db, ctx, touch, event))) return "repeat";
    if (event.costMicroAud !== null) await recordPrice(db, ctx, touch, event.costMicroAud);
    await CALL_CONSEQUENCES[event.outcome](db, ctx, touch, event, { ...options, source });
    return "ended";
  });
}

/** @returns false when this attempt's outcome is known already */
async function writeOutcome(db: Db, { clientId }: Ctx, touch: LockedTouch, event: EndedCall): Promise<boolean> {
  const call = await db
    .selectFrom("calls")
    .select(["id", "startedAt", "outcome"])
    .where("clientId", "=", clientId)
    .where("touchId", "=", touch.id)
    .where("attempt", "=", touch.attempts)
    .executeTakeFirst();
  if (!call || call.outcome !== null) return false;
  const consent = event.consentedToRecordingAt;
  await db
    .updateTable("calls")
    .set({
      endedAt: event.at,
      outcome: event.outcome,
      seconds: event.seconds,
      // The provider's clock may be a little behind ours.
      consentedToRecordingAt: consent && new Date(Math.max(consent.getTime(), call.startedAt.getTime())),
      summary: consent && event.summary,
      transcript: consent && event.transcript,
      callbackAt: event.callbackAt,
      meetingAt: event.meetingAt,
    })
    .where("id", "=", call.id)
    .where("clientId", "=", clientId)
    .execute();
  return true;
}

/** What the call came to in the end, less what was known when it was placed. */
async function recordPrice(db: Db, { clientId, now }: Ctx, touch: LockedTouch, costMicroAud: number): Promise<void> {
  const placed = await db
    .selectFrom("providerCosts")
    .select("costMicros")
    .where("clientId", "=", clientId)
    .where("idempotencyKey", "=", `send:${touch.id}:${touch.attempts}`)
    .executeTakeFirst();
  const rest = costMicroAud - Number(placed?.costMicros ?? 0);
  if (rest <= 0) return;
  await db
    .insertInto("providerCosts")
    .values({
      clientId,
      leadId: touch.leadId,
      provider: touch.channel,
      operation: "call",
      costMicros: rest,
      idempotencyKey: `call:${touch.id}:${touch.attempts}`,
      occurredAt: now,
    })
    .onConflict((conflict) => conflict.column("idempotencyKey").doNothing())
    .execute();
  await db
    .updateTable("touches")
    .set((eb) => ({ costMicros: eb(eb.fn.coalesce("costMicros", eb.lit(0)), "+", rest) }))
    .where("id", "=", touch.id)
    .where("clientId", "=", clientId)
    .execute();
}

import "server-only";
import { createHash } from "node:crypto";
import { addHours, addMilliseconds, min } from "date-fns";
import type { Ctx } from "@/lib/context";
import type { Db } from "@/lib/db/client";
import { numberKey } from "@/lib/engines/gate/load-reach";
import { notifyOnce } from "@/lib/engines/inbound/notify-once";
import { enqueueEvent } from "@/lib/engines/outbox/enqueue-event";
import { planRequested } from "@/lib/events/catalogue";
import { WASH_RESULT_WAITS_MS, type Wash } from "@/lib/integrations/dncr/api";

/** A list that was handed over, or is about to be, under its id. */
export type RegisterWash = { id: string; numbers: string[]; submittedBy: string; submittedAt: Date; looks: number };
type Washed = Extract<Wash, { outcome: "washed" }>;

/** A result that was looked for later than this after the wash still only says what the register knew then. */
const LATEST_RECEIPT_HOURS = 1;
const VISIBLE_DIGITS = 3;

/**
 * Writes a result down as dated receipts in the name it was asked in, books its cost once, and asks for a new plan. A number without a clear
 * answer gets no receipt. A repeat changes nothing.
 * @returns how many numbers got a receipt
 */
export async function settleWash(db: Db, ctx: Ctx, wash: RegisterWash, washed: Washed, { pepper }: { pepper: string }): Promise<number> {
  const { clientId, now } = ctx;
  const unclear = washed.results.filter(({ result }) => result === "unclear").map(({ e164 }) => e164);
  const settled = await db
    .updateTable("private.registerWashes")
    .set({ settledAt: now, numbers: unclear, receipt: washed.receipt })
    .where("id", "=", wash.id)
    .where("clientId", "=", clientId)
    .where("settledAt", "is", null)
    .returning("submittedAt")
    .executeTakeFirst();
  if (!settled) return 0;

  const answer = createHash("sha256").update(washed.receipt).digest("hex");
  const receipts = washed.results.flatMap(({ e164, result }) => {
    const numberHmac = numberKey(e164, pepper);
    if (result === "unclear" || numberHmac === null) return [];
    return {
      clientId,
      numberHmac,
      masked: `•••${e164.slice(-VISIBLE_DIGITS)}`,
      reference: wash.id,
      submittedBy: wash.submittedBy,
      submittedAt: settled.submittedAt,
      receivedAt: min([now, addHours(settled.submittedAt, LATEST_RECEIPT_HOURS)]),
      result,
      receipt: JSON.stringify({ register: "dncr", answerSha256: answer }),
    };
  });
  if (receipts.length > 0) await db.insertInto("numberWashes").values(receipts).execute();
  await db
    .insertInto("providerCosts")
    .values({
      clientId,
      provider: "dncr",
      operation: "WashNumbers",
      costMicros: washed.costMicroAud,
      idempotencyKey: `dncr:WashNumbers:${wash.id}`,
      occurredAt: settled.submittedAt,
    })
    .execute();
  await enqueueEvent(db, planRequested.create({ clientId }));
  await db
    .updateTable("notifications")
    .set({ readAt: now })
    .where("clientId", "=", clientId)
    .where("kind", "=", "health")
    .where("title", "=", TITLE)
    .where("readAt", "is", null)
    .execute();
  return receipts.length;
}

/**
 * Leaves a list open until its next look: 30 s, 30 s, then each 30 minutes. People are told when the register refused or has not answered
 * by the third look.
 * @param refusal what the register refused with; null when it is only late
 */
export async function postponeWash(db: Db, ctx: Ctx, { id, looks }: RegisterWash, refusal: string | null): Promise<void> {
  const { clientId, now } = ctx;
  const waitMs = WASH_RESULT_WAITS_MS[looks] ?? WASH_RESULT_WAITS_MS[2];
  await db
    .updateTable("private.registerWashes")
    .set({ lookAt: addMilliseconds(now, waitMs) })
    .where("id", "=", id)
    .where("clientId", "=", clientId)
    .where("settledAt", "is", null)
    .execute();
  if (refusal === null && looks < WASH_RESULT_WAITS_MS.length) return;
  await notifyOnce(db, ctx, {
    kind: "health",
    title: TITLE,
    body: `${refusal ?? "Its results are late"}. Calls wait until their numbers are washed; nothing is paid for twice.`,
    href: "/dashboard/leads",
  });
}

const TITLE = "The Do Not Call Register does not answer as it should";

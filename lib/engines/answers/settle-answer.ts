import "server-only";
import type { Ctx } from "@/lib/context";
import type { Db } from "@/lib/db/client";
import { countAnswer } from "@/lib/db/queries/answer-capacity";
import type { ChannelHandOver } from "@/lib/domain/hand-over";
import { keepAnswer } from "@/lib/engines/answers/keep-answer";
import type { AnswerCounter } from "@/lib/engines/answers/load-answer-facts";
import { type LockedDraft, lockDraft } from "@/lib/engines/answers/lock-draft";
import type { Parcel } from "@/lib/engines/dispatch/carriers";
import { sentMessageOf } from "@/lib/engines/dispatch/record-sent";
import { notifyOnce } from "@/lib/engines/inbound/notify-once";
import { optOutLead } from "@/lib/engines/suppression/opt-out-lead";

const SHOWN = 300;

export type AnswerSent = {
  outcome: "sent" | "unknown" | "failed" | "held" | "superseded" | "waits" | "not_ready";
  detail?: string;
  /** Of one that waits: when it is tried again, by itself. */
  until?: string;
};

/**
 * Writes down what became of a claimed answer. What certainly did not leave gives its capacity back; what nobody can find out goes to a
 * person, and so does what was refused.
 * @param outcome `parcel` is null where the process that had it died
 */
export function settleAnswer(
  ctx: Ctx,
  draftId: string,
  { result, parcel }: { result: ChannelHandOver; parcel: Parcel | null },
  { pepper }: { pepper: string },
): Promise<AnswerSent> {
  const { clientId, now } = ctx;
  return ctx.tx(async (db) => {
    const draft = await lockDraft(db, { clientId, draftId });
    if (draft?.state !== "sending") return { outcome: "not_ready" };
    const change = (set: DraftOutcome) =>
      db.updateTable("replyDrafts").set(set).where("clientId", "=", clientId).where("id", "=", draftId).execute();
    if (result.outcome === "accepted" && parcel) {
      await change({ state: "sent", sentAt: now, providerReference: result.reference, reason: null });
      await keepAnswer(db, ctx, draft, sentMessageOf(parcel, { messageId: null }));
      if (result.costMicroAud !== null) await keepCost(db, ctx, draft, result.costMicroAud);
      return { outcome: "sent" };
    }
    const detail = result.response.slice(0, SHOWN);
    if (result.outcome !== "refused") {
      await change({ state: "unknown", reason: detail });
      await handBack(db, ctx, draft, { title: "may or may not have arrived", detail });
      return { outcome: "unknown", detail };
    }
    await countAnswer(db, { clientId, resources: countersOf(draft), by: -1 });
    // Refused for the moment it certainly did not leave: a person may let it go once more.
    await change(
      result.isPermanent
        ? { state: "failed", counted: null, reason: detail }
        : { state: "waiting", approvedHash: null, readyAt: null, counted: null, reason: detail },
    );
    await handBack(db, ctx, draft, { title: "could not be sent", detail });
    // They told the carrier, and we obey it everywhere (AU-16).
    if (result.cause === "opted_out")
      await optOutLead(db, ctx, { leadId: draft.leadId, reason: "unsubscribed", source: parcel?.provider ?? draft.channel }, { pepper });
    return { outcome: "failed", detail };
  });
}

type DraftOutcome = {
  state: "sent" | "unknown" | "failed" | "waiting";
  sentAt?: Date;
  providerReference?: string | null;
  approvedHash?: null;
  readyAt?: null;
  counted?: null;
  reason: string | null;
};

function countersOf({ counted }: LockedDraft): AnswerCounter[] {
  return (counted as unknown as AnswerCounter[] | null) ?? [];
}

async function keepCost(db: Db, { clientId, now }: Ctx, { id, leadId, channel }: LockedDraft, costMicros: number): Promise<void> {
  await db
    .insertInto("providerCosts")
    .values({ clientId, leadId, provider: channel, operation: "answer", costMicros, idempotencyKey: `answer:${id}`, occurredAt: now })
    .onConflict((conflict) => conflict.column("idempotencyKey").doNothing())
    .execute();
}

async function handBack(db: Db, ctx: Ctx, draft: LockedDraft, { title, detail }: { title: string; detail: string }): Promise<void> {
  const isReminder = draft.reminderKind !== null;
  if (!isReminder) {
    await db
      .updateTable("threads")
      .set({ needsReply: true })
      .where("clientId", "=", ctx.clientId)
      .where("id", "=", draft.threadId)
      .execute();
  }
  await notifyOnce(db, ctx, {
    kind: "review",
    title: `${isReminder ? "A reminder of a meeting" : "An answer"} ${title}`,
    body: detail,
    href: `/dashboard/inbox?thread=${draft.threadId}`,
  });
}

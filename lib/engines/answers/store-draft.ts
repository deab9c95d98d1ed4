import "server-only";
import { createHash } from "node:crypto";
import { addSeconds } from "date-fns";
import type { Ctx } from "@/lib/context";
import type { Db } from "@/lib/db/client";
import { isAnswerChannel } from "@/lib/domain/answer-channel";
import type { ReplyIntent } from "@/lib/domain/replies";
import type { DraftCitation, DraftState } from "@/lib/domain/reply-handling";
import type { LockedReply } from "@/lib/engines/answers/settle-reply";
import { contentHash } from "@/lib/engines/content/content-hash";
import { answerOpening } from "@/lib/engines/gate/answer-limits";
import { sendingWindow } from "@/lib/engines/gate/sending-window";
import { enqueueEvent } from "@/lib/engines/outbox/enqueue-event";
import { answerReady } from "@/lib/events/catalogue";

/** How long an answer waits, in seconds: nobody answers within a second, and at night more slowly (domain 5.2). */
const WAIT_IN_HOURS = [180, 300] as const;
const WAIT_OUTSIDE = [600, 900] as const;

type NewDraft = {
  message: LockedReply & { id: string };
  draft: { subject: string; body: string; citations: DraftCitation[] };
  madeBy: "baseline" | "model";
  intent: ReplyIntent;
  /** Why a person has to decide; null where the mode may. */
  why: string | null;
};

/**
 * Keeps a draft in the state its permission mode gives it, in place of any earlier answer to them. The caller holds the lead.
 * @returns the draft's id
 */
export async function storeDraft(db: Db, ctx: Ctx, { message, draft, madeBy, intent, why }: NewDraft): Promise<string> {
  const { clientId, now } = ctx;
  await db
    .updateTable("replyDrafts")
    .set({ state: "superseded", reason: "They wrote again" })
    .where("clientId", "=", clientId)
    .where("leadId", "=", message.leadId)
    .where("messageId", "is not", null)
    .where("state", "in", ["suggested", "waiting", "ready"])
    .execute();
  const state = stateOf({ message, intent, why });
  const hash = contentHash(draft);
  const opening = state === "ready" ? openingOf(message, now) : null;
  const readyAt = opening?.at ?? null;
  const { id } = await db
    .insertInto("replyDrafts")
    .values({
      clientId,
      threadId: message.threadId,
      messageId: message.id,
      leadId: message.leadId,
      channel: message.channel,
      state,
      subject: draft.subject,
      body: draft.body,
      contentHash: hash,
      approvedHash: state === "ready" ? hash : null,
      citations: JSON.stringify(draft.citations),
      madeBy,
      needsPerson: why,
      readyAt,
      reason: opening?.detail ?? null,
      resourceId: message.resourceId,
    })
    .returning("id")
    .executeTakeFirstOrThrow();
  if (readyAt) await enqueueEvent(db, answerReady.create({ clientId, draftId: id, readyAt: readyAt.toISOString() }));
  return id;
}

/** What a person has to see, every polite farewell, and what no sender of ours can carry is a suggestion. */
function stateOf({ message, intent, why }: Pick<NewDraft, "message" | "intent" | "why">): DraftState {
  if (why !== null || intent === "not_interested" || message.mode === "manual") return "suggested";
  if (!isAnswerChannel(message.channel) || message.resourceId === null) return "suggested";
  return message.mode === "autopilot" && message.answersByItself ? "ready" : "waiting";
}

/** Some minutes from now, or when the channel opens where they are. */
function openingOf(message: NewDraft["message"], now: Date): { at: Date; detail: string | null } {
  const at = addSeconds(now, waitSeconds(message, now));
  return isAnswerChannel(message.channel) ? answerOpening(message.channel, message.place, at) : { at, detail: null };
}

/** The same for the same message, so that a repeat waits no longer. */
function waitSeconds({ id, place }: { id: string; place: LockedReply["place"] }, now: Date): number {
  const office = { ...place, start: "09:00", end: "17:00", workDays: [1, 2, 3, 4, 5], sendsOverShutdown: false };
  const [least, most] = sendingWindow(now, office).isOpen ? WAIT_IN_HOURS : WAIT_OUTSIDE;
  const share = createHash("sha256").update(id).digest().readUInt16BE(0) / 65_536;
  return Math.round(least + share * (most - least));
}

import "server-only";
import type { Ctx } from "@/lib/context";
import type { Db } from "@/lib/db/client";
import { listKnowledge } from "@/lib/db/queries/knowledge";
import type { ReplyIntent } from "@/lib/domain/replies";
import type { ReplyToAnswer } from "@/lib/domain/reply-handling";
import { recipientPlace } from "@/lib/engines/gate/recipient-place";
import { findAnswers } from "@/lib/engines/knowledge/find-answers";
import { offerTimes } from "@/lib/engines/meetings/offer-times";
import { visibleReplyText } from "@/lib/engines/replies/visible-reply-text";

/** What an answer looks back on (domain 5.2). */
const CONTEXT_MESSAGES = 5;

/** A reply as an agent reads it. `raw`: the whole text as it came. */
export type StoredReply = ReplyToAnswer & { raw: string; leadId: string };

/**
 * A reply that nobody has understood yet, with all that an answer may look at.
 * @returns null where there is nothing to answer: it is known already, or nobody's
 */
export function loadReply(ctx: Ctx, { messageId }: { messageId: string }): Promise<StoredReply | null> {
  return ctx.tx(async (db) => {
    const row = await findReply(db, ctx.clientId, messageId);
    if (!row?.leadId || row.understoodAt !== null || !row.intent || row.channel === "mail") return null;
    const thread = await messagesBefore(db, ctx.clientId, { leadId: row.leadId, before: row.occurredAt });
    const place = recipientPlace(row, row.clientTimezone);
    const busy = await db
      .selectFrom("meetings")
      .select(["startsAt", "durationMinutes"])
      .where("clientId", "=", ctx.clientId)
      .where("status", "=", "booked")
      .where("startsAt", ">", ctx.now)
      .limit(200)
      .execute();
    const entries = await listKnowledge(db, { clientId: ctx.clientId });
    const sent = thread.findLast(({ direction }) => direction === "outbound")?.text;
    const text = visibleReplyText(row.bodyText, { sent }).reply;
    return {
      messageId,
      leadId: row.leadId,
      channel: row.channel,
      subject: row.subject ?? "",
      raw: row.bodyText,
      text,
      intent: row.intent as ReplyIntent,
      confidence: row.intentConfidence ?? 0,
      by: row.classifiedBy ?? "",
      actions: row.actions,
      reasons: Array.isArray(row.reasons) ? row.reasons.filter((reason) => typeof reason === "string") : [],
      thread,
      lead: { firstName: row.firstName, company: row.company, timezone: place.timezone, source: row.source },
      client: {
        name: row.clientName,
        senderName: row.senderName,
        services: row.servicesOffered.slice(0, 50),
        valueProposition: row.valueProposition,
        defaultOffer: row.defaultOffer,
        bookingUrl: row.bookingUrl,
      },
      voice: { sample: row.toneSample, neverSay: row.neverSay },
      knowledge: findAnswers(text, entries),
      earlierObjections: row.objectionCount,
      now: ctx.now.toISOString(),
      times: offerTimes(ctx.now, place, busy).map(({ label }) => label),
    };
  });
}

function findReply(db: Db, clientId: string, messageId: string) {
  return db
    .selectFrom("messages as m")
    .innerJoin("threads as h", "h.id", "m.threadId")
    .innerJoin("leads as l", "l.id", "m.leadId")
    .innerJoin("clients as k", "k.id", "m.clientId")
    .leftJoin("resources as r", "r.id", "h.resourceId")
    .select([
      "m.leadId",
      "m.channel",
      "m.subject",
      "m.bodyText",
      "m.intent",
      "m.intentConfidence",
      "m.classifiedBy",
      "m.actions",
      "m.reasons",
      "m.understoodAt",
      "m.occurredAt",
      "h.objectionCount",
      "l.firstName",
      "l.company",
      "l.state",
      "l.timezone",
      "l.source",
      "k.name as clientName",
      "k.timezone as clientTimezone",
      "k.servicesOffered",
      "k.valueProposition",
      "k.defaultOffer",
      "k.bookingUrl",
      "k.toneSample",
      "k.neverSay",
      "r.senderName",
    ])
    .where("m.clientId", "=", clientId)
    .where("m.id", "=", messageId)
    .where("m.direction", "=", "inbound")
    .where("m.isReply", "=", true)
    .where("l.deletedAt", "is", null)
    .executeTakeFirst();
}

async function messagesBefore(
  db: Db,
  clientId: string,
  { leadId, before }: { leadId: string; before: Date },
): Promise<ReplyToAnswer["thread"]> {
  const rows = await db
    .selectFrom("messages")
    .select(["id", "direction", "bodyText"])
    .where("clientId", "=", clientId)
    .where("leadId", "=", leadId)
    .where("kind", "=", "message")
    .where("occurredAt", "<", before)
    .orderBy("occurredAt", "desc")
    .orderBy("id", "desc")
    .limit(CONTEXT_MESSAGES)
    .execute();
  return rows.reverse().map(({ id, direction, bodyText }) => ({
    id,
    direction: direction === "inbound" ? "inbound" : "outbound",
    text: bodyText.slice(0, 4000),
  }));
}

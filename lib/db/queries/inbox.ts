import "server-only";
import { type SqlBool, sql } from "kysely";
import type { Db } from "@/lib/db/client";

/** Ways to look at the inbox, in the order they are shown. */
export const INBOX_VIEWS = ["all", "needs_reply", "positive", "not_now", "away", "unmatched"] as const;
export type InboxView = (typeof INBOX_VIEWS)[number];

/** Counts stop here; more reads as "99+". */
export const INBOX_COUNT_LIMIT = 100;
const INBOX_PAGE = 40;
const THREAD_MESSAGES = 200;

/** Where a page of the inbox ends: what is older comes next. */
export type InboxCursor = { at: Date; id: string };

/**
 * Conversations in which something came in, by their latest inbound message, newest first. Reports on delivery are left out unless
 * somebody has to look at them.
 */
export async function listInbox(db: Db, scope: { clientId: string; view: InboxView; before: InboxCursor | null }) {
  const rows = await latestInbound(db, scope)
    .leftJoin("leads as l", "l.id", "m.leadId")
    .select([
      "m.id as messageId",
      "m.threadId",
      "m.leadId",
      "m.channel",
      "m.intent",
      "m.classifiedBy",
      "m.fromAddress",
      "m.subject",
      sql<string>`left(m.body_text, 400)`.as("excerpt"),
      "m.occurredAt",
      "m.needsReview",
      "h.needsReply",
      "l.firstName",
      "l.lastName",
      "l.company",
      "l.alsScore",
      "l.alsTier",
    ])
    .$if(scope.before !== null, (query) =>
      query.where(sql<SqlBool>`(m.occurred_at, m.id) < (${scope.before?.at ?? null}, ${scope.before?.id ?? null}::uuid)`),
    )
    .orderBy("m.occurredAt", "desc")
    .orderBy("m.id", "desc")
    .limit(INBOX_PAGE + 1)
    .execute();
  const page = rows.slice(0, INBOX_PAGE);
  const last = page.at(-1);
  return { rows: page, next: rows.length > INBOX_PAGE && last ? { at: last.occurredAt, id: last.messageId } : null };
}
export type InboxRow = Awaited<ReturnType<typeof listInbox>>["rows"][number];

/** How many conversations each view has, up to INBOX_COUNT_LIMIT. */
export async function countInbox(db: Db, { clientId }: { clientId: string }): Promise<Record<InboxView, number>> {
  const counts = {} as Record<InboxView, number>;
  for (const view of INBOX_VIEWS) {
    const { count } = await db
      .selectFrom(latestInbound(db, { clientId, view }).select("m.id").limit(INBOX_COUNT_LIMIT).as("found"))
      .select(({ fn }) => fn.countAll<number>().as("count"))
      .executeTakeFirstOrThrow();
    counts[view] = count;
  }
  return counts;
}

/** A conversation and whose it is. */
export function findThread(db: Db, { clientId, threadId }: { clientId: string; threadId: string }) {
  return db
    .selectFrom("threads as h")
    .leftJoin("leads as l", "l.id", "h.leadId")
    .leftJoin("campaigns as c", "c.id", "h.campaignId")
    .leftJoin("resources as r", "r.id", "h.resourceId")
    .select([
      "h.id",
      "h.leadId",
      "h.subject",
      "h.needsReply",
      "h.channel",
      "r.label as mailbox",
      "c.name as campaignName",
      "l.email",
      "l.firstName",
      "l.lastName",
      "l.title",
      "l.company",
      "l.state",
      "l.timezone",
      "l.status",
      "l.alsScore",
      "l.alsTier",
      "l.alsReasons",
      "l.heldReason",
      "l.snoozedUntil",
      "l.deletedAt",
      "h.objection",
      "h.rejectionReason",
      "h.followUpOn",
    ])
    .where("h.clientId", "=", clientId)
    .where("h.id", "=", threadId)
    .executeTakeFirst();
}
export type InboxThread = NonNullable<Awaited<ReturnType<typeof findThread>>>;

/** What was said, oldest first: of a known lead on every channel, of a stranger in this conversation. */
export async function listConversation(db: Db, scope: { clientId: string; threadId: string; leadId: string | null }) {
  const rows = await db
    .selectFrom("messages as m")
    .leftJoin("users as u", "u.id", "m.handledBy")
    .select([
      "m.id",
      "m.threadId",
      "m.direction",
      "m.channel",
      "m.kind",
      "m.fromAddress",
      "m.toAddress",
      "m.subject",
      "m.bodyText",
      "m.intent",
      "m.intentConfidence",
      "m.classifiedBy",
      "m.actions",
      "m.reasons",
      "m.returnDate",
      "m.entities",
      "m.needsReview",
      "m.handledAt",
      "u.fullName as handledByName",
      "m.occurredAt",
    ])
    .where("m.clientId", "=", scope.clientId)
    .$if(scope.leadId !== null, (query) => query.where("m.leadId", "=", scope.leadId))
    .$if(scope.leadId === null, (query) => query.where("m.threadId", "=", scope.threadId))
    .orderBy("m.occurredAt", "desc")
    .orderBy("m.id", "desc")
    .limit(THREAD_MESSAGES)
    .execute();
  return rows.reverse();
}
export type ConversationMessage = Awaited<ReturnType<typeof listConversation>>[number];

/** The latest message that came in, of each conversation a view shows. The conditions are spelled as the indexes have them. */
function latestInbound(db: Db, { clientId, view }: { clientId: string; view: InboxView }) {
  return db
    .selectFrom("messages as m")
    .innerJoin("threads as h", "h.id", "m.threadId")
    .where("m.clientId", "=", clientId)
    .where("m.direction", "=", "inbound")
    .where((eb) => eb.or([eb("m.kind", "in", ["message", "auto_reply"]), eb("m.needsReview", "=", true)]))
    .where(
      sql<SqlBool>`not exists (
        select 1 from messages later
        where later.thread_id = m.thread_id and later.direction = 'inbound' and (later.kind in ('message', 'auto_reply') or later.needs_review)
          and (later.occurred_at, later.id) > (m.occurred_at, m.id)
      )`,
    )
    .$if(view === "needs_reply", (query) => query.where("h.clientId", "=", clientId).where("h.needsReply", "=", true))
    .$if(view === "positive", (query) => query.where("m.intent", "in", ["meeting_request", "interested"]))
    .$if(view === "not_now", (query) => query.where("m.intent", "=", "not_interested"))
    .$if(view === "away", (query) => query.where("m.intent", "=", "out_of_office"))
    .$if(view === "unmatched", (query) => query.where("m.leadId", "is", null));
}

import "server-only";
import type { Db } from "@/lib/db/client";

const QUEUE_PAGE = 50;
const SHOWN = ["suggested", "waiting", "ready", "sending", "sent", "unknown", "failed"] as const;

/** What would be said to a lead and somebody may want to see: the latest answer, and reminders of a meeting to come, the first due first. */
export async function listDrafts(db: Db, { clientId, leadId, now }: { clientId: string; leadId: string; now: Date }) {
  const drafts = db
    .selectFrom("replyDrafts as d")
    .leftJoin("resources as r", (join) => join.onRef("r.id", "=", "d.resourceId").on("r.deletedAt", "is", null))
    .select(["d.id", "d.messageId", "d.channel", "d.state", "d.subject", "d.body", "d.citations", "d.madeBy", "d.needsPerson", "d.readyAt"])
    .select(["d.sentAt", "d.reason", "d.dueAt", "d.reminderKind", "d.toAddress", "r.label as sender"])
    .where("d.clientId", "=", clientId)
    .where("d.leadId", "=", leadId);
  const answer = await drafts
    .where("d.messageId", "is not", null)
    .where("d.state", "in", SHOWN)
    .orderBy("d.createdAt", "desc")
    .orderBy("d.id", "desc")
    .limit(1)
    .execute();
  const reminders = await drafts
    .where("d.messageId", "is", null)
    .where("d.state", "in", SHOWN)
    .where("d.state", "<>", "sent")
    .where("d.meetingStartsAt", ">", now)
    .orderBy("d.dueAt")
    .limit(4)
    .execute();
  return [...answer, ...reminders];
}
export type ShownDraft = Awaited<ReturnType<typeof listDrafts>>[number];

/** People a lead named whom nobody has decided about. */
export function listHeldReferrals(db: Db, { clientId, leadId }: { clientId: string; leadId: string }) {
  return db
    .selectFrom("referrals")
    .select(["id", "name", "email", "role", "quote"])
    .where("clientId", "=", clientId)
    .where("leadId", "=", leadId)
    .where("state", "=", "held")
    .orderBy("createdAt")
    .limit(5)
    .execute();
}
export type HeldReferral = Awaited<ReturnType<typeof listHeldReferrals>>[number];

/** Whether answers on autopilot go out by themselves, and whether prospects are reminded of meetings. */
export function findAnswerSettings(db: Db, { clientId }: { clientId: string }) {
  return db.selectFrom("clients").select(["answersByItself", "remindsProspects"]).where("id", "=", clientId).executeTakeFirstOrThrow();
}

/** Answers that wait for approval, and reminders of meetings to come, the oldest first. */
export function listWaitingAnswers(db: Db, { clientId, now }: { clientId: string; now: Date }) {
  return db
    .selectFrom("replyDrafts as d")
    .innerJoin("leads as l", "l.id", "d.leadId")
    .select(["d.id", "d.threadId", "d.body", "d.createdAt", "l.firstName", "l.lastName", "l.email", "l.company"])
    .where("d.clientId", "=", clientId)
    .where("d.state", "=", "waiting")
    .where((eb) => eb.or([eb("d.meetingStartsAt", "is", null), eb("d.meetingStartsAt", ">", now)]))
    .orderBy("d.createdAt")
    .orderBy("d.id")
    .limit(QUEUE_PAGE)
    .execute();
}

/** Answers whose process died on the way, of every client. */
export function listAbandonedAnswers(db: Db, { before }: { before: Date }) {
  return db
    .selectFrom("replyDrafts")
    .select(["id", "clientId"])
    .where("state", "=", "sending")
    .where("claimedAt", "<", before)
    .orderBy("claimedAt")
    .limit(100)
    .execute();
}

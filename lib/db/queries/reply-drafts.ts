import "server-only";
import type { Db } from "@/lib/db/client";

const QUEUE_PAGE = 50;
const SHOWN = ["suggested", "waiting", "ready", "sending", "sent", "unknown", "failed"] as const;

/** The latest draft of a lead's conversation that somebody still may want to see. */
export function findDraft(db: Db, { clientId, leadId }: { clientId: string; leadId: string }) {
  return db
    .selectFrom("replyDrafts")
    .select(["id", "messageId", "channel", "state", "subject", "body", "citations", "madeBy", "needsPerson", "readyAt", "sentAt", "reason"])
    .where("clientId", "=", clientId)
    .where("leadId", "=", leadId)
    .where("state", "in", SHOWN)
    .orderBy("createdAt", "desc")
    .orderBy("id", "desc")
    .limit(1)
    .executeTakeFirst();
}
export type ShownDraft = NonNullable<Awaited<ReturnType<typeof findDraft>>>;

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

/** Whether answers on autopilot go out by themselves. */
export async function findAnswersByItself(db: Db, { clientId }: { clientId: string }): Promise<boolean> {
  const client = await db.selectFrom("clients").select("answersByItself").where("id", "=", clientId).executeTakeFirst();
  return client?.answersByItself ?? false;
}

/** Answers that wait for approval, the oldest first. */
export function listWaitingAnswers(db: Db, { clientId }: { clientId: string }) {
  return db
    .selectFrom("replyDrafts as d")
    .innerJoin("leads as l", "l.id", "d.leadId")
    .select(["d.id", "d.threadId", "d.body", "d.createdAt", "l.firstName", "l.lastName", "l.email", "l.company"])
    .where("d.clientId", "=", clientId)
    .where("d.state", "=", "waiting")
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

import "server-only";
import type { Db } from "@/lib/db/client";

/** Calls with a lead, the latest first. A transcript is there only where they agreed to it. */
export function listLeadCalls(db: Db, { clientId, leadId }: { clientId: string; leadId: string }) {
  return db
    .selectFrom("calls")
    .select(["id", "startedAt", "seconds", "outcome", "summary", "transcript", "consentedToRecordingAt", "callbackAt", "meetingAt"])
    .where("clientId", "=", clientId)
    .where("leadId", "=", leadId)
    .orderBy("startedAt", "desc")
    .orderBy("id", "desc")
    .limit(20)
    .execute();
}
export type LeadCall = Awaited<ReturnType<typeof listLeadCalls>>[number];

/** Letters that went to a lead, the latest first: where to, and where each stands as far as anybody knows. */
export function listLeadLetters(db: Db, { clientId, leadId }: { clientId: string; leadId: string }) {
  return db
    .selectFrom("touches as t")
    .leftJoin("messages as m", "m.touchId", "t.id")
    .select(["t.id", "t.sentAt", "t.deliveryState", "m.toAddress"])
    .where("t.clientId", "=", clientId)
    .where("t.leadId", "=", leadId)
    .where("t.channel", "=", "mail")
    .where("t.state", "=", "sent")
    .orderBy("t.sentAt", "desc")
    .limit(20)
    .execute();
}
export type LeadLetter = Awaited<ReturnType<typeof listLeadLetters>>[number];

/** How a lead and the seat that invited them stand on LinkedIn; undefined when nobody invited them. */
export function findLeadConnection(db: Db, { clientId, leadId }: { clientId: string; leadId: string }) {
  return db
    .selectFrom("linkedinConnections as c")
    .innerJoin("resources as r", "r.id", "c.resourceId")
    .select(["c.state", "c.invitedAt", "c.acceptedAt", "c.withdrawnAt", "r.label as seatLabel"])
    .where("c.clientId", "=", clientId)
    .where("c.leadId", "=", leadId)
    .executeTakeFirst();
}
export type LeadConnection = NonNullable<Awaited<ReturnType<typeof findLeadConnection>>>;

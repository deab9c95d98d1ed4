import "server-only";
import type { Db } from "@/lib/db/client";

const BATCH = 500;

/** Invitations nobody has answered since before a time, oldest first, with the seat they left from and the profile they went to. */
export function listOldInvitations(db: Db, { clientId, invitedBefore }: { clientId: string; invitedBefore: Date }) {
  return db
    .selectFrom("linkedinConnections as c")
    .innerJoin("resources as r", "r.id", "c.resourceId")
    .innerJoin("leads as l", "l.id", "c.leadId")
    .select(["c.leadId", "c.resourceId", "c.invitedAt", "l.linkedinUrl", "l.campaignId", "r.externalId as seat", "r.label as seatLabel"])
    .where("c.clientId", "=", clientId)
    .where("c.state", "=", "invited")
    .where("c.invitedAt", "<=", invitedBefore)
    .orderBy("c.invitedAt")
    .orderBy("c.leadId")
    .limit(BATCH)
    .execute();
}
export type OldInvitation = Awaited<ReturnType<typeof listOldInvitations>>[number];

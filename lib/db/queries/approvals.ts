import "server-only";
import { sql } from "kysely";
import type { Db } from "@/lib/db/client";

const QUEUE_PAGE = 50;

/** What waits for a decision: answers in a running thread before first messages, the oldest first. */
export function listPendingApprovals(db: Db, { clientId, now }: { clientId: string; now: Date }) {
  return db
    .selectFrom("approvals as a")
    .innerJoin("touches as t", "t.id", "a.touchId")
    .innerJoin("leads as l", "l.id", "a.leadId")
    .innerJoin("campaigns as c", "c.id", "a.campaignId")
    .leftJoin("enrolmentSenders as es", (join) => join.onRef("es.enrolmentId", "=", "t.enrolmentId").onRef("es.channel", "=", "t.channel"))
    .select([
      "a.id",
      "a.touchId",
      "a.leadId",
      "a.campaignId",
      "a.subject",
      "a.body",
      "a.createdAt",
      "a.expiresAt",
      "t.stepNumber",
      "t.channel",
      "t.resourceId",
      "es.resourceId as senderId",
      "c.name as campaignName",
      "l.email",
      "l.firstName",
      "l.lastName",
      "l.title",
      "l.company",
      "l.state",
      "l.timezone",
      "l.alsScore",
      "l.alsTier",
      "l.alsReasons",
      "l.lastContactedAt",
    ])
    .where("a.clientId", "=", clientId)
    .where("a.status", "=", "pending")
    .where("a.expiresAt", ">", now)
    .where("t.state", "=", "awaiting_approval")
    .orderBy(sql`(t.step_number > 1)`, "desc")
    .orderBy("a.createdAt")
    .orderBy("l.email")
    .limit(QUEUE_PAGE)
    .execute();
}
export type PendingApproval = Awaited<ReturnType<typeof listPendingApprovals>>[number];

/** How many wait, by kind, and since when the oldest does. */
export async function summariseApprovals(db: Db, { clientId, now }: { clientId: string; now: Date }) {
  const row = await db
    .selectFrom("approvals as a")
    .innerJoin("touches as t", "t.id", "a.touchId")
    .select(({ fn }) => [
      fn.countAll<number>().as("total"),
      fn.countAll<number>().filterWhere("t.stepNumber", ">", 1).as("followUps"),
      fn.min("a.createdAt").as("oldestAt"),
    ])
    .where("a.clientId", "=", clientId)
    .where("a.status", "=", "pending")
    .where("a.expiresAt", ">", now)
    .where("t.state", "=", "awaiting_approval")
    .executeTakeFirstOrThrow();
  return { total: row.total, followUps: row.followUps, oldestAt: row.oldestAt as Date | null };
}

/** Messages to a lead of which nobody knows whether they arrived. */
export function listUnknownTouches(db: Db, { clientId, leadId }: { clientId: string; leadId?: string }) {
  return db
    .selectFrom("touches as t")
    .innerJoin("leads as l", "l.id", "t.leadId")
    .innerJoin("campaigns as c", "c.id", "t.campaignId")
    .leftJoin("resources as r", "r.id", "t.resourceId")
    .select([
      "t.id",
      "t.leadId",
      "t.stepNumber",
      "t.subject",
      "t.body",
      "t.reason",
      "t.claimedAt",
      "t.messageId",
      "l.email",
      "l.firstName",
      "l.lastName",
      "l.company",
      "c.name as campaignName",
      "r.label as mailbox",
    ])
    .where("t.clientId", "=", clientId)
    .where("t.state", "=", "unknown")
    .$if(leadId !== undefined, (query) => query.where("t.leadId", "=", leadId ?? ""))
    .orderBy("t.claimedAt")
    .limit(50)
    .execute();
}

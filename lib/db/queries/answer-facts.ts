import "server-only";
import type { Db } from "@/lib/db/client";

export type AnswerRow = Awaited<ReturnType<typeof loadAnswerRow>>;

/** A draft's lead, client, conversation and sender, and for a reminder its meeting, as they are now. */
export function loadAnswerRow(db: Db, { clientId, draftId }: { clientId: string; draftId: string }) {
  return db
    .selectFrom("replyDrafts as d")
    .innerJoin("leads as l", "l.id", "d.leadId")
    .innerJoin("clients as k", "k.id", "d.clientId")
    .innerJoin("threads as h", "h.id", "d.threadId")
    .leftJoin("messages as m", "m.id", "d.messageId")
    .leftJoin("meetings as g", "g.id", "d.meetingId")
    .leftJoin("resources as r", (join) => join.onRef("r.id", "=", "d.resourceId").on("r.deletedAt", "is", null))
    .leftJoin("resources as p", "p.id", "r.parentId")
    .select(["l.email", "l.phone", "l.linkedinUrl", "l.domain", "l.personalEmail", "l.firstName", "l.lastName"])
    .select(["l.status", "l.heldReason", "l.deletedAt", "l.timezone", "l.state"])
    .select([
      "k.name as clientName",
      "k.legalName",
      "k.abn",
      "k.postalAddress",
      "k.contactEmail",
      "k.timezone as clientTimezone",
      "k.neverSay",
    ])
    .select(["k.subscriptionStatus", "k.pauseReason", "k.pausedAt", "k.deletedAt as clientDeletedAt", "k.isSample", "k.remindsProspects"])
    .select(["m.fromAddress as answerTo", "h.campaignId", "g.status as meetingStatus", "g.startsAt as meetingStandsAt"])
    .select(["r.id as senderId", "r.kind", "r.label", "r.externalId", "r.provider", "r.senderName", "r.isTwoWay", "r.senderIdStatus"])
    .select(["r.dailyLimit", "r.timezone as senderTimezone", "r.isPrewarmed", "r.rampStartedAt", "r.pausedReason"])
    .select(["r.pausedAt as senderPausedAt", "p.id as parentId", "p.label as parentLabel", "p.dailyLimit as parentLimit"])
    .select(["p.timezone as parentTimezone", "p.pausedAt as parentPausedAt", "p.pausedReason as parentPausedReason"])
    .select(({ exists, selectFrom }) =>
      exists(
        selectFrom("messages as later")
          .select("later.id")
          .where("later.clientId", "=", clientId)
          .whereRef("later.leadId", "=", "d.leadId")
          .where("later.direction", "=", "inbound")
          .where("later.isReply", "=", true)
          .whereRef("later.occurredAt", ">", "m.occurredAt"),
      ).as("isOutdated"),
    )
    .select(({ selectFrom }) =>
      selectFrom("touches as t")
        .select("t.unsubscribeToken")
        .where("t.clientId", "=", clientId)
        .whereRef("t.leadId", "=", "d.leadId")
        .where("t.unsubscribeToken", "is not", null)
        .orderBy("t.claimedAt", "desc")
        .limit(1)
        .as("unsubscribeToken"),
    )
    .where("d.clientId", "=", clientId)
    .where("d.id", "=", draftId)
    .executeTakeFirstOrThrow();
}

import "server-only";
import { subDays } from "date-fns";
import type { Ctx } from "@/lib/context";
import type { Db } from "@/lib/db/client";
import { loadStanding } from "@/lib/db/queries/gate-facts";
import { loadEmailNeeds } from "@/lib/db/queries/hand-overs";
import { lockLead } from "@/lib/db/queries/touches";
import type { ChannelHandOver } from "@/lib/domain/hand-over";
import { recordActivity } from "@/lib/engines/activities/record-activity";
import { composeEmail, type OutgoingEmail, outgoingMessageId } from "@/lib/engines/content/compose-email";
import { handOver, type Parcel } from "@/lib/engines/dispatch/carriers";
import type { MailboxCredentials } from "@/lib/engines/dispatch/email-carrier";
import { openCredentials } from "@/lib/engines/dispatch/mailbox-secret";
import type { SenderOptions } from "@/lib/engines/dispatch/sender-options";
import { decideAnswer } from "@/lib/engines/gate/decide-answer";
import { notifyOnce } from "@/lib/engines/inbound/notify-once";
import { suppressedLeads } from "@/lib/engines/suppression/suppressed-leads";

export type AnswerSent = { outcome: "sent" | "unknown" | "failed" | "held" | "superseded" | "not_ready"; detail?: string };

type Claim =
  | { kind: "claimed"; parcel: Parcel; email: OutgoingEmail; credentials: MailboxCredentials | null }
  | { kind: "not_ready" }
  | { kind: "refused"; outcome: "held" | "superseded"; detail: string }
  | { kind: "abandoned" };

/**
 * Hands an approved answer over once, if nothing speaks against it now: claim, carrier, record. An answer that is found on its way was
 * left there by a process that died: it may have arrived, so a person decides and no machine sends it again.
 */
export async function sendAnswer(ctx: Ctx, { draftId }: { draftId: string }, options: SenderOptions): Promise<AnswerSent> {
  const claim = await claimAnswer(ctx, draftId, options);
  if (claim.kind === "not_ready") return { outcome: "not_ready" };
  if (claim.kind === "refused") return { outcome: claim.outcome, detail: claim.detail };
  if (claim.kind === "abandoned") return settle(ctx, draftId, { outcome: "unknown", response: "the hand-over was cut off" }, null);
  const result = await handOver(options.carriers, claim.parcel, { key: draftId, credentials: claim.credentials });
  return settle(ctx, draftId, result, claim.email);
}

function claimAnswer(ctx: Ctx, draftId: string, options: Omit<SenderOptions, "carriers">): Promise<Claim> {
  const { clientId, now } = ctx;
  return ctx.tx(async (db) => {
    const draft = await lockDraft(db, clientId, draftId);
    if (draft?.state === "sending") return { kind: "abandoned" };
    if (draft?.state !== "ready") return { kind: "not_ready" };
    const facts = await loadAnswerFacts(db, ctx, draft, options);
    const decision = decideAnswer(facts.gate);
    if (decision.verdict !== "allow") {
      const detail = decision.reason?.detail ?? "";
      const state = decision.verdict === "stop" ? "superseded" : "waiting";
      await db
        .updateTable("replyDrafts")
        .set({ state, approvedHash: null, readyAt: null, reason: detail })
        .where("clientId", "=", clientId)
        .where("id", "=", draftId)
        .execute();
      return { kind: "refused", outcome: state === "waiting" ? "held" : "superseded", detail };
    }
    const { row, token, thread, sealed } = facts;
    const mailbox = row.mailbox ?? "";
    const messageId = outgoingMessageId(draftId, { mailbox, pepper: options.pepper });
    const email = composeEmail({
      touchId: draftId,
      messageId,
      mailbox: { name: row.senderName ?? row.clientName, address: mailbox },
      lead: { name: [row.firstName, row.lastName].filter(Boolean).join(" ") || null, address: row.answerTo ?? row.email },
      subject: draft.subject,
      body: draft.body,
      sender: { legalName: row.legalName ?? "", abn: row.abn, postalAddress: row.postalAddress, contact: row.contactEmail ?? "" },
      unsubscribeUrl: `${options.appUrl}/u/${token ?? ""}`,
      thread,
      campaignId: row.campaignId ?? clientId,
      clientId,
      now,
    });
    const credentials =
      row.provider === "smtp" && sealed && draft.resourceId
        ? openCredentials(sealed, { key: options.secretsKey, binding: { clientId, resourceId: draft.resourceId } })
        : null;
    if (row.provider === "smtp" && !credentials) return { kind: "refused", outcome: "held", detail: "The mailbox has no password yet" };
    await db
      .updateTable("replyDrafts")
      .set({
        state: "sending",
        outgoingId: messageId,
        claimedAt: now,
        certificate: JSON.stringify({ decidedAt: now.toISOString(), checks: decision.checks }),
        reason: null,
      })
      .where("clientId", "=", clientId)
      .where("id", "=", draftId)
      .execute();
    return { kind: "claimed", parcel: { provider: row.provider === "smartlead" ? "smartlead" : "smtp", email }, email, credentials };
  });
}

type LockedDraft = NonNullable<Awaited<ReturnType<typeof lockDraft>>>;

async function lockDraft(db: Db, clientId: string, draftId: string) {
  const found = await db
    .selectFrom("replyDrafts")
    .select("leadId")
    .where("clientId", "=", clientId)
    .where("id", "=", draftId)
    .executeTakeFirst();
  if (!found) return undefined;
  await lockLead(db, { clientId, leadId: found.leadId });
  return db.selectFrom("replyDrafts").selectAll().where("clientId", "=", clientId).where("id", "=", draftId).forUpdate().executeTakeFirst();
}

async function loadAnswerFacts(db: Db, { clientId, now }: Ctx, draft: LockedDraft, { pepper }: { pepper: string }) {
  const row = await db
    .selectFrom("replyDrafts as d")
    .innerJoin("leads as l", "l.id", "d.leadId")
    .innerJoin("clients as k", "k.id", "d.clientId")
    .innerJoin("messages as m", "m.id", "d.messageId")
    .innerJoin("threads as h", "h.id", "d.threadId")
    .leftJoin("resources as r", (join) => join.onRef("r.id", "=", "d.resourceId").on("r.deletedAt", "is", null))
    .select([
      "l.email",
      "l.phone",
      "l.linkedinUrl",
      "l.domain",
      "l.personalEmail",
      "l.firstName",
      "l.lastName",
      "l.status",
      "l.heldReason",
      "l.deletedAt",
    ])
    .select([
      "k.name as clientName",
      "k.legalName",
      "k.abn",
      "k.postalAddress",
      "k.contactEmail",
      "k.subscriptionStatus",
      "k.pauseReason",
      "k.pausedAt",
    ])
    .select(["k.deletedAt as clientDeletedAt", "m.fromAddress as answerTo", "m.occurredAt", "h.campaignId"])
    .select(["r.label as mailbox", "r.provider", "r.senderName", "r.pausedReason", "r.pausedAt as mailboxPausedAt"])
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
    .where("d.clientId", "=", clientId)
    .where("d.id", "=", draft.id)
    .executeTakeFirstOrThrow();
  const standing = await loadStanding(db, { clientId, fromDay: subDays(now, 1).toISOString().slice(0, 10), now });
  const suppressed = await suppressedLeads(db, { clientId, channel: "email", people: [row], secret: { pepper } });
  const touch = await db
    .selectFrom("touches")
    .select("unsubscribeToken")
    .where("clientId", "=", clientId)
    .where("leadId", "=", draft.leadId)
    .where("unsubscribeToken", "is not", null)
    .orderBy("claimedAt", "desc")
    .limit(1)
    .executeTakeFirst();
  const { sealed, thread } = await loadEmailNeeds(db, { clientId, resourceId: draft.resourceId ?? draft.id, leadId: draft.leadId });
  const isPaying = row.subscriptionStatus === "trialing" || row.subscriptionStatus === "active";
  return {
    row,
    sealed,
    thread,
    token: touch?.unsubscribeToken ?? null,
    gate: {
      platformStopped: standing.platform.sendingStopped || standing.platform.stoppedChannels.includes("email"),
      clientStopped: row.clientDeletedAt
        ? "The workspace is closed"
        : row.pausedAt
          ? `Emergency stop: ${row.pauseReason ?? ""}`
          : isPaying
            ? null
            : `The subscription is ${row.subscriptionStatus}`,
      channelStopped: standing.stoppedChannels.email ?? null,
      hasIdentity: Boolean(row.legalName && row.contactEmail),
      lead: { isDeleted: row.deletedAt !== null, status: row.status, isSuppressed: suppressed.size > 0, heldReason: row.heldReason },
      mailbox: row.mailbox === null ? null : { pausedReason: row.mailboxPausedAt ? (row.pausedReason ?? "by hand") : null },
      hasOptOut: touch !== undefined,
      isOutdated: Boolean(row.isOutdated),
      contentHash: draft.contentHash,
      approvedHash: draft.approvedHash,
      isByPerson: draft.decidedBy !== null,
    },
  };
}

function settle(ctx: Ctx, draftId: string, result: ChannelHandOver, email: OutgoingEmail | null): Promise<AnswerSent> {
  const { clientId, now } = ctx;
  return ctx.tx(async (db) => {
    const draft = await lockDraft(db, clientId, draftId);
    if (draft?.state !== "sending") return { outcome: "not_ready" };
    const change = (set: { state: "sent" | "unknown" | "failed" | "waiting"; sentAt?: Date; approvedHash?: null; reason: string | null }) =>
      db.updateTable("replyDrafts").set(set).where("clientId", "=", clientId).where("id", "=", draftId).execute();
    if (result.outcome === "accepted" && email) {
      await change({ state: "sent", sentAt: now, reason: null });
      await keepAnswer(db, ctx, draft, email);
      return { outcome: "sent" };
    }
    const detail = result.response.slice(0, 300);
    const isUnknown = result.outcome !== "refused";
    // Refused for the moment it certainly did not leave: a person may let it go once more.
    const isForNow = result.outcome === "refused" && !result.isPermanent;
    await change(
      isForNow ? { state: "waiting", approvedHash: null, reason: detail } : { state: isUnknown ? "unknown" : "failed", reason: detail },
    );
    await db.updateTable("threads").set({ needsReply: true }).where("clientId", "=", clientId).where("id", "=", draft.threadId).execute();
    await notifyOnce(db, ctx, {
      kind: "review",
      title: isUnknown ? "An answer may or may not have arrived" : "An answer could not be sent",
      body: detail,
      href: `/dashboard/inbox?thread=${draft.threadId}`,
    });
    return { outcome: isUnknown ? "unknown" : "failed", detail };
  });
}

async function keepAnswer(db: Db, ctx: Ctx, draft: LockedDraft, email: OutgoingEmail): Promise<void> {
  const { clientId, now } = ctx;
  await db
    .insertInto("messages")
    .values({
      clientId,
      threadId: draft.threadId,
      leadId: draft.leadId,
      direction: "outbound",
      channel: "email",
      messageId: email.messageId,
      inReplyTo: email.inReplyTo,
      referenceIds: [...email.references],
      fromAddress: email.from.address,
      toAddress: email.to.address,
      subject: email.subject,
      bodyText: email.text,
      occurredAt: now,
    })
    .execute();
  await db
    .updateTable("threads")
    .set({ needsReply: false, lastMessageAt: now })
    .where("clientId", "=", clientId)
    .where("id", "=", draft.threadId)
    .execute();
  await recordActivity(db, ctx, {
    action: "sent",
    leadId: draft.leadId,
    channel: "email",
    reason: draft.decidedBy ? "Answer sent, as a person approved it" : "Answer sent",
    metadata: { subject: email.subject, draftId: draft.id },
  });
}

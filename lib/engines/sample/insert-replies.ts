import "server-only";
import type { Ctx } from "@/lib/context";
import type { Db } from "@/lib/db/client";
import { recordActivity } from "@/lib/engines/activities/record-activity";
import { contentHash } from "@/lib/engines/content/content-hash";
import { stopEnrolments } from "@/lib/engines/enrolments/stop-enrolments";
import type { SampleCampaign } from "@/lib/engines/sample/insert-campaign";
import type { SampleSent } from "@/lib/engines/sample/insert-outreach";
import { answeredAt } from "@/lib/engines/sample/plan-sends";
import { officeTimeAgo, officeTimeAhead } from "@/lib/engines/sample/sample-day";
import { SAMPLE_PEOPLE } from "@/lib/engines/sample/sample-people";
import { SAMPLE_REPLIES, type SampleReply } from "@/lib/engines/sample/sample-story";
import { optOutLead } from "@/lib/engines/suppression/opt-out-lead";

type Given = { campaign: SampleCampaign; leadIds: readonly string[]; sent: readonly SampleSent[] };
type Answered = { campaign: SampleCampaign; leadId: string; reply: SampleReply; last: SampleSent };

/** What came back: answers over the intents, an opt-out that holds, a draft that waits, and meetings. */
export async function insertSampleReplies(
  db: Db,
  ctx: Ctx,
  { campaign, leadIds, sent }: Given,
  options: { pepper: string },
): Promise<void> {
  for (const reply of SAMPLE_REPLIES) {
    const at = answeredAt(reply, ctx.now);
    const last = sent.filter(({ person, sentAt }) => person === reply.person && sentAt < at).at(-1);
    const leadId = leadIds[reply.person];
    if (!last || !leadId || at >= ctx.now) continue;
    const then: Ctx = { ...ctx, now: at };
    const answered = { campaign, leadId, reply, last };
    const messageId = await storeReply(db, then, answered);
    if (reply.draft) await storeDraft(db, then, { ...answered, messageId, body: reply.draft });
    if (reply.intent === "out_of_office") continue;
    if (reply.intent === "unsubscribe") await optOutLead(db, then, { leadId, reason: "unsubscribed", source: "reply" }, options);
    else await stopEnrolments(db, { clientId: ctx.clientId, leadId, reasonCode: "replied", reason: "They answered", now: at });
    if (reply.meeting) await storeMeeting(db, { ctx, then }, answered, reply.meeting);
  }
}

async function storeReply(db: Db, ctx: Ctx, { campaign, leadId, reply, last }: Answered): Promise<string> {
  const { clientId, now } = ctx;
  const isPerson = reply.intent !== "out_of_office";
  const { id } = await db
    .insertInto("messages")
    .values({
      clientId,
      threadId: last.threadId,
      leadId,
      direction: "inbound",
      channel: "email",
      kind: isPerson ? "message" : "auto_reply",
      fromAddress: SAMPLE_PEOPLE[reply.person]?.email ?? null,
      toAddress: campaign.mailbox,
      subject: `Re: ${last.subject.replace(/^Re: /, "")}`,
      bodyText: reply.body,
      intent: reply.intent,
      intentConfidence: reply.confidence,
      classifiedBy: "rules",
      reasons: JSON.stringify(reply.reasons),
      isReply: isPerson,
      understoodAt: now,
      handledAt: reply.needsReply ? null : now,
      occurredAt: now,
    })
    .returning("id")
    .executeTakeFirstOrThrow();
  await db
    .updateTable("threads")
    .set({ lastMessageAt: now, needsReply: reply.needsReply, ...(isPerson && { lastIntent: reply.intent }) })
    .where("clientId", "=", clientId)
    .where("id", "=", last.threadId)
    .execute();
  if (isPerson)
    await db
      .updateTable("leads")
      .set({ lastRepliedAt: now, replyCount: 1 })
      .where("clientId", "=", clientId)
      .where("id", "=", leadId)
      .execute();
  await recordActivity(db, ctx, {
    action: isPerson ? "replied" : "away",
    actor: "prospect",
    reason: `${reply.intent.replaceAll("_", " ")}: ${reply.reasons.join("; ")}`,
    leadId,
    campaignId: campaign.id,
    touchId: last.id,
    channel: "email",
  });
  return id;
}

async function storeDraft(
  db: Db,
  { clientId, now }: Ctx,
  { campaign, leadId, last, messageId, body }: Answered & { messageId: string; body: string },
): Promise<void> {
  const content = { subject: `Re: ${last.subject.replace(/^Re: /, "")}`, body };
  await db
    .insertInto("replyDrafts")
    .values({
      clientId,
      threadId: last.threadId,
      messageId,
      leadId,
      channel: "email",
      state: "waiting",
      ...content,
      contentHash: contentHash(content),
      madeBy: "baseline",
      resourceId: campaign.mailboxId,
      createdAt: now,
    })
    .execute();
}

async function storeMeeting(
  db: Db,
  { ctx, then }: { ctx: Ctx; then: Ctx },
  { campaign, leadId, reply, last }: Answered,
  { inDays, status }: NonNullable<SampleReply["meeting"]>,
): Promise<void> {
  const { clientId, now } = ctx;
  const startsAt = inDays < 0 ? officeTimeAgo(now, -inDays, 0) : officeTimeAhead(now, inDays, 0);
  await db
    .insertInto("meetings")
    .values({
      clientId,
      campaignId: campaign.id,
      leadId,
      source: "manual",
      startsAt,
      status,
      convertingTouchId: last.id,
      touchesBeforeBooking: last.stepNumber,
      daysToBooking: 12 - reply.daysAgo,
      notes: status === "held" ? "Wants a proposal for the bookings page." : null,
      bookedAt: then.now,
    })
    .execute();
  await db.updateTable("touches").set({ ledToBooking: true }).where("clientId", "=", clientId).where("id", "=", last.id).execute();
  await db.updateTable("leads").set({ status: "converted" }).where("clientId", "=", clientId).where("id", "=", leadId).execute();
  const about = { leadId, campaignId: campaign.id, touchId: last.id };
  await recordActivity(db, then, { action: "meeting_booked", reason: "A meeting came out of it", ...about });
  if (status === "held") await recordActivity(db, { ...then, now: startsAt }, { action: "meeting_held", reason: "They came", ...about });
}

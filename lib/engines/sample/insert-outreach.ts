import "server-only";
import { addDays, subMinutes } from "date-fns";
import { sql } from "kysely";
import type { Ctx } from "@/lib/context";
import type { Db } from "@/lib/db/client";
import { insertEnrolments } from "@/lib/db/queries/enrolments";
import { recordActivity } from "@/lib/engines/activities/record-activity";
import { contentHash } from "@/lib/engines/content/content-hash";
import type { SampleCampaign } from "@/lib/engines/sample/insert-campaign";
import { type PlannedSend, planSends, type SampleTouch, sampleContent } from "@/lib/engines/sample/plan-sends";
import { SAMPLE_SENDER } from "@/lib/engines/sample/sample-agency";
import { officeTimeAgo } from "@/lib/engines/sample/sample-day";
import { SAMPLE_COHORTS } from "@/lib/engines/sample/sample-story";

/** An e-mail that went out, as far as the sample goes, in the thread it opened or joined. */
export type SampleSent = PlannedSend & { threadId: string };

type Given = { campaign: SampleCampaign; leadIds: readonly string[] };
/** How long a first message waits in the sample: there is nothing it could be too late for. */
const LAPSES_AFTER_DAYS = 365;

/** Enrols the cohorts, sends what would have gone out by now to whoever had not answered, and lays first messages before a person. */
export async function insertSampleOutreach(db: Db, ctx: Ctx, { campaign, leadIds }: Given): Promise<SampleSent[]> {
  const { clientId, now } = ctx;
  for (const { daysAgo, from, to } of SAMPLE_COHORTS) {
    const at = officeTimeAgo(now, daysAgo, 0);
    const people = leadIds.slice(from, to);
    await insertEnrolments(db, { clientId, campaign, leadIds: people, now: at });
    const reason = `${people.length} scored leads entered the campaign`;
    await recordActivity(db, { ...ctx, now: at }, { action: "enrolled", campaignId: campaign.id, reason });
  }
  const touches = await listTouches(db, ctx, leadIds);
  const { sends, skipped } = planSends(touches, { campaign, now });
  await markSkipped(db, ctx, skipped);
  await markSent(db, ctx, sends);
  const sent = await storeMessages(db, ctx, { campaign, sends });
  await recordSends(db, ctx, { campaign, sends });
  const isWaiting = ({ person, stepNumber }: SampleTouch) =>
    stepNumber === 1 && SAMPLE_COHORTS.some((cohort) => cohort.isWaiting && person >= cohort.from && person < cohort.to);
  await layBefore(db, ctx, { campaign, touches: touches.filter(isWaiting) });
  return sent.filter(({ channel }) => channel === "email");
}

async function listTouches(db: Db, { clientId }: Ctx, leadIds: readonly string[]): Promise<SampleTouch[]> {
  const rows = await db
    .selectFrom("touches as t")
    .innerJoin("leads as l", "l.id", "t.leadId")
    .select(["t.id", "t.leadId", "t.stepNumber", "t.channel", "l.email", "l.linkedinUrl", "l.alsTier"])
    .where("t.clientId", "=", clientId)
    .orderBy("t.stepNumber")
    .execute();
  const places = new Map(leadIds.map((id, at) => [id, at]));
  return rows.map(({ alsTier, channel, ...row }) => ({
    ...row,
    channel: channel === "linkedin" ? "linkedin" : "email",
    person: places.get(row.leadId) ?? -1,
    tier: alsTier ?? "dead",
  }));
}

async function markSkipped(db: Db, { clientId }: Ctx, touches: readonly SampleTouch[]): Promise<void> {
  if (touches.length === 0) return;
  await db
    .updateTable("touches")
    .set({ state: "skipped", reasonCode: "tier_channel_not_allowed", reason: "The score opens no such channel" })
    .where("clientId", "=", clientId)
    .where(
      "id",
      "in",
      touches.map(({ id }) => id),
    )
    .execute();
}

async function markSent(db: Db, { clientId }: Ctx, sends: readonly PlannedSend[]): Promise<void> {
  await sql`
    update touches t set
      state = 'sent', sent_at = g.sent_at, claimed_at = g.sent_at, resource_id = g.resource_id, message_id = g.message_id, attempts = 1,
      subject = g.subject, body = g.body, content_hash = g.content_hash,
      certificate = jsonb_build_object('decidedAt', g.sent_at, 'checks', '[]'::jsonb)
    from jsonb_to_recordset(${JSON.stringify(
      sends.map(({ id, sentAt, resourceId, messageId, subject, body, contentHash: hash }) => ({
        id,
        sent_at: sentAt,
        resource_id: resourceId,
        message_id: messageId,
        subject,
        body,
        content_hash: hash,
      })),
    )}::jsonb) as g(id uuid, sent_at timestamptz, resource_id uuid, message_id text, subject text, body text, content_hash text)
    where t.client_id = ${clientId} and t.id = g.id
  `.execute(db);
  await sql`
    update leads l set status = 'in_sequence', last_contacted_at = t.sent_at
    from (select lead_id, max(sent_at) as sent_at from touches where client_id = ${clientId} and state = 'sent' group by lead_id) t
    where l.client_id = ${clientId} and l.id = t.lead_id
  `.execute(db);
}

/** One thread a lead and channel, with what went out in it. */
async function storeMessages(
  db: Db,
  { clientId }: Ctx,
  { campaign, sends }: { campaign: SampleCampaign; sends: readonly PlannedSend[] },
): Promise<SampleSent[]> {
  const keyOf = ({ leadId, channel }: { leadId: string | null; channel: string }) => `${leadId}:${channel}`;
  const opened = [...Map.groupBy(sends, keyOf).values()].flatMap((own) => {
    const [first, last] = [own[0], own.at(-1)];
    return first && last ? [{ first, last }] : [];
  });
  const threads = await db
    .insertInto("threads")
    .values(
      opened.map(({ first, last }) => ({
        clientId,
        leadId: first.leadId,
        campaignId: campaign.id,
        channel: first.channel,
        resourceId: first.resourceId,
        subject: first.subject || null,
        lastMessageAt: last.sentAt,
        createdAt: first.sentAt,
      })),
    )
    .returning(["id", "leadId", "channel"])
    .execute();
  const ids = new Map(threads.map((thread) => [keyOf(thread), thread.id]));
  const sent = sends.map((send) => ({ ...send, threadId: ids.get(keyOf(send)) ?? "" }));
  await db
    .insertInto("messages")
    .values(
      sent.map((send) => ({
        clientId,
        threadId: send.threadId,
        leadId: send.leadId,
        touchId: send.id,
        direction: "outbound",
        channel: send.channel,
        messageId: send.channel === "email" ? send.messageId : null,
        fromAddress: send.channel === "email" ? campaign.mailbox : SAMPLE_SENDER.name,
        toAddress: send.channel === "email" ? send.email : send.linkedinUrl,
        subject: send.subject || null,
        bodyText: send.body,
        occurredAt: send.sentAt,
      })),
    )
    .execute();
  const invitations = sends.filter(({ channel }) => channel === "linkedin");
  await db
    .insertInto("linkedinConnections")
    .values(invitations.map(({ leadId, resourceId, sentAt }) => ({ clientId, leadId, resourceId, state: "invited", invitedAt: sentAt })))
    .execute();
  return sent;
}

/** The record of what was sent, in one statement: no webhook of a sample's listens, so nobody has to be told one by one. */
async function recordSends(
  db: Db,
  { clientId }: Ctx,
  { campaign, sends }: { campaign: SampleCampaign; sends: readonly PlannedSend[] },
): Promise<void> {
  await db
    .insertInto("activities")
    .values(
      sends.map(({ id, leadId, channel, stepNumber, subject, sentAt }) => ({
        clientId,
        campaignId: campaign.id,
        leadId,
        touchId: id,
        channel,
        action: "sent",
        reason: `Step ${stepNumber}: part of the sample, nothing went out`,
        metadata: JSON.stringify({ subject, from: channel === "email" ? campaign.mailbox : SAMPLE_SENDER.name }),
        occurredAt: sentAt,
      })),
    )
    .execute();
}

/** First messages that wait for a person, as in co-pilot mode. */
async function layBefore(
  db: Db,
  { clientId, now }: Ctx,
  { campaign, touches }: { campaign: SampleCampaign; touches: readonly SampleTouch[] },
): Promise<void> {
  for (const touch of touches) {
    const content = sampleContent(touch);
    const text = { ...content, contentHash: contentHash(content) };
    await db
      .updateTable("touches")
      .set({ state: "awaiting_approval", resourceId: campaign.mailboxId, ...text })
      .where("clientId", "=", clientId)
      .where("id", "=", touch.id)
      .execute();
    await db
      .insertInto("approvals")
      .values({
        clientId,
        campaignId: campaign.id,
        leadId: touch.leadId,
        touchId: touch.id,
        channel: touch.channel,
        ...text,
        expiresAt: addDays(now, LAPSES_AFTER_DAYS),
        createdAt: subMinutes(now, touch.person + 1),
      })
      .execute();
  }
}

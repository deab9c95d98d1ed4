import "server-only";
import type { Ctx } from "@/lib/context";
import type { Db } from "@/lib/db/client";
import { recordActivity } from "@/lib/engines/activities/record-activity";
import { SAMPLE_AGENCY, SAMPLE_SENDER, SAMPLE_STEPS } from "@/lib/engines/sample/sample-agency";
import { officeTimeAgo } from "@/lib/engines/sample/sample-day";
import { SAMPLE_COHORTS } from "@/lib/engines/sample/sample-story";

export type SampleCampaign = { id: string; activeVersionId: string; mailboxId: string; mailbox: string; seatId: string };

/** The campaign under way, its sequence, and senders that can carry nothing. */
export async function insertSampleCampaign(db: Db, ctx: Ctx): Promise<SampleCampaign> {
  const { clientId, now } = ctx;
  const startedAt = officeTimeAgo(now, Math.max(...SAMPLE_COHORTS.map(({ daysAgo }) => daysAgo)), 0);
  const { id } = await db
    .insertInto("campaigns")
    .values({
      clientId,
      name: "Trades and clinics, local search",
      description: "Owners of trades and clinics with fewer than fifty people.",
      status: "active",
      permissionMode: "co_pilot",
      offer: SAMPLE_AGENCY.defaultOffer,
      activatedAt: startedAt,
      createdAt: startedAt,
    })
    .returning("id")
    .executeTakeFirstOrThrow();
  const version = await db
    .insertInto("sequenceVersions")
    .values({ clientId, campaignId: id, version: 1, createdAt: startedAt })
    .returning("id")
    .executeTakeFirstOrThrow();
  await db
    .insertInto("sequenceSteps")
    .values(
      SAMPLE_STEPS.map(({ channel, delayDays, purpose, subject, body }, at) => ({
        clientId,
        sequenceVersionId: version.id,
        stepNumber: at + 1,
        channel,
        delayDays,
        purpose,
        subjectTemplate: subject,
        bodyTemplate: body,
      })),
    )
    .execute();
  await db.updateTable("campaigns").set({ activeVersionId: version.id }).where("clientId", "=", clientId).where("id", "=", id).execute();
  const senders = await insertSenders(db, ctx);
  await recordActivity(db, { ...ctx, now: startedAt }, { action: "campaign_started", campaignId: id, reason: "Every check passed" });
  return { id, activeVersionId: version.id, ...senders };
}

/** Senders without a carrier behind them: messages need one to be shown under, and the database takes no other in a sample. */
async function insertSenders(db: Db, { clientId, now }: Ctx): Promise<Pick<SampleCampaign, "mailbox" | "mailboxId" | "seatId">> {
  const common = { clientId, provider: "sample", isPrewarmed: true, timezone: SAMPLE_AGENCY.timezone, createdAt: now };
  const host = `sample-${clientId.slice(-12)}.example`; // an inbound message finds its tenant by the mailbox, so each is its own
  const domain = await db
    .insertInto("resources")
    .values({ ...common, channel: "email", kind: "domain", label: host, dailyLimit: 50 })
    .returning("id")
    .executeTakeFirstOrThrow();
  const mailbox = `olive@${host}`;
  const { name: senderName } = SAMPLE_SENDER;
  const [first, second] = await db
    .insertInto("resources")
    .values([
      { ...common, channel: "email", kind: "mailbox", label: mailbox, parentId: domain.id, senderName, dailyLimit: 30 },
      { ...common, channel: "linkedin", kind: "seat", label: senderName, senderName, dailyLimit: 17 },
    ])
    .returning("id")
    .execute();
  if (!first || !second) throw new Error("an insert of two rows returns two");
  return { mailbox, mailboxId: first.id, seatId: second.id };
}

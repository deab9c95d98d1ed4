import "server-only";
import { addDays } from "date-fns";
import { type RawBuilder, sql } from "kysely";
import type { Db } from "@/lib/db/client";
import { CREDIT_MONTH_DAYS } from "@/lib/domain/capacity";
import { type Channel, CLIENT_DAILY_OUTREACH } from "@/lib/domain/outreach";
import { TIER_CHANNELS } from "@/lib/domain/scoring";
import type { PlanLoad } from "@/lib/engines/simulation/fit-plan";
import type { SendingCaps } from "@/lib/engines/simulation/sending-room";

type Scope = { clientId: string; campaignId: string };

/**
 * What a campaign has to send and what may carry it, in a handful of queries however many leads there are.
 * @param senders the resources that may carry the campaign's messages
 */
export async function loadPlan(
  db: Db,
  { clientId, campaignId, senders }: Scope & { senders: readonly string[] },
): Promise<{ load: PlanLoad; caps: SendingCaps; now: Date }> {
  const scope = { clientId, campaignId };
  const { tier, dailyOutreachTimezone, creditsRemaining, now, activeVersionId, share, ...campaign } = await loadCampaign(db, scope);
  const steps = await db
    .selectFrom("sequenceSteps")
    .select(["channel", "delayDays", "purpose"])
    .where("clientId", "=", clientId)
    .where("sequenceVersionId", "=", activeVersionId)
    .orderBy("stepNumber")
    .execute();
  const waiting = await countWaitingLeads(db, { ...scope, share, creditsRemaining });
  return {
    load: {
      leads: Math.round(waiting.reduce((sum, { leads }) => sum + leads, 0)),
      steps: steps.map((step) => ({
        channel: step.channel,
        delayDays: step.delayDays,
        reached: Math.floor(waiting.reduce((sum, group) => sum + reachedBy(step, group), 0)),
      })),
      pending: await countPending(db, { ...scope, until: addDays(now, CREDIT_MONTH_DAYS) }),
    },
    caps: {
      campaign,
      client: { timezone: dailyOutreachTimezone, dailyOutreach: CLIENT_DAILY_OUTREACH[tier] },
      resources: await loadResources(db, { clientId, senders }),
    },
    now,
  };
}

async function loadCampaign(db: Db, { clientId, campaignId }: Scope) {
  const row = await db
    .selectFrom("campaigns as c")
    .innerJoin("clients as k", "k.id", "c.clientId")
    .select([
      "c.activeVersionId",
      "c.timezone",
      "c.windowStart",
      "c.windowEnd",
      "c.workDays",
      "c.sendsOverShutdown",
      "c.dailyLimit",
      "c.leadAllocationPct",
      "k.tier",
      "k.timezone as dailyOutreachTimezone",
      "k.creditsRemaining",
      sql<Date>`private.now()`.as("now"),
    ])
    .select(({ selectFrom }) =>
      selectFrom("campaigns as o")
        .select(({ fn }) => fn.sum<string>("o.leadAllocationPct").as("sum"))
        .whereRef("o.clientId", "=", "c.clientId")
        .where("o.id", "<>", campaignId)
        .where("o.status", "=", "active")
        .where("o.deletedAt", "is", null)
        .as("othersAllocation"),
    )
    .where("c.clientId", "=", clientId)
    .where("c.id", "=", campaignId)
    .executeTakeFirstOrThrow();
  const { leadAllocationPct, othersAllocation, ...campaign } = row;
  const together = leadAllocationPct + Number(othersAllocation ?? 0);
  return { ...campaign, share: together === 0 ? 0 : leadAllocationPct / together };
}

/** Leads alike for counting; `tier` null: not scored yet. */
type Waiting = {
  tier: keyof typeof TIER_CHANNELS | null;
  leads: number;
  toText: number;
  toInvite: number;
  withAddress: number;
};

/** Whoever could still enter: the campaign's own, and its share of those that belong to none. Credits limit who can be enriched. */
async function countWaitingLeads(
  db: Db,
  { clientId, campaignId, share, creditsRemaining }: Scope & { share: number; creditsRemaining: number },
): Promise<Waiting[]> {
  const rows = await db
    .selectFrom("leads as l")
    .select(({ fn, eb }) => [
      "l.alsTier as tier",
      "l.status",
      eb("l.campaignId", "is", null).as("isFree"),
      fn.countAll<number>().as("leads"),
      withConsent("sms", sql`l.phone`).as("toText"),
      withConsent("linkedin", sql`l.linkedin_url`).as("toInvite"),
      fn.count<number>("l.addressLine1").as("withAddress"),
    ])
    .where("l.clientId", "=", clientId)
    .where("l.deletedAt", "is", null)
    .where("l.status", "in", ["new", "enriched", "scored"])
    .where("l.isCompetitor", "=", false)
    .where("l.heldReason", "is", null)
    .where("l.enrichmentError", "is", null)
    .where((eb) => eb.or([eb("l.campaignId", "is", null), eb("l.campaignId", "=", campaignId)]))
    .where((eb) => eb.or([eb("l.alsTier", "is", null), eb("l.alsTier", "<>", "dead")]))
    .where(({ not, exists, selectFrom }) => not(exists(selectFrom("enrolments as e").select("e.id").whereRef("e.leadId", "=", "l.id"))))
    .groupBy(["l.alsTier", "l.status", "isFree"])
    .execute();
  const unscored = rows.filter((row) => row.status === "new").reduce((sum, row) => sum + row.leads, 0);
  const affordable = unscored === 0 ? 1 : Math.min(1, creditsRemaining / unscored);
  return rows.map(({ status, isFree, ...row }) => {
    const part = (isFree ? share : 1) * (status === "new" ? affordable : 1);
    return {
      tier: row.tier,
      leads: row.leads * part,
      toText: row.toText * part,
      toInvite: row.toInvite * part,
      withAddress: row.withAddress * part,
    };
  });
}

/** How many have a way to be reached there and a consent to it. */
function withConsent(channel: Channel, address: RawBuilder<unknown>) {
  return sql<number>`(count(*) filter (where ${address} is not null and exists (
    select from consent_bases b
    where b.client_id = l.client_id and b.lead_id = l.id and b.channel = ${channel}::channel_type and b.revoked_at is null
  )))::int`;
}

/**
 * How many of these leads a step goes to for certain. Nobody knows beforehand who accepts an invitation, whose number the register
 * gives free, or what is open to a lead without a score.
 */
function reachedBy({ channel, purpose }: { channel: Channel; purpose: string }, group: Waiting): number {
  if (channel === "email") return group.leads;
  if (group.tier === null || !TIER_CHANNELS[group.tier].includes(channel)) return 0;
  if (channel === "linkedin") return purpose === "connect" ? group.toInvite : 0;
  if (channel === "sms") return group.toText;
  return channel === "mail" ? group.withAddress : 0;
}

/** What running enrolments of this and the other running campaigns still send. */
async function countPending(db: Db, { clientId, campaignId, until }: Scope & { until: Date }): Promise<Partial<Record<Channel, number>>> {
  const rows = await db
    .selectFrom("touches as t")
    .innerJoin("campaigns as c", "c.id", "t.campaignId")
    .innerJoin("enrolments as e", "e.id", "t.enrolmentId")
    .select(({ fn }) => ["t.channel", fn.countAll<number>().as("n")])
    .where("t.clientId", "=", clientId)
    .where("t.state", "in", ["planned", "awaiting_approval", "ready"])
    .where("t.dueAt", "<=", until)
    .where("e.state", "=", "active")
    .where((eb) => eb.or([eb("c.status", "=", "active"), eb("c.id", "=", campaignId)]))
    .groupBy("t.channel")
    .execute();
  return Object.fromEntries(rows.map((row) => [row.channel, row.n]));
}

function loadResources(
  db: Db,
  { clientId, senders }: { clientId: string; senders: readonly string[] },
): Promise<SendingCaps["resources"][number][]> {
  if (senders.length === 0) return Promise.resolve([]);
  return db
    .selectFrom("resources as r")
    .select([
      "r.id",
      "r.parentId",
      "r.label",
      "r.channel",
      sql<SendingCaps["resources"][number]["kind"]>`r.kind`.as("kind"),
      "r.dailyLimit",
      "r.hourlyLimit",
      "r.timezone",
      "r.isPrewarmed",
      "r.rampStartedAt",
    ])
    .where("r.clientId", "=", clientId)
    .where("r.deletedAt", "is", null)
    .where((eb) =>
      eb.or([
        eb("r.id", "in", senders),
        eb(
          "r.id",
          "in",
          eb.selectFrom("resources as m").select("m.parentId").where("m.id", "in", senders).where("m.parentId", "is not", null),
        ),
      ]),
    )
    .execute();
}

import "server-only";
import { sql } from "kysely";
import { type Ctx, requireRole } from "@/lib/context";
import type { Db } from "@/lib/db/client";
import { listCampaignSenders } from "@/lib/db/queries/gate-facts";
import { takeTurns } from "@/lib/db/queries/take-turns";
import { CHANNEL_LABELS, type Channel } from "@/lib/domain/outreach";
import { reasonInput } from "@/lib/domain/reasons";
import { recordActivity } from "@/lib/engines/activities/record-activity";
import { enqueueEvent } from "@/lib/engines/outbox/enqueue-event";
import { requestCampaignRecalls } from "@/lib/engines/recall/request-recalls";
import { describeMisfit } from "@/lib/engines/simulation/describe-misfit";
import { fitPlan } from "@/lib/engines/simulation/fit-plan";
import { loadPlan } from "@/lib/engines/simulation/load-plan";
import { ConflictError, NotFoundError } from "@/lib/errors";
import { campaignActivated, campaignPaused } from "@/lib/events/catalogue";

/** Something that keeps a campaign from starting: what, and where to change it. */
export type Blocker = { code: string; message: string; fix: string };

const SENDER_WORDS: Readonly<Record<Channel, string>> = {
  email: "a mailbox",
  linkedin: "a seat",
  voice: "a number to call from",
  sms: "a number to text from",
  mail: "a return address",
};
const MAXIMUM_ACTIVE = { ignition: 5, velocity: 10, dominance: 20 } as const;

/**
 * Names everything that stands between a campaign and its first message.
 * @throws NotFoundError when the client has no such campaign
 */
export async function listBlockers(db: Db, { clientId, campaignId }: { clientId: string; campaignId: string }): Promise<Blocker[]> {
  const row = await db
    .selectFrom("campaigns as c")
    .innerJoin("clients as k", "k.id", "c.clientId")
    .select([
      "c.status",
      "c.activeVersionId",
      "k.subscriptionStatus",
      "k.tier",
      "k.pausedAt",
      "k.legalName",
      "k.contactEmail",
      "k.creditsRemaining",
    ])
    .select(({ selectFrom, exists, or }) => {
      const leads = selectFrom("leads as l").select("l.id").whereRef("l.clientId", "=", "c.clientId").where("l.deletedAt", "is", null);
      // A lead enters one campaign in its life: its own, or any while it has none. Each way is one look into an index.
      const reachable = [leads.where("l.campaignId", "is", null), leads.whereRef("l.campaignId", "=", "c.id")];
      return [
        selectFrom("campaigns as o")
          .select(({ fn }) => fn.countAll<number>().as("n"))
          .whereRef("o.clientId", "=", "c.clientId")
          .where("o.status", "=", "active")
          .where("o.deletedAt", "is", null)
          .as("active"),
        exists(leads).as("hasLeads"),
        or(reachable.map((some) => exists(some))).as("hasReachableLeads"),
        or(reachable.map((some) => exists(some.where("l.status", "in", ["scored", "in_sequence"])))).as("hasScoredLeads"),
        selectFrom("sequenceSteps as u")
          .select(sql<Channel[]>`array_agg(distinct u.channel::text)`.as("channels"))
          .whereRef("u.sequenceVersionId", "=", "c.activeVersionId")
          .as("channels"),
        exists(selectFrom("sequenceSteps as s").select("s.id").whereRef("s.sequenceVersionId", "=", "c.activeVersionId")).as("hasSteps"),
      ];
    })
    .where("c.clientId", "=", clientId)
    .where("c.id", "=", campaignId)
    .where("c.deletedAt", "is", null)
    .executeTakeFirst();
  if (!row) throw new NotFoundError("There is no such campaign in this workspace");
  const senders = await listCampaignSenders(db, { clientId, campaignId });
  const channels = (row.channels ?? []).length > 0 ? (row.channels ?? []) : (["email"] as const);

  const candidates: (Blocker & { holds: boolean })[] = [
    {
      holds: row.status === "completed",
      code: "campaign_completed",
      message: "A completed campaign does not start again; copy it instead",
      fix: "/dashboard/campaigns/new",
    },
    { holds: row.status === "active", code: "already_active", message: "The campaign is running", fix: "/dashboard/campaigns" },
    {
      holds: row.subscriptionStatus !== "active" && row.subscriptionStatus !== "trialing",
      code: "subscription_inactive",
      message: `The subscription is ${row.subscriptionStatus.replace("_", " ")}`,
      fix: "/dashboard/settings",
    },
    {
      holds: row.pausedAt !== null,
      code: "emergency_stop",
      message: "The emergency stop is on",
      fix: "/dashboard/settings/emergency-stop",
    },
    {
      holds: Number(row.active) >= MAXIMUM_ACTIVE[row.tier],
      code: "too_many_campaigns",
      message: `Your plan runs ${MAXIMUM_ACTIVE[row.tier]} campaigns at a time; pause one first`,
      fix: "/dashboard/campaigns",
    },
    {
      holds: !row.legalName || !row.contactEmail,
      code: "sender_identity_missing",
      message: "Add your legal name and a contact address: every message must carry them",
      fix: "/dashboard/settings",
    },
    ...channels.map((channel) => ({
      holds: (senders.get(channel) ?? []).length === 0,
      code: channel === "email" ? "no_mailbox" : `no_${channel}_sender`,
      message:
        channel === "email"
          ? "Connect a mailbox to send from"
          : `The sequence uses ${CHANNEL_LABELS[channel]}; connect ${SENDER_WORDS[channel]}`,
      fix: "/dashboard/settings/mailboxes",
    })),
    { holds: !row.hasSteps, code: "no_steps", message: "The sequence has no steps", fix: `/dashboard/campaigns/${campaignId}` },
    {
      holds: !row.hasLeads,
      code: "no_leads",
      message: "There are no leads to reach; import some",
      fix: "/dashboard/leads/import",
    },
    {
      holds: Boolean(row.hasLeads) && !row.hasReachableLeads,
      code: "leads_elsewhere",
      message: "Every lead belongs to another campaign; import some for this one",
      fix: "/dashboard/leads/import",
    },
    {
      holds: row.creditsRemaining <= 0 && !row.hasScoredLeads,
      code: "no_credits",
      message: "No credits are left to enrich leads with, and none is scored yet",
      fix: "/dashboard/settings",
    },
  ];
  const blockers = candidates.filter((candidate) => candidate.holds).map(({ holds: _, ...blocker }) => blocker);
  // Whether it fits says something only about a plan that could start otherwise.
  return blockers.length > 0 ? blockers : capacityBlockers(db, { clientId, campaignId, senders: [...senders.values()].flat() });
}

/** What does not fit the senders is refused before the first message, and the caps are never raised for it (OP-40). */
async function capacityBlockers(
  db: Db,
  { clientId, campaignId, senders }: { clientId: string; campaignId: string; senders: readonly string[] },
): Promise<Blocker[]> {
  const { load, caps, now } = await loadPlan(db, { clientId, campaignId, senders });
  const fit = fitPlan(load, caps, now);
  return fit.fits
    ? []
    : [{ code: "capacity", message: describeMisfit(fit, load, caps), fix: `/dashboard/campaigns/${campaignId}/sequence` }];
}

/**
 * Starts a campaign, or says what is in the way.
 * @throws ConflictError naming every blocker
 * @throws NotFoundError when the client has no such campaign
 */
export function activateCampaign(ctx: Ctx, { campaignId }: { campaignId: string }): Promise<void> {
  requireRole(ctx, "member");
  return ctx.tx(async (db) => {
    // Two starts at once take turns: together they must not pass the plan's number of running campaigns.
    await takeTurns(db, `activate-campaign:${ctx.clientId}`);
    const blockers = await listBlockers(db, { clientId: ctx.clientId, campaignId });
    if (blockers.length > 0)
      throw new ConflictError(`The campaign cannot start yet. ${blockers.map((blocker) => blocker.message).join(". ")}.`);
    await db
      .updateTable("campaigns")
      .set({ status: "active", activatedAt: ctx.now, pausedAt: null, pauseReason: null })
      .where("id", "=", campaignId)
      .where("clientId", "=", ctx.clientId)
      .execute();
    await enqueueEvent(db, campaignActivated.create({ clientId: ctx.clientId, campaignId }));
    await recordActivity(db, ctx, { action: "campaign_started", campaignId, reason: "Every launch check passed" });
  });
}

/**
 * Stops a campaign at once: the gate reads the status at each hand-over, so what already has a slot stays here too. What HeyReach took
 * and holds is asked back, to go out once the campaign runs again.
 * @throws ConflictError when it does not run (or is not the client's)
 */
export function pauseCampaign(ctx: Ctx, { campaignId, reason }: { campaignId: string; reason: string }): Promise<void> {
  requireRole(ctx, "member");
  const pauseReason = reasonInput.parse(reason);
  return ctx.tx(async (db) => {
    const paused = await db
      .updateTable("campaigns")
      .set({ status: "paused", pausedAt: ctx.now, pauseReason })
      .where("id", "=", campaignId)
      .where("clientId", "=", ctx.clientId)
      .where("status", "=", "active")
      .executeTakeFirst();
    if (paused.numUpdatedRows === 0n) throw new ConflictError("Only a running campaign can be paused");
    await db
      .updateTable("touches")
      .set({ state: "planned", slotAt: null, reasonCode: "campaign_inactive", reason: "The campaign is paused" })
      .where("campaignId", "=", campaignId)
      .where("clientId", "=", ctx.clientId)
      .where("state", "=", "ready")
      .execute();
    await requestCampaignRecalls(db, { clientId: ctx.clientId, campaignId, now: ctx.now });
    await enqueueEvent(db, campaignPaused.create({ clientId: ctx.clientId, campaignId }));
    await recordActivity(db, ctx, { action: "campaign_paused", campaignId, reason: pauseReason });
  });
}

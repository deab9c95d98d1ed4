import "server-only";
import { type Ctx, requireRole } from "@/lib/context";
import type { Db } from "@/lib/db/client";
import { insertEnrolments } from "@/lib/db/queries/enrolments";
import { listCampaignSenders } from "@/lib/db/queries/gate-facts";
import { type FactsBook, loadFacts } from "@/lib/engines/gate/load-facts";
import { describeMisfit } from "@/lib/engines/simulation/describe-misfit";
import { fitPlan } from "@/lib/engines/simulation/fit-plan";
import { loadPlan } from "@/lib/engines/simulation/load-plan";
import { reportRun } from "@/lib/engines/simulation/report-run";
import { type SimulatedPlan, simulate } from "@/lib/engines/simulation/simulate";
import { ACCEPTED_SHARE, type SimulationReport } from "@/lib/engines/simulation/simulate-tier";
import { InvalidError, NotFoundError } from "@/lib/errors";

const MAXIMUM_TOUCHES = 50_000;
const BATCH = 2_000;

/**
 * Simulates a campaign as it would run if it started now, beside whatever else of the client runs.
 * @throws NotFoundError when the client has no such campaign or it has no sequence
 * @throws InvalidError when it is too large to be simulated touch by touch
 */
export async function simulateCampaign(
  ctx: Ctx,
  { campaignId, days }: { campaignId: string; days: number },
  { pepper }: { pepper: string },
): Promise<SimulationReport> {
  requireRole(ctx, "member");
  const { plan, tier, load, caps, steps } = await copyCampaign(ctx, { campaignId }, { pepper });
  const fit = fitPlan(load, caps, ctx.now);
  return {
    startsAt: ctx.now.toISOString(),
    days,
    steps,
    fit: { ...fit, misfit: fit.fits ? null : describeMisfit(fit, load, caps) },
    ...reportRun(simulate(plan, { days, acceptedShare: ACCEPTED_SHARE }), { tier, caps, startAt: ctx.now, days }),
  };
}

/**
 * A copy of what a campaign would run on if it started now. The leads that wait are enrolled in a transaction that is rolled back once
 * their facts are read, so nothing is left behind and nothing is announced.
 * @throws NotFoundError, InvalidError as `simulateCampaign`
 */
export async function copyCampaign(ctx: Ctx, { campaignId }: { campaignId: string }, { pepper }: { pepper: string }): Promise<Copy> {
  try {
    return await ctx.tx(async (db) => {
      throw new RolledBack(await copyState(db, ctx, campaignId, pepper));
    });
  } catch (error) {
    if (error instanceof RolledBack) return error.copy;
    throw error;
  }
}

type Copy = Awaited<ReturnType<typeof copyState>>;

/** Carries the copy out of the transaction that must not commit. */
class RolledBack extends Error {
  readonly copy: Copy;
  constructor(copy: Copy) {
    super("rolled back");
    this.copy = copy;
  }
}

async function copyState(db: Db, ctx: Ctx, campaignId: string, pepper: string) {
  const { clientId, now } = ctx;
  const campaign = await db
    .selectFrom("campaigns as c")
    .innerJoin("clients as k", "k.id", "c.clientId")
    .select(["c.id", "c.activeVersionId", "k.tier"])
    .where("c.clientId", "=", clientId)
    .where("c.id", "=", campaignId)
    .where("c.deletedAt", "is", null)
    .executeTakeFirst();
  if (!campaign?.activeVersionId) throw new NotFoundError("There is no such campaign in this workspace, or it has no sequence");
  const ownSenders = [...(await listCampaignSenders(db, { clientId, campaignId })).values()].flat();
  const { load, caps } = await loadPlan(db, { clientId, campaignId, senders: ownSenders });
  const leadIds = await waitingLeads(db, { clientId, campaignId });
  if (leadIds.length * load.steps.length > MAXIMUM_TOUCHES) throw tooLarge();
  await insertEnrolments(db, { clientId, campaign: { id: campaignId, activeVersionId: campaign.activeVersionId }, leadIds, now });

  const touches = await pendingTouches(db, { clientId, campaignId });
  if (touches.length > MAXIMUM_TOUCHES) throw tooLarge();
  const senders = new Map<string, Awaited<ReturnType<typeof listCampaignSenders>>>();
  for (const id of new Set(touches.map((touch) => touch.campaignId))) {
    senders.set(id, await listCampaignSenders(db, { clientId, campaignId: id }));
  }
  const resourceIds = [
    ...new Set([...[...senders.values()].flatMap((of) => [...of.values()].flat()), ...touches.flatMap(({ senderId }) => senderId ?? [])]),
  ];
  const books: FactsBook[] = [];
  for (let start = 0; start < touches.length; start += BATCH) {
    const touchIds = touches.slice(start, start + BATCH).map(({ id }) => id);
    books.push(await loadFacts(db, { clientId, touchIds, resourceIds, now, pepper }));
  }
  const bookOf = new Map(books.flatMap((book) => [...book.situations.keys()].map((id) => [id, book] as const)));
  const plan: SimulatedPlan = {
    startAt: now,
    // As if it ran: its status is not changed for it, because a person who changes that waits for every hand-over.
    situations: books.flatMap((book) =>
      [...book.situations.values()].map((situation) =>
        situation.campaignId === campaignId ? { ...situation, campaignStatus: "active" as const } : situation,
      ),
    ),
    resources: books[0]?.resources ?? [],
    sendersOf: (situation) => senders.get(situation.campaignId)?.get(situation.channel) ?? [],
    judge(situation, resourceId) {
      const book = bookOf.get(situation.id);
      if (!book) throw new Error("a touch of another plan");
      return book.judge(situation, resourceId);
    },
  };
  return { plan, tier: campaign.tier, load, caps, steps: load.steps.map(({ channel, delayDays }) => ({ channel, delayDays })) };
}

/** Scored leads the campaign would enrol, its own and those of no campaign. */
async function waitingLeads(db: Db, { clientId, campaignId }: { clientId: string; campaignId: string }): Promise<string[]> {
  const rows = await db
    .selectFrom("leads as l")
    .select("l.id")
    .where("l.clientId", "=", clientId)
    .where("l.status", "=", "scored")
    .where("l.alsTier", "<>", "dead")
    .where("l.deletedAt", "is", null)
    .where((eb) => eb.or([eb("l.campaignId", "is", null), eb("l.campaignId", "=", campaignId)]))
    .where(({ not, exists, selectFrom }) => not(exists(selectFrom("enrolments as e").select("e.id").whereRef("e.leadId", "=", "l.id"))))
    .orderBy("l.email")
    .limit(MAXIMUM_TOUCHES)
    .execute();
  return rows.map(({ id }) => id);
}

function pendingTouches(db: Db, { clientId, campaignId }: { clientId: string; campaignId: string }) {
  return db
    .selectFrom("touches as t")
    .innerJoin("enrolments as e", "e.id", "t.enrolmentId")
    .innerJoin("campaigns as c", "c.id", "t.campaignId")
    .innerJoin("leads as l", "l.id", "t.leadId")
    .leftJoin("enrolmentSenders as es", (join) => join.onRef("es.enrolmentId", "=", "e.id").onRef("es.channel", "=", "t.channel"))
    .select(["t.id", "t.campaignId", "es.resourceId as senderId"])
    .where("t.clientId", "=", clientId)
    .where("t.state", "in", ["planned", "awaiting_approval", "ready"])
    .where("e.state", "=", "active")
    .where((eb) => eb.or([eb("c.status", "=", "active"), eb("c.id", "=", campaignId)]))
    .orderBy("l.email")
    .orderBy("t.stepNumber")
    .limit(MAXIMUM_TOUCHES + 1)
    .execute();
}

function tooLarge(): InvalidError {
  return new InvalidError(`A simulation looks at ${MAXIMUM_TOUCHES} touches at most; the launch check counts any number`);
}

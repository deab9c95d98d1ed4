import "server-only";
import { addMinutes, subMinutes } from "date-fns";
import type { Ctx } from "@/lib/context";
import type { Db } from "@/lib/db/client";
import { listCampaignMailboxIds, type ResourceCapacity } from "@/lib/db/queries/gate-facts";
import { listOpenSlots, listPlannableTouches } from "@/lib/db/queries/planning";
import { requestApproval } from "@/lib/engines/approvals/request-approval";
import { applyRefusal } from "@/lib/engines/dispatch/apply-refusal";
import { decide, nextAllowed } from "@/lib/engines/gate/decide";
import { type JudgedTouch, loadFacts } from "@/lib/engines/gate/load-facts";
import { enqueueEvent } from "@/lib/engines/outbox/enqueue-event";
import { CapacityLedger } from "@/lib/engines/planning/capacity-ledger";
import { touchDue } from "@/lib/events/catalogue";

/** Slots are given out this far ahead; the plan runs each hour, so nothing falls between two plans. */
const HORIZON_MINUTES = 65;
/** Drafts are put before a person this far ahead. */
const APPROVAL_HORIZON_MINUTES = 24 * 60;
/** A slot nobody used by now was lost on the way; it is planned again. */
const STALE_SLOT_MINUTES = 15;
const BATCH = 500;

export type Plan = { slotted: number; approvalsRequested: number; waiting: number; ended: number };

/**
 * Gives the next hour's slots of one client to the touches that deserve them most, asking the gate when each could go.
 * What cannot go gets its reason written beside it. One plan of a client runs at a time (the durable function sees to it).
 */
export async function planOutreach(ctx: Ctx, options: { pepper: string }): Promise<Plan> {
  return ctx.tx(async (db) => {
    const plan: Plan = { slotted: 0, approvalsRequested: 0, waiting: 0, ended: 0 };
    const candidates = await listPlannableTouches(db, {
      clientId: ctx.clientId,
      dueBefore: addMinutes(ctx.now, APPROVAL_HORIZON_MINUTES),
      staleBefore: subMinutes(ctx.now, STALE_SLOT_MINUTES),
      limit: BATCH,
    });
    if (candidates.length === 0) return plan;

    const mailboxesOf = await mailboxesByCampaign(db, ctx, [...new Set(candidates.map((row) => row.campaignId))]);
    const book = await loadFacts(db, {
      clientId: ctx.clientId,
      touchIds: candidates.map((row) => row.id),
      mailboxIds: [...new Set([...[...mailboxesOf.values()].flat(), ...candidates.flatMap((row) => row.mailboxId ?? [])])],
      now: ctx.now,
      pepper: options.pepper,
    });
    const ledger = await openLedger(db, ctx, book.mailboxes);

    const events: ReturnType<typeof touchDue.create>[] = [];
    for (const { id, campaignId } of candidates) {
      const situation = book.situations.get(id);
      if (!situation) continue;
      // A first touch takes the mailbox with room now; from then on the enrolment keeps it.
      const mailboxId = situation.mailboxId ?? ledger.chooseMailbox(mailboxesOf.get(campaignId) ?? [], ctx.now);
      const slot = await planTouch(db, ctx, book.judge(situation, mailboxId), ledger, plan);
      if (slot && mailboxId)
        events.push(touchDue.create({ clientId: ctx.clientId, touchId: id, resourceId: mailboxId, slotAt: slot.toISOString() }));
    }

    for (const [id, nextFreeAt] of ledger.freeTimes()) {
      await db.updateTable("resources").set({ nextFreeAt }).where("id", "=", id).where("clientId", "=", ctx.clientId).execute();
    }
    await enqueueEvent(db, ...events);
    return plan;
  });
}

async function planTouch(db: Db, ctx: Ctx, touch: JudgedTouch, ledger: CapacityLedger, plan: Plan): Promise<Date | null> {
  const { situation } = touch;
  const facts = ledger.withPlanned(touch.facts, situation.campaignId);
  const now = decide(facts, ctx.now);
  if (now.verdict === "stop" || now.verdict === "skip") {
    await applyRefusal(db, ctx, situation, now);
    plan.ended += 1;
    return null;
  }

  const needsApproval = facts.mode === "co_pilot" && facts.touch.approvedHash !== facts.touch.contentHash;
  const from = facts.mailbox ? ledger.freeAt(facts.mailbox.id, ctx.now) : ctx.now;
  const next = nextAllowed(needsApproval ? { ...facts, mode: "autopilot" } : facts, from);
  if (next.at && needsApproval) {
    if (next.at > addMinutes(ctx.now, APPROVAL_HORIZON_MINUTES)) return wait(db, ctx, touch, next.first, plan);
    await requestApproval(db, ctx, touch);
    plan.approvalsRequested += 1;
    return null;
  }
  if (!next.at || next.at > addMinutes(ctx.now, HORIZON_MINUTES)) return wait(db, ctx, touch, next.first, plan);

  await db
    .updateTable("touches")
    .set({ state: "ready", slotAt: next.at, resourceId: facts.mailbox?.id ?? null, reasonCode: null, reason: null })
    .where("id", "=", situation.id)
    .where("clientId", "=", ctx.clientId)
    .where("state", "in", ["planned", "ready"])
    .execute();
  ledger.take(next.at, facts, situation.campaignId);
  plan.slotted += 1;
  return next.at;
}

/** Leaves a touch where it is, with the reason a person would ask for. */
async function wait(db: Db, ctx: Ctx, touch: JudgedTouch, first: { code: string; detail?: string } | null, plan: Plan): Promise<null> {
  plan.waiting += 1;
  await db
    .updateTable("touches")
    .set({
      state: "planned",
      slotAt: null,
      reasonCode: first?.code ?? "mailbox_busy",
      reason: first?.detail ?? "The mailbox's next slots are taken",
    })
    .where("id", "=", touch.situation.id)
    .where("clientId", "=", ctx.clientId)
    .execute();
  return null;
}

async function mailboxesByCampaign(db: Db, { clientId }: Ctx, campaignIds: readonly string[]): Promise<Map<string, string[]>> {
  const byCampaign = new Map<string, string[]>();
  for (const campaignId of campaignIds) byCampaign.set(campaignId, await listCampaignMailboxIds(db, { clientId, campaignId }));
  return byCampaign;
}

/** A ledger that already counts the slots earlier plans gave away. */
async function openLedger(db: Db, ctx: Ctx, mailboxes: readonly ResourceCapacity[]): Promise<CapacityLedger> {
  const ledger = new CapacityLedger(mailboxes);
  const zones = await db
    .selectFrom("campaigns as c")
    .innerJoin("clients as k", "k.id", "c.clientId")
    .select(["c.id", "c.timezone as campaignTimezone", "k.timezone as clientTimezone"])
    .where("c.clientId", "=", ctx.clientId)
    .execute();
  const zoneOf = new Map(zones.map((zone) => [zone.id, zone]));
  for (const open of await listOpenSlots(db, { clientId: ctx.clientId, since: subMinutes(ctx.now, STALE_SLOT_MINUTES) })) {
    const zone = zoneOf.get(open.campaignId);
    if (open.slotAt && open.resourceId && zone)
      ledger.countOpen({ slot: open.slotAt, mailboxId: open.resourceId, ...zone, campaignId: open.campaignId });
  }
  return ledger;
}

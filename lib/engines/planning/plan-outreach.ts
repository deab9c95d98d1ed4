import "server-only";
import { addMinutes, min, subDays, subMinutes } from "date-fns";
import type { Ctx } from "@/lib/context";
import type { Db } from "@/lib/db/client";
import { listCampaignSenders, type TouchSituation } from "@/lib/db/queries/gate-facts";
import {
  countWaitingDrafts,
  giveReasons,
  giveSlots,
  keepLook,
  listPlannableTouches,
  lockLeadsOfTouches,
  restartIdleRamps,
  saveFreeTimes,
} from "@/lib/db/queries/planning";
import type { ResourceCapacity } from "@/lib/db/queries/resource-capacity";
import { takeTurns } from "@/lib/db/queries/take-turns";
import { recipientMailHost } from "@/lib/domain/mail-hosts";
import type { Channel } from "@/lib/domain/outreach";
import { requestApproval } from "@/lib/engines/approvals/request-approval";
import { withdrawNeedlessRequests } from "@/lib/engines/approvals/withdraw-needless-requests";
import { applyRefusal } from "@/lib/engines/dispatch/apply-refusal";
import { loadFacts } from "@/lib/engines/gate/load-facts";
import { FIRST_COLD_DAY } from "@/lib/engines/gate/ramp";
import { enqueueEvent } from "@/lib/engines/outbox/enqueue-event";
import { openLedger, STALE_SLOT_MINUTES } from "@/lib/engines/planning/open-ledger";
import { type PlannedTouch, planTouch } from "@/lib/engines/planning/plan-touch";
import { touchDue } from "@/lib/events/catalogue";

/** Slots are given out this far ahead; the plan runs each hour, so nothing falls between two plans. */
export const HORIZON_MINUTES = 65;
/** Drafts are put before a person this far ahead. */
export const APPROVAL_HORIZON_MINUTES = 24 * 60;
/** Far more than a client has due on one day; leads that somebody has to mend first must not hide the others. */
export const MAXIMUM_CANDIDATES = 50_000;
const BATCH = 500;
/** However long nothing can go: what changed without asking for a plan is noticed after this much. */
const LONGEST_REST_MINUTES = 180;
/** A mailbox that rested longer than this starts its ramp again (OP-02). */
const IDLE_DAYS = 14;

type CampaignSenders = ReadonlyMap<string, ReadonlyMap<Channel, string[]>>;
/** `lookAt`: before then nothing that waits could get more than now, as far as a clock decides. */
export type Plan = { slotted: number; approvalsRequested: number; waiting: number; ended: number; lookAt: Date };

/**
 * Gives the next hour's slots of one client to the touches that deserve them most, asking the gate when each could go.
 * What cannot go gets its reason written beside it. Two plans of a client that run at once take turns, and a second one gives
 * nothing out twice.
 */
export async function planOutreach(ctx: Ctx, options: { pepper: string }): Promise<Plan> {
  const plan: Plan = { slotted: 0, approvalsRequested: 0, waiting: 0, ended: 0, lookAt: addMinutes(ctx.now, LONGEST_REST_MINUTES) };
  const { candidates, sendersOf } = await ctx.tx(async (db) => {
    await restartIdleRamps(db, {
      clientId: ctx.clientId,
      idleSince: subDays(ctx.now, IDLE_DAYS),
      restartAt: subDays(ctx.now, FIRST_COLD_DAY - 1),
    });
    await withdrawNeedlessRequests(db, ctx);
    const rows = await listPlannableTouches(db, { ...plannable(ctx), limit: MAXIMUM_CANDIDATES });
    return { candidates: rows, sendersOf: await sendersByCampaign(db, ctx, [...new Set(rows.map((row) => row.campaignId))]) };
  });
  for (let start = 0; start < candidates.length; start += BATCH) {
    const touchIds = candidates.slice(start, start + BATCH).map((row) => row.id);
    const canGoOn = await ctx.tx((db) => planBatch(db, ctx, { touchIds, sendersOf, pepper: options.pepper }, plan));
    if (!canGoOn) {
      if (start + BATCH < candidates.length) plan.lookAt = ctx.now; // the others were not looked at
      break;
    }
  }
  await ctx.tx((db) => keepLook(db, { clientId: ctx.clientId, lookAt: plan.lookAt }));
  return plan;
}

/** @returns whether a further batch could still get anything */
async function planBatch(
  db: Db,
  ctx: Ctx,
  { touchIds, sendersOf, pepper }: { touchIds: readonly string[]; sendersOf: CampaignSenders; pepper: string },
  plan: Plan,
): Promise<boolean> {
  const { clientId, now } = ctx;
  await takeTurns(db, `plan-outreach:${clientId}`);
  const held = await lockLeadsOfTouches(db, { clientId, touchIds });
  const rows = await listPlannableTouches(db, { ...plannable(ctx), touchIds, limit: BATCH });
  const candidates = rows.filter((row) => held.has(row.leadId));
  if (candidates.length < rows.length) plan.lookAt = now;
  if (candidates.length === 0) return true;

  const book = await loadFacts(db, {
    clientId,
    touchIds: candidates.map((row) => row.id),
    resourceIds: [
      ...new Set([
        ...[...sendersOf.values()].flatMap((senders) => [...senders.values()].flat()),
        ...candidates.flatMap((row) => row.senderId ?? []),
      ]),
    ],
    now,
    pepper,
  });
  const ledger = await openLedger(db, { clientId, now, resources: book.resources, pepper });
  const waitingDrafts = await countWaitingDrafts(db, { clientId, now });
  const horizon = { slots: addMinutes(now, HORIZON_MINUTES), drafts: addMinutes(now, APPROVAL_HORIZON_MINUTES) };

  const planned: PlannedTouch[] = [];
  let drafts = 0;
  for (const { id, campaignId } of candidates) {
    const known = book.situations.get(id);
    if (!known) continue;
    const situation = withoutOrphanedDraft(known, book.resources);
    // A first touch of a channel takes the sender with room now; from then on the enrolment keeps it.
    const resourceId =
      situation.senderId ??
      draftedFor(situation) ??
      ledger.chooseSender(sendersOf.get(campaignId)?.get(situation.channel) ?? [], now, recipientMailHost(situation));
    const outcome = planTouch(book.judge(situation, resourceId), { now, horizon, ledger, waitingDrafts: waitingDrafts + drafts });
    if (outcome.kind === "draft") {
      drafts += 1;
      if (resourceId) ledger.noteDraft(resourceId);
    }
    planned.push(outcome);
  }

  await write(db, ctx, planned, plan);
  await saveFreeTimes(db, { clientId, freeAt: ledger.freeTimes() });
  return ledger.hasRoom(now, horizon.slots) || drafts > 0;
}

/** Who signed the text that a person was shown; null where none is kept. */
function draftedFor({ body, resourceId }: TouchSituation): string | null {
  return body === null ? null : resourceId;
}

/** A text signed by a sender who is gone by now is written afresh, by another. */
function withoutOrphanedDraft(situation: TouchSituation, resources: readonly ResourceCapacity[]): TouchSituation {
  const sender = draftedFor(situation);
  const isOrphaned = sender !== null && situation.senderId === null && !resources.some(({ id }) => id === sender);
  return isOrphaned ? { ...situation, subject: null, body: null } : situation;
}

async function write(db: Db, ctx: Ctx, planned: readonly PlannedTouch[], plan: Plan): Promise<void> {
  const { clientId } = ctx;
  const slots = planned.flatMap((outcome) => (outcome.kind === "slot" ? outcome : []));
  const waits = planned.flatMap((outcome) => (outcome.kind === "wait" ? outcome : []));
  const drafts = planned.flatMap((outcome) => (outcome.kind === "draft" ? outcome.touch : []));
  const refusals = planned.flatMap((outcome) => (outcome.kind === "refusal" ? outcome : []));

  await giveSlots(db, { clientId, slots });
  await giveReasons(db, { clientId, waits });
  await requestApproval(db, ctx, ...drafts);
  for (const { situation, decision } of refusals) await applyRefusal(db, ctx, situation, decision);
  await enqueueEvent(
    db,
    ...slots.map(({ touchId, resourceId, slotAt }) => touchDue.create({ clientId, touchId, resourceId, slotAt: slotAt.toISOString() })),
  );
  plan.slotted += slots.length;
  plan.waiting += waits.length;
  const staleAt = slots.map(({ slotAt }) => addMinutes(slotAt, STALE_SLOT_MINUTES));
  plan.lookAt = min([plan.lookAt, ...staleAt, ...waits.flatMap(({ notBefore }) => notBefore ?? [])]);
  plan.approvalsRequested += drafts.length;
  plan.ended += refusals.length;
}

/** Which touches a plan made now looks at. */
export function plannable({ clientId, now }: Pick<Ctx, "clientId" | "now">) {
  return { clientId, dueBefore: addMinutes(now, APPROVAL_HORIZON_MINUTES), staleBefore: subMinutes(now, STALE_SLOT_MINUTES) };
}

async function sendersByCampaign(db: Db, { clientId }: Ctx, campaignIds: readonly string[]): Promise<CampaignSenders> {
  const byCampaign = new Map<string, Map<Channel, string[]>>();
  for (const campaignId of campaignIds) byCampaign.set(campaignId, await listCampaignSenders(db, { clientId, campaignId }));
  return byCampaign;
}

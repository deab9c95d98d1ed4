import "server-only";
import type { Ctx } from "@/lib/context";
import type { Db } from "@/lib/db/client";
import {
  type CampaignStep,
  cancelRemovedTouches,
  type EnrolmentTouch,
  insertMovedTouches,
  listCampaignSteps,
  listEnrolmentsBefore,
  listEnrolmentTouches,
  lockLeads,
  parkNumbers,
  pinVersion,
  writeMovedTouches,
} from "@/lib/db/queries/sequence-versions";
import { recordActivity } from "@/lib/engines/activities/record-activity";
import {
  type HeldTouch,
  planVersionMove,
  type StepText,
  type TargetStep,
  type VersionMove,
} from "@/lib/engines/campaigns/plan-version-move";
import { finishEnrolmentIfDone } from "@/lib/engines/enrolments/stop-enrolments";
import { enqueueEvent } from "@/lib/engines/outbox/enqueue-event";
import { NotFoundError } from "@/lib/errors";
import { planRequested } from "@/lib/events/catalogue";

/** Why a touch is cancelled whose step an edit took out; a later edit may bring it back. */
export const STEP_REMOVED = "step_removed";
const BATCH = 200;

/** `after`: where the next batch begins; null once everybody was looked at. */
export type MovedBatch = { moved: number; stayed: number; after: string | null };

/**
 * Takes leads that are in the middle of earlier versions of a campaign over to this one, a batch in one transaction that holds them, so
 * that no message of theirs leaves meanwhile. Whoever is there already is passed over: a repeat changes nothing.
 * @throws NotFoundError when the client's campaign has no such version
 */
export function moveEnrolments(
  ctx: Ctx,
  { campaignId, versionId, after }: { campaignId: string; versionId: string; after: string | null },
): Promise<MovedBatch> {
  const { clientId } = ctx;
  return ctx.tx(async (db) => {
    const steps = await listCampaignSteps(db, { clientId, campaignId });
    const target = steps.filter(({ sequenceVersionId }) => sequenceVersionId === versionId);
    const version = target[0]?.version;
    if (version === undefined) throw new NotFoundError("This campaign has no such version of its sequence");
    const batch = await listEnrolmentsBefore(db, { clientId, campaignId, version, after, limit: BATCH });
    if (batch.length === 0) return { moved: 0, stayed: 0, after: null };
    await lockLeads(db, { clientId, leadIds: batch.map(({ leadId }) => leadId) });
    // Read again now that nothing happens to them: some may have answered while we waited.
    const touches = await listEnrolmentTouches(db, { clientId, enrolmentIds: batch.map(({ id }) => id) });

    const moves = planMoves(touches, steps, target.map(toTargetStep));
    await writeMoves(db, ctx, { campaignId, versionId, version, moves });
    const stayed = new Set(touches.map(({ enrolmentId }) => enrolmentId)).size - moves.length;
    if (moves.length > 0) {
      await recordActivity(db, ctx, {
        action: "changed",
        campaignId,
        reason: `${moves.length} ${moves.length === 1 ? "lead" : "leads"} went over to version ${version} of the sequence`,
      });
      await enqueueEvent(db, planRequested.create({ clientId }));
    }
    return { moved: moves.length, stayed, after: batch.length < BATCH ? null : (batch.at(-1)?.id ?? null) };
  });
}

type Move = Extract<VersionMove, { kind: "move" }> & { enrolmentId: string; leadId: string };

function planMoves(touches: readonly EnrolmentTouch[], steps: readonly CampaignStep[], target: readonly TargetStep[]): Move[] {
  const stepOf = new Map(steps.map((step) => [step.id, step]));
  return [...Map.groupBy(touches, ({ enrolmentId }) => enrolmentId)].flatMap(([enrolmentId, own]) => {
    const [first] = own;
    if (!first) return [];
    const held = own.flatMap((touch) => toHeldTouch(touch, stepOf.get(touch.stepId)) ?? []);
    const move = planVersionMove({ touches: held, enrolledAt: first.enrolledAt }, target);
    return move.kind === "move" ? [{ ...move, enrolmentId, leadId: first.leadId }] : [];
  });
}

/** A stored touch as the rule sees it; undefined when its step is no longer known, which foreign keys rule out. */
function toHeldTouch(touch: EnrolmentTouch, step: CampaignStep | undefined): HeldTouch | undefined {
  if (!step) return undefined;
  return {
    ...toStepText(step),
    touchId: touch.id,
    stepKey: step.stepKey,
    stepNumber: touch.stepNumber,
    delayDays: step.delayDays,
    standing: standingOf(touch.state, touch.reasonCode === STEP_REMOVED),
    dueAt: touch.dueAt,
    handedOverAt: touch.claimedAt,
  };
}

/** How a touch stands to an edit: behind the lead, or still before them. */
export function standingOf(state: EnrolmentTouch["state"], wasRemoved: boolean): HeldTouch["standing"] {
  switch (state) {
    case "sending":
    case "sent":
    case "unknown":
      return "handed_over";
    case "planned":
    case "awaiting_approval":
    case "ready":
      return "pending";
    case "cancelled":
      return wasRemoved ? "removed" : "settled";
    case "skipped":
    case "failed":
      return "settled";
  }
}

export function toStepText({ channel, purpose, subjectTemplate, bodyTemplate }: StepText): StepText {
  return { channel, purpose, subjectTemplate, bodyTemplate };
}

function toTargetStep(step: CampaignStep): TargetStep {
  return { ...toStepText(step), stepId: step.id, stepKey: step.stepKey, delayDays: step.delayDays };
}

async function writeMoves(
  db: Db,
  { clientId, now }: Ctx,
  { campaignId, versionId, version, moves }: { campaignId: string; versionId: string; version: number; moves: readonly Move[] },
): Promise<void> {
  const removed = moves.flatMap((move) => move.removed);
  const placed = moves.flatMap(({ placed: steps, enrolmentId, leadId }) =>
    steps.map(({ step, ...rest }) => ({ ...rest, enrolmentId, leadId, stepKey: step.stepKey, stepId: step.stepId, channel: step.channel })),
  );
  const kept = placed.flatMap(({ touchId, ...step }) => (touchId === null ? [] : { ...step, touchId }));
  await parkNumbers(db, { clientId, touchIds: [...kept, ...removed].map(({ touchId }) => touchId) });
  await writeMovedTouches(db, { clientId, touches: kept });
  await cancelRemovedTouches(db, {
    clientId,
    touches: removed,
    reasonCode: STEP_REMOVED,
    reason: `Version ${version} of the sequence has no such step for them`,
  });
  const fresh = placed.filter(({ touchId }) => touchId === null);
  await insertMovedTouches(db, {
    clientId,
    campaignId,
    touches: fresh.map(({ enrolmentId, leadId, stepKey, stepId, stepNumber, channel, dueAt }) => ({
      enrolmentId,
      leadId,
      stepKey,
      stepId,
      stepNumber,
      channel,
      dueAt,
    })),
  });
  await pinVersion(db, { clientId, enrolmentIds: moves.map(({ enrolmentId }) => enrolmentId), versionId });
  for (const { enrolmentId, placed: steps } of moves) {
    if (steps.length === 0) await finishEnrolmentIfDone(db, { clientId, enrolmentId, now });
  }
}

import "server-only";
import { z } from "zod";
import { type Ctx, requireRole } from "@/lib/context";
import type { Db } from "@/lib/db/client";
import { type CampaignStep, listCampaignSteps } from "@/lib/db/queries/sequence-versions";
import { type SequenceStepInput, STEP_WRITERS, sequenceStepInput, type VersionMoves } from "@/lib/domain/campaigns";
import { addSequenceVersion, type NewStep } from "@/lib/engines/campaigns/add-sequence-version";
import { enqueueEvent } from "@/lib/engines/outbox/enqueue-event";
import { ConflictError, InvalidError, NotFoundError } from "@/lib/errors";
import { sequenceMoveRequested } from "@/lib/events/catalogue";

export type EditSequenceInput = {
  campaignId: string;
  steps: SequenceStepInput[];
  /** `in_flight`: leads in the middle of the sequence go over to the new version; absent: they finish the one they started with. */
  moves?: VersionMoves;
  /** The version that was changed; absent: whichever is in force. */
  basedOnVersion?: number;
};

/**
 * Stores changed steps as a new version. A step that names its key is the same step, whatever became of its text, channel or place; so
 * nobody gets it twice when they go over. Going over happens afterwards, a batch of leads at a time (`moveEnrolments`).
 * @throws NotFoundError when the client has no such campaign
 * @throws ConflictError when somebody else saved a version meanwhile
 * @throws InvalidError when the first e-mail has no subject, or a key is used twice or is none of this campaign's
 */
export function editSequence(ctx: Ctx, { campaignId, steps, moves = "new_only", basedOnVersion }: EditSequenceInput) {
  requireRole(ctx, "member");
  const parsed = z.array(sequenceStepInput).min(1).max(10).parse(steps);
  const firstEmail = parsed.findIndex(({ channel }) => channel === "email");
  if (firstEmail >= 0 && !parsed[firstEmail]?.subjectTemplate)
    throw new InvalidError("The first e-mail needs a subject; the later ones answer in its thread", `steps.${firstEmail}.subjectTemplate`);
  return ctx.tx(async (db): Promise<{ version: number }> => {
    const activeVersionId = await holdCampaign(db, ctx, campaignId);
    const known = await listCampaignSteps(db, { clientId: ctx.clientId, campaignId });
    const inForce = known.filter(({ sequenceVersionId }) => sequenceVersionId === activeVersionId);
    if (basedOnVersion !== undefined && (inForce[0]?.version ?? 0) !== basedOnVersion)
      throw new ConflictError(
        "Somebody saved another version while you were writing. Copy your changes, reload the page and make them there.",
      );
    refuseStrangeKeys(parsed, known);

    const { version, versionId } = await addSequenceVersion(db, ctx, {
      campaignId,
      steps: parsed.map((step) => withAuthor(step, known)),
      moves,
      isInForce: true,
    });
    if (moves === "in_flight") await enqueueEvent(db, sequenceMoveRequested.create({ clientId: ctx.clientId, campaignId, versionId }));
    return { version };
  });
}

/**
 * Holds a campaign until the end of the transaction.
 * @returns the version in force
 * @throws NotFoundError when the client has no such campaign
 */
export async function holdCampaign(db: Db, { clientId }: Pick<Ctx, "clientId">, campaignId: string): Promise<string | null> {
  const campaign = await db
    .selectFrom("campaigns")
    .select("activeVersionId")
    .where("id", "=", campaignId)
    .where("clientId", "=", clientId)
    .where("deletedAt", "is", null)
    .forUpdate()
    .executeTakeFirst();
  if (!campaign) throw new NotFoundError("There is no such campaign in this workspace");
  return campaign.activeVersionId;
}

function refuseStrangeKeys(steps: readonly SequenceStepInput[], known: readonly CampaignStep[]): void {
  const ofCampaign = new Set(known.map(({ stepKey }) => stepKey));
  const seen = new Set<string>();
  for (const [index, { stepKey }] of steps.entries()) {
    if (stepKey === undefined) continue;
    if (!ofCampaign.has(stepKey)) throw new InvalidError("This step is of another campaign; add it as a new one", `steps.${index}.stepKey`);
    if (seen.has(stepKey)) throw new InvalidError("This step is there twice; add the second as a new one", `steps.${index}.stepKey`);
    seen.add(stepKey);
  }
}

/** Words that a person did not change stay whose they were, and so do the reasons of a channel and a gap that did not change. */
function withAuthor(step: SequenceStepInput, known: readonly CampaignStep[]): NewStep {
  const own = known.filter(({ stepKey }) => stepKey === step.stepKey);
  const same = own.findLast(
    ({ channel, subjectTemplate, bodyTemplate }) =>
      channel === step.channel && subjectTemplate === step.subjectTemplate && bodyTemplate === step.bodyTemplate,
  );
  const before = same ?? own.at(-1);
  if (!before) return { ...step, writtenBy: "person", channelReason: null, gapReason: null };
  return {
    ...step,
    writtenBy: STEP_WRITERS.find((writer) => writer === same?.writtenBy) ?? "person",
    channelReason: before.channel === step.channel ? before.channelReason : null,
    gapReason: before.channel === step.channel && before.delayDays === step.delayDays ? before.gapReason : null,
  };
}

import "server-only";
import { actingUserId, type Ctx } from "@/lib/context";
import type { Db } from "@/lib/db/client";
import type { SequenceStepInput, StepWriter, VersionMoves } from "@/lib/domain/campaigns";

/** A step to be stored: who wrote it, and why it stands where it stands, where that is known. */
export type NewStep = SequenceStepInput & { writtenBy?: StepWriter; channelReason?: string | null; gapReason?: string | null };

/**
 * Stores steps as the campaign's next version. In force, it is the one new enrolments take; those that run keep theirs until somebody
 * moves them. The caller holds the campaign.
 */
export async function addSequenceVersion(
  db: Db,
  ctx: Ctx,
  { campaignId, steps, moves, isInForce }: { campaignId: string; steps: readonly NewStep[]; moves: VersionMoves; isInForce: boolean },
): Promise<{ version: number; versionId: string }> {
  const { clientId } = ctx;
  const latest = await db
    .selectFrom("sequenceVersions")
    .select(({ fn }) => fn.max("version").as("version"))
    .where("clientId", "=", clientId)
    .where("campaignId", "=", campaignId)
    .executeTakeFirst();
  const version = (latest?.version ?? 0) + 1;
  const { id: versionId } = await db
    .insertInto("sequenceVersions")
    .values({ clientId, campaignId, version, moves, createdBy: actingUserId(ctx), createdAt: ctx.now })
    .returning("id")
    .executeTakeFirstOrThrow();
  await db
    .insertInto("sequenceSteps")
    .values(steps.map((step, index) => ({ clientId, sequenceVersionId: versionId, stepNumber: index + 1, ...step })))
    .execute();
  if (isInForce) {
    await db
      .updateTable("campaigns")
      .set({ activeVersionId: versionId })
      .where("id", "=", campaignId)
      .where("clientId", "=", clientId)
      .execute();
  }
  return { version, versionId };
}

import "server-only";
import { sql } from "kysely";
import type { Db } from "@/lib/db/client";
import type { ChannelType, TouchState } from "@/lib/db/types.gen";

/** What a step says and why, as every list of steps reads it. */
const STEP_COLUMNS = [
  "s.stepKey",
  "s.stepNumber",
  "s.channel",
  "s.delayDays",
  "s.purpose",
  "s.subjectTemplate",
  "s.bodyTemplate",
  "s.channelReason",
  "s.gapReason",
  "s.writtenBy",
] as const;

type CampaignScope = { clientId: string; campaignId: string };

/** Steps of the version that new enrolments take. */
export function listActiveSteps(db: Db, { clientId, campaignId }: CampaignScope) {
  return selectSteps(db)
    .innerJoin("campaigns as c", "c.activeVersionId", "s.sequenceVersionId")
    .where("c.clientId", "=", clientId)
    .where("c.id", "=", campaignId)
    .where("s.clientId", "=", clientId)
    .orderBy("s.stepNumber")
    .limit(20)
    .execute();
}
export type ActiveStep = Awaited<ReturnType<typeof listActiveSteps>>[number];

/** Steps of one version of a campaign, in force or not. */
export function listVersionSteps(db: Db, { clientId, campaignId, version }: CampaignScope & { version: number }) {
  return selectSteps(db)
    .innerJoin("sequenceVersions as v", "v.id", "s.sequenceVersionId")
    .where("s.clientId", "=", clientId)
    .where("v.clientId", "=", clientId)
    .where("v.campaignId", "=", campaignId)
    .where("v.version", "=", version)
    .orderBy("s.stepNumber")
    .limit(20)
    .execute();
}

function selectSteps(db: Db) {
  return db.selectFrom("sequenceSteps as s").select(["s.id", ...STEP_COLUMNS]);
}

/** Every step a campaign ever had, version by version. */
export function listCampaignSteps(db: Db, { clientId, campaignId }: CampaignScope) {
  return db
    .selectFrom("sequenceSteps as s")
    .innerJoin("sequenceVersions as v", "v.id", "s.sequenceVersionId")
    .select(["s.id", "s.sequenceVersionId", "v.version", ...STEP_COLUMNS])
    .where("s.clientId", "=", clientId)
    .where("v.clientId", "=", clientId)
    .where("v.campaignId", "=", campaignId)
    .orderBy("v.version")
    .orderBy("s.stepNumber")
    .execute();
}
export type CampaignStep = Awaited<ReturnType<typeof listCampaignSteps>>[number];

/** The highest version number a campaign has given out; 0 for none. */
export async function findNewestVersion(db: Db, { clientId, campaignId }: CampaignScope): Promise<number> {
  const row = await db
    .selectFrom("sequenceVersions")
    .select(({ fn }) => fn.max("version").as("version"))
    .where("clientId", "=", clientId)
    .where("campaignId", "=", campaignId)
    .executeTakeFirst();
  return row?.version ?? 0;
}

/** What a lead has behind and before them: each touch's step and state, in order. */
export type TouchPattern = { stepId: string; state: TouchState; wasRemoved: boolean }[];

/**
 * The situations leads of a campaign are in that a new version could change, with how many are in each: people differ, their places in a
 * sequence hardly do.
 */
export async function listTouchPatterns(
  db: Db,
  { clientId, campaignId, removedCode }: CampaignScope & { removedCode: string },
): Promise<{ pattern: TouchPattern; leads: number }[]> {
  const { rows } = await sql<{ pattern: TouchPattern; leads: number }>`
    with mine as (
      select t.enrolment_id, jsonb_agg(jsonb_build_object('stepId', t.step_id, 'state', t.state,
        'wasRemoved', coalesce(t.state = 'cancelled' and t.reason_code = ${removedCode}, false)) order by t.step_number) as pattern
      from enrolments e join touches t on t.enrolment_id = e.id
      where e.client_id = ${clientId} and e.campaign_id = ${campaignId} and e.state in ('active', 'paused')
      group by t.enrolment_id
    )
    select pattern, count(*) as leads from mine group by pattern order by leads desc, pattern::text
  `.execute(db);
  return rows;
}

/** Leads in the middle of versions before this one, in a fixed order. */
export function listEnrolmentsBefore(
  db: Db,
  scope: CampaignScope & { version: number; after: string | null; limit: number },
): Promise<{ id: string; leadId: string }[]> {
  return db
    .selectFrom("enrolments as e")
    .innerJoin("sequenceVersions as v", "v.id", "e.sequenceVersionId")
    .select(["e.id", "e.leadId"])
    .where("e.clientId", "=", scope.clientId)
    .where("v.clientId", "=", scope.clientId)
    .where("v.campaignId", "=", scope.campaignId)
    .where("v.version", "<", scope.version)
    .where("e.state", "in", ["active", "paused"])
    .$if(scope.after !== null, (query) => query.where("e.id", ">", scope.after ?? ""))
    .orderBy("e.id")
    .limit(scope.limit)
    .execute();
}

/** Holds leads until the end of the transaction, in the order of their ids as everybody does. */
export async function lockLeads(db: Db, { clientId, leadIds }: { clientId: string; leadIds: readonly string[] }): Promise<void> {
  await db
    .selectFrom("leads")
    .select("id")
    .where("clientId", "=", clientId)
    .where("id", "in", leadIds)
    .orderBy("id")
    .forNoKeyUpdate()
    .execute();
}

/** The touches of running enrolments, with when each was handed over. The caller holds their leads. */
export function listEnrolmentTouches(db: Db, { clientId, enrolmentIds }: { clientId: string; enrolmentIds: readonly string[] }) {
  return db
    .selectFrom("enrolments as e")
    .innerJoin("touches as t", "t.enrolmentId", "e.id")
    .select([
      "e.id as enrolmentId",
      "e.leadId",
      "e.enrolledAt",
      "t.id",
      "t.stepId",
      "t.stepNumber",
      "t.state",
      "t.reasonCode",
      "t.dueAt",
      "t.claimedAt",
    ])
    .where("e.clientId", "=", clientId)
    .where("e.id", "in", enrolmentIds)
    .where("e.state", "in", ["active", "paused"])
    .orderBy("e.id")
    .orderBy("t.stepNumber")
    .execute();
}
export type EnrolmentTouch = Awaited<ReturnType<typeof listEnrolmentTouches>>[number];

/** A touch that goes over to a step of another version. */
export type MovedTouch = {
  touchId: string;
  stepId: string;
  stepNumber: number;
  channel: ChannelType;
  dueAt: Date;
  /** Drops its draft and slot; else `isLater` drops the slot alone. */
  isRewritten: boolean;
  isLater: boolean;
};

/** Takes the numbers of these touches out of the way, so that they can be given anew in any order. */
export async function parkNumbers(db: Db, { clientId, touchIds }: { clientId: string; touchIds: readonly string[] }): Promise<void> {
  if (touchIds.length === 0) return;
  await sql`update touches set step_number = step_number + 100000 where client_id = ${clientId} and id = any (${touchIds}::uuid[])`.execute(
    db,
  );
}

/** Writes moved touches in one statement. The caller holds their leads and has parked their numbers. */
export async function writeMovedTouches(
  db: Db,
  { clientId, touches }: { clientId: string; touches: readonly MovedTouch[] },
): Promise<void> {
  if (touches.length === 0) return;
  await sql`
    update touches t set
      step_id = m.step_id, step_number = m.step_number, channel = m.channel, due_at = m.due_at,
      state = case when m.is_rewritten or (m.is_later and t.state = 'ready') then 'planned'::touch_state else t.state end,
      slot_at = case when m.is_rewritten or m.is_later then null else t.slot_at end,
      resource_id = case when m.is_rewritten then null else t.resource_id end,
      subject = case when m.is_rewritten then null else t.subject end,
      body = case when m.is_rewritten then null else t.body end,
      content_hash = case when m.is_rewritten then null else t.content_hash end,
      reason_code = case when m.is_rewritten then null else t.reason_code end,
      reason = case when m.is_rewritten then null else t.reason end
    from unnest(
      ${touches.map(({ touchId }) => touchId)}::uuid[], ${touches.map(({ stepId }) => stepId)}::uuid[],
      ${touches.map(({ stepNumber }) => stepNumber)}::int[], ${touches.map(({ channel }) => channel)}::channel_type[],
      ${touches.map(({ dueAt }) => dueAt)}::timestamptz[], ${touches.map(({ isRewritten }) => isRewritten)}::boolean[],
      ${touches.map(({ isLater }) => isLater)}::boolean[]
    ) as m (id, step_id, step_number, channel, due_at, is_rewritten, is_later)
    where t.client_id = ${clientId} and t.id = m.id
  `.execute(db);
  const redrafted = touches.filter(({ isRewritten }) => isRewritten).map(({ touchId }) => touchId);
  await supersedeDrafts(db, { clientId, touchIds: redrafted });
}

/** Cancels touches whose step is gone. The caller holds their leads and has parked their numbers. */
export async function cancelRemovedTouches(
  db: Db,
  {
    clientId,
    touches,
    reasonCode,
    reason,
  }: { clientId: string; touches: readonly { touchId: string; stepNumber: number }[]; reasonCode: string; reason: string },
): Promise<void> {
  if (touches.length === 0) return;
  await sql`
    update touches t set step_number = m.step_number, state = 'cancelled', slot_at = null, reason_code = ${reasonCode}, reason = ${reason}
    from unnest(${touches.map(({ touchId }) => touchId)}::uuid[], ${touches.map(({ stepNumber }) => stepNumber)}::int[]) as m (id, step_number)
    where t.client_id = ${clientId} and t.id = m.id
  `.execute(db);
  await supersedeDrafts(db, { clientId, touchIds: touches.map(({ touchId }) => touchId) });
}

async function supersedeDrafts(db: Db, { clientId, touchIds }: { clientId: string; touchIds: readonly string[] }): Promise<void> {
  if (touchIds.length === 0) return;
  await db
    .updateTable("approvals")
    .set({ status: "superseded" })
    .where("clientId", "=", clientId)
    .where("touchId", "in", touchIds)
    .where("status", "=", "pending")
    .execute();
}

/** Adds the touches of steps a lead did not have before; one that is there already stays as it is. */
export async function insertMovedTouches(
  db: Db,
  {
    clientId,
    campaignId,
    touches,
  }: {
    clientId: string;
    campaignId: string;
    touches: readonly (Omit<MovedTouch, "touchId" | "isRewritten" | "isLater"> & {
      enrolmentId: string;
      leadId: string;
      stepKey: string;
    })[];
  },
): Promise<void> {
  if (touches.length === 0) return;
  await db
    .insertInto("touches")
    .values(
      touches.map(({ stepKey, leadId, ...touch }) => ({ clientId, campaignId, leadId, ...touch, idempotencyKey: `${leadId}:${stepKey}` })),
    )
    .onConflict((conflict) => conflict.column("idempotencyKey").doNothing())
    .execute();
}

export async function pinVersion(
  db: Db,
  { clientId, enrolmentIds, versionId }: { clientId: string; enrolmentIds: readonly string[]; versionId: string },
): Promise<void> {
  if (enrolmentIds.length === 0) return;
  await db
    .updateTable("enrolments")
    .set({ sequenceVersionId: versionId })
    .where("clientId", "=", clientId)
    .where("id", "in", enrolmentIds)
    .execute();
}

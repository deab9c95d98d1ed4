import "server-only";
import { sql } from "kysely";
import type { Db } from "@/lib/db/client";
import { PENDING_TOUCH_STATES } from "@/lib/domain/outreach";

/**
 * Locks a lead, then one of its touches: the order everybody keeps, so that a stop and a send of the same person wait for each
 * other and never deadlock.
 * @returns undefined when the client has no such touch
 */
export async function lockTouch(db: Db, { clientId, touchId }: { clientId: string; touchId: string }) {
  const owner = await db
    .selectFrom("touches")
    .select("leadId")
    .where("id", "=", touchId)
    .where("clientId", "=", clientId)
    .executeTakeFirst();
  if (!owner) return undefined;
  await lockLead(db, { clientId, leadId: owner.leadId });
  return db
    .selectFrom("touches")
    .select([
      "id",
      "leadId",
      "campaignId",
      "enrolmentId",
      "stepNumber",
      "state",
      "dueAt",
      "slotAt",
      "resourceId",
      "attempts",
      "claimedAt",
      "messageId",
      "channel",
    ])
    .where("id", "=", touchId)
    .forUpdate()
    .executeTakeFirstOrThrow();
}

/** Holds a lead until the end of the transaction; whoever changes what may happen to it does this first. */
export async function lockLead(db: Db, { clientId, leadId }: { clientId: string; leadId: string }): Promise<void> {
  await db.selectFrom("leads").select("id").where("clientId", "=", clientId).where("id", "=", leadId).forUpdate().execute();
}

/** Moves every later pending step of an enrolment by the same time, so that a late step keeps the gaps behind it. */
export async function shiftLaterTouches(
  db: Db,
  { clientId, enrolmentId, stepNumber, byMs }: { clientId: string; enrolmentId: string; stepNumber: number; byMs: number },
): Promise<void> {
  if (byMs <= 0) return;
  await db
    .updateTable("touches")
    .set({ dueAt: sql`due_at + ${byMs} * interval '1 millisecond'` })
    .where("clientId", "=", clientId)
    .where("enrolmentId", "=", enrolmentId)
    .where("stepNumber", ">", stepNumber)
    .where("state", "in", PENDING_TOUCH_STATES)
    .execute();
}

/**
 * Takes a row lock on every counter a hand-over needs, creating today's rows, in one fixed order.
 * After this the counts read in the same transaction are exact.
 */
export async function lockCounters(
  db: Db,
  scope: {
    clientId: string;
    clientDay: string;
    campaignId: string;
    campaignDay: string;
    resources: readonly { id: string; day: string; cap: number }[];
  },
): Promise<void> {
  await sql`
    insert into outreach_usage (client_id, campaign_id, day, used)
    values (${scope.clientId}, null, ${scope.clientDay}::date, 0), (${scope.clientId}, ${scope.campaignId}, ${scope.campaignDay}::date, 0)
    on conflict (client_id, campaign_id, day) do update set used = outreach_usage.used
  `.execute(db);
  for (const { id, day, cap } of scope.resources) {
    await sql`
      insert into resource_usage (resource_id, client_id, day, used, cap)
      values (${id}, ${scope.clientId}, ${day}::date, 0, ${cap})
      on conflict (resource_id, day) do update set cap = greatest(resource_usage.used, excluded.cap)
    `.execute(db);
  }
}

/** Counts one hand-over (`by: 1`) or gives it back when it certainly did not happen (`by: -1`). */
export async function countHandOver(
  db: Db,
  scope: {
    clientId: string;
    clientDay: string;
    campaignId: string;
    campaignDay: string;
    resources: readonly { id: string; day: string }[];
    by: 1 | -1;
  },
): Promise<void> {
  await sql`
    update outreach_usage set used = used + ${scope.by}
    where client_id = ${scope.clientId}
      and ((campaign_id is null and day = ${scope.clientDay}::date) or (campaign_id = ${scope.campaignId} and day = ${scope.campaignDay}::date))
  `.execute(db);
  for (const { id, day } of scope.resources) {
    await sql`update resource_usage set used = used + ${scope.by} where resource_id = ${id} and day = ${day}::date`.execute(db);
  }
}

import "server-only";
import { sql } from "kysely";
import type { Db } from "@/lib/db/client";
import { PENDING_TOUCH_STATES } from "@/lib/domain/outreach";

/**
 * Locks a lead, then one of its touches: the order everybody keeps, so that a stop and a send of the same person wait for each
 * other and never deadlock. One statement: the touch is looked for once its lead is held, and is read as it is then.
 * @returns undefined when the client has no such touch
 */
export function lockTouch(db: Db, { clientId, touchId }: { clientId: string; touchId: string }) {
  return db
    .with("held", (qb) =>
      qb
        .selectFrom("leads")
        .select("id")
        .where("clientId", "=", clientId)
        .where("id", "=", (eb) => eb.selectFrom("touches").select("leadId").where("id", "=", touchId).where("clientId", "=", clientId))
        .forUpdate(),
    )
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
    .where("clientId", "=", clientId)
    .where(({ exists, selectFrom }) => exists(selectFrom("held").select("held.id")))
    .forUpdate()
    .executeTakeFirst();
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
 * Takes a row lock on every counter a hand-over needs, creating today's rows, in one fixed order: client, campaign, then `resources` as
 * they are given. After this the counts read in the same transaction are exact.
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
  const { resources } = scope;
  // Counting `outreach` is what makes the resources wait until those rows are held; by itself the order of two writes is open.
  await sql`
    with outreach as (
      insert into outreach_usage (client_id, campaign_id, day, used)
      values (${scope.clientId}, null, ${scope.clientDay}::date, 0), (${scope.clientId}, ${scope.campaignId}, ${scope.campaignDay}::date, 0)
      on conflict (client_id, campaign_id, day) do update set used = outreach_usage.used
      returning day
    )
    insert into resource_usage (resource_id, client_id, day, used, cap)
    select r.id, ${scope.clientId}::uuid, r.day, 0, r.cap
    from (select count(*) from outreach) as held, unnest(
      ${resources.map(({ id }) => id)}::uuid[], ${resources.map(({ day }) => day)}::date[], ${resources.map(({ cap }) => cap)}::int[]
    ) with ordinality as r (id, day, cap, place)
    order by r.place
    on conflict (resource_id, day) do update set cap = greatest(resource_usage.used, excluded.cap)
  `.execute(db);
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
    with carried as (
      update resource_usage u set used = u.used + ${scope.by}
      from unnest(${scope.resources.map(({ id }) => id)}::uuid[], ${scope.resources.map(({ day }) => day)}::date[]) as r (id, day)
      where u.resource_id = r.id and u.day = r.day
    )
    update outreach_usage set used = used + ${scope.by}
    where client_id = ${scope.clientId}
      and ((campaign_id is null and day = ${scope.clientDay}::date) or (campaign_id = ${scope.campaignId} and day = ${scope.campaignDay}::date))
  `.execute(db);
}

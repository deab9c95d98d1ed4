import "server-only";
import { sql } from "kysely";
import type { Db } from "@/lib/db/client";

/**
 * Locks the day's counters of what carries an answer, creating them, in the order they are given: the domain above a mailbox first, as
 * dispatching does. After this the counts are exact until the transaction ends.
 * @returns what each has carried, outreach and answers, by resource
 */
export async function lockAnswerCounters(
  db: Db,
  { clientId, resources }: { clientId: string; resources: readonly { id: string; day: string; cap: number }[] },
): Promise<Map<string, number>> {
  const { rows } = await sql<{ resourceId: string; used: number }>`
    insert into resource_usage (resource_id, client_id, day, used, cap)
    select r.id, ${clientId}::uuid, r.day, 0, r.cap
    from unnest(
      ${resources.map(({ id }) => id)}::uuid[], ${resources.map(({ day }) => day)}::date[], ${resources.map(({ cap }) => cap)}::int[]
    ) with ordinality as r (id, day, cap, place)
    order by r.place
    on conflict (resource_id, day) do update set cap = greatest(resource_usage.used, excluded.cap)
    returning resource_id, used
  `.execute(db);
  return new Map(rows.map(({ resourceId, used }) => [resourceId, used]));
}

/** Counts one answer (`by: 1`), or gives it back when it certainly did not leave (`by: -1`). */
export async function countAnswer(
  db: Db,
  { clientId, resources, by }: { clientId: string; resources: readonly { id: string; day: string }[]; by: 1 | -1 },
): Promise<void> {
  await sql`
    update resource_usage u set used = u.used + ${by}
    from unnest(${resources.map(({ id }) => id)}::uuid[], ${resources.map(({ day }) => day)}::date[]) as r (id, day)
    where u.client_id = ${clientId} and u.resource_id = r.id and u.day = r.day
  `.execute(db);
}

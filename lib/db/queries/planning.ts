import "server-only";
import { sql } from "kysely";
import type { Db } from "@/lib/db/client";

/**
 * Holds the leads of these touches until the end of the transaction. One that somebody else holds (a reply comes in, a message
 * goes out) is passed over: it belongs to the next plan.
 * @returns the ids of the leads that are held
 */
export async function lockLeadsOfTouches(
  db: Db,
  { clientId, touchIds }: { clientId: string; touchIds: readonly string[] },
): Promise<ReadonlySet<string>> {
  const rows = await db
    .selectFrom("leads as l")
    .select("l.id")
    .where("l.clientId", "=", clientId)
    .where("l.id", "in", (eb) =>
      eb.selectFrom("touches as t").select("t.leadId").where("t.clientId", "=", clientId).where("t.id", "in", touchIds),
    )
    .orderBy("l.id")
    .forNoKeyUpdate()
    .skipLocked()
    .execute();
  return new Set(rows.map((row) => row.id));
}

/**
 * Touches a client could send soon: due, in a running enrolment of an active campaign, not waiting for anybody.
 * Follow-ups before new intros, then the hottest lead first; the address breaks ties so that a plan can be repeated.
 * @param scope `touchIds`: only what is still plannable among these
 */
export function listPlannableTouches(
  db: Db,
  scope: { clientId: string; dueBefore: Date; staleBefore: Date; touchIds?: readonly string[]; limit: number },
) {
  return (
    db
      // Found by themselves, through the index of what is pending: a plan that begins at the campaign reads all it ever sent.
      .with(
        (cte) => cte("due").materialized(),
        (due) =>
          due
            .selectFrom("touches")
            .select(["id", "campaignId", "leadId", "enrolmentId", "stepNumber", "channel", "dueAt"])
            .where("clientId", "=", scope.clientId)
            .$if(scope.touchIds !== undefined, (query) => query.where("id", "in", scope.touchIds ?? []))
            .where("dueAt", "<=", scope.dueBefore)
            .where((eb) => eb.or([eb("state", "=", "planned"), eb.and([eb("state", "=", "ready"), eb("slotAt", "<", scope.staleBefore)])])),
      )
      .selectFrom("due as t")
      .innerJoin("enrolments as e", "e.id", "t.enrolmentId")
      .innerJoin("campaigns as c", "c.id", "t.campaignId")
      .innerJoin("leads as l", "l.id", "t.leadId")
      .leftJoin("enrolmentSenders as es", (join) => join.onRef("es.enrolmentId", "=", "e.id").onRef("es.channel", "=", "t.channel"))
      .select(["t.id", "t.campaignId", "t.leadId", "es.resourceId as senderId"])
      .where("e.clientId", "=", scope.clientId)
      .where("c.clientId", "=", scope.clientId)
      .where("e.state", "=", "active")
      .where("c.status", "=", "active")
      // A step waits for the one before it.
      .where(({ not, exists, selectFrom }) =>
        not(
          exists(
            selectFrom("touches as earlier")
              .select("earlier.id")
              .whereRef("earlier.enrolmentId", "=", "t.enrolmentId")
              .whereRef("earlier.stepNumber", "<", "t.stepNumber")
              .where("earlier.state", "in", ["planned", "awaiting_approval", "ready", "sending"]),
          ),
        ),
      )
      .orderBy(sql`(t.step_number > 1)`, "desc")
      .orderBy(sql`l.als_score desc nulls last`)
      .orderBy("t.dueAt")
      .orderBy("l.email")
      .limit(scope.limit)
      .execute()
  );
}

/** Slots already given out and not used yet, with the zones whose days they count in and the people they are for. */
export function listOpenSlots(db: Db, scope: { clientId: string; since: Date }) {
  return db
    .selectFrom("touches as t")
    .innerJoin("campaigns as c", "c.id", "t.campaignId")
    .innerJoin("clients as k", "k.id", "t.clientId")
    .innerJoin("resources as m", "m.id", "t.resourceId")
    .innerJoin("leads as l", "l.id", "t.leadId")
    .leftJoin("resources as d", "d.id", "m.parentId")
    .select([
      "t.slotAt",
      "t.campaignId",
      "c.timezone as campaignTimezone",
      "k.timezone as clientTimezone",
      "m.id as resourceId",
      "m.timezone as resourceTimezone",
      "d.id as parentId",
      "d.timezone as parentTimezone",
      "l.id as leadId",
      "l.email",
      "l.phone",
      "l.linkedinUrl",
      "l.domain",
      "l.status as leadStatus",
      sql<string | null>`case when t.channel = 'email' then lower(split_part(l.email::text, '@', 2)) end`.as("emailDomain"),
    ])
    .where("t.clientId", "=", scope.clientId)
    .where("t.state", "=", "ready")
    .where("t.slotAt", ">=", scope.since)
    .execute();
}
/** How many drafts wait for a decision that has not lapsed. */
export async function countWaitingDrafts(db: Db, { clientId, now }: { clientId: string; now: Date }): Promise<number> {
  const row = await db
    .selectFrom("approvals")
    .select(({ fn }) => fn.countAll<number>().as("n"))
    .where("clientId", "=", clientId)
    .where("status", "=", "pending")
    .where("expiresAt", ">", now)
    .executeTakeFirstOrThrow();
  return row.n;
}

/** Gives touches their slots. The caller holds their leads. */
export async function giveSlots(
  db: Db,
  { clientId, slots }: { clientId: string; slots: readonly { touchId: string; slotAt: Date; resourceId: string }[] },
): Promise<void> {
  if (slots.length === 0) return;
  await sql`
    update touches t
    set state = 'ready', slot_at = s.slot_at, resource_id = s.resource_id, reason_code = null, reason = null
    from unnest(
      ${slots.map((slot) => slot.touchId)}::uuid[], ${slots.map((slot) => slot.slotAt)}::timestamptz[],
      ${slots.map((slot) => slot.resourceId)}::uuid[]
    ) as s (touch_id, slot_at, resource_id)
    where t.client_id = ${clientId} and t.id = s.touch_id and t.state in ('planned', 'ready')
  `.execute(db);
}

/** Leaves touches where they are, each with the reason a person would ask for. The caller holds their leads. */
export async function giveReasons(
  db: Db,
  { clientId, waits }: { clientId: string; waits: readonly { touchId: string; code: string; reason: string }[] },
): Promise<void> {
  if (waits.length === 0) return;
  await sql`
    update touches t
    set state = 'planned', slot_at = null, reason_code = w.code, reason = w.reason
    from unnest(
      ${waits.map((wait) => wait.touchId)}::uuid[], ${waits.map((wait) => wait.code)}::text[], ${waits.map((wait) => wait.reason)}::text[]
    ) as w (touch_id, code, reason)
    where t.client_id = ${clientId} and t.id = w.touch_id and t.state in ('planned', 'ready')
      -- A plan runs each hour; what has not changed is not written again.
      and (t.state, t.reason_code, t.reason) is distinct from ('planned'::touch_state, w.code, w.reason)
  `.execute(db);
}

/** Keeps when each resource is free again after the slots a plan gave away. */
export async function saveFreeTimes(db: Db, { clientId, freeAt }: { clientId: string; freeAt: ReadonlyMap<string, Date> }): Promise<void> {
  if (freeAt.size === 0) return;
  await sql`
    update resources r set next_free_at = f.free_at
    from unnest(${[...freeAt.keys()]}::uuid[], ${[...freeAt.values()]}::timestamptz[]) as f (id, free_at)
    where r.client_id = ${clientId} and r.id = f.id and r.next_free_at is distinct from f.free_at
  `.execute(db);
}

/**
 * Puts mailboxes that rested for long back to where cold sending starts (OP-02), whatever they were before.
 * @param scope `idleSince`: last used before this; `restartAt`: the first day of warm-up that makes today the first cold day
 */
export async function restartIdleRamps(
  db: Db,
  { clientId, idleSince, restartAt }: { clientId: string; idleSince: Date; restartAt: Date },
): Promise<void> {
  await db
    .updateTable("resources")
    .set({ rampStartedAt: restartAt, isPrewarmed: false })
    .where("clientId", "=", clientId)
    .where("kind", "=", "mailbox")
    .where("deletedAt", "is", null)
    .where("lastUsedAt", "<", idleSince)
    .where((eb) => eb.or([eb("isPrewarmed", "=", true), eb("rampStartedAt", "<", restartAt)]))
    .execute();
}

/** Clients with anything pending whose look has come, for the hourly plan: one look into the index a client, however much is pending. */
export async function listClientsToPlan(db: Db, { now, dueBefore }: { now: Date; dueBefore: Date }): Promise<string[]> {
  const rows = await db
    .selectFrom("clients as k")
    .leftJoin("private.planLooks as p", "p.clientId", "k.id")
    .select("k.id")
    .where("k.isSample", "=", false)
    .where((eb) => eb.or([eb("p.lookAt", "is", null), eb("p.lookAt", "<=", now)]))
    .where(({ exists, selectFrom }) =>
      exists(
        selectFrom("touches as t")
          .select("t.id")
          .whereRef("t.clientId", "=", "k.id")
          .where("t.state", "in", ["planned", "ready"])
          .where("t.dueAt", "<=", dueBefore),
      ),
    )
    .orderBy("k.id")
    .execute();
  return rows.map((row) => row.id);
}

/** Keeps when the hourly plan has to look at a client again. */
export async function keepLook(db: Db, { clientId, lookAt }: { clientId: string; lookAt: Date }): Promise<void> {
  await db
    .insertInto("private.planLooks")
    .values({ clientId, lookAt })
    .onConflict((conflict) => conflict.column("clientId").doUpdateSet({ lookAt }))
    .execute();
}

/** Clients that have a claimed touch nobody recorded. */
export async function listClientsWithAbandonedTouches(db: Db): Promise<string[]> {
  const rows = await db.selectFrom("touches").select("clientId").distinct().where("state", "=", "sending").orderBy("clientId").execute();
  return rows.map((row) => row.clientId);
}

/** Clients whose co-pilot queue holds something past its day. */
export async function listClientsWithLapsedApprovals(db: Db, { now }: { now: Date }): Promise<string[]> {
  const rows = await db
    .selectFrom("approvals")
    .select("clientId")
    .distinct()
    .where("status", "=", "pending")
    .where("expiresAt", "<=", now)
    .orderBy("clientId")
    .execute();
  return rows.map((row) => row.clientId);
}

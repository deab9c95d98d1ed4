import "server-only";
import { type Insertable, type Selectable, sql, type Updateable } from "kysely";
import type { Db } from "@/lib/db/client";
import type { PrivateClayRow } from "@/lib/db/types.gen";

export type ClayRowRecord = Selectable<PrivateClayRow>;
type RowOfClient = { clientId: string; clayRowId: string };

/** Returns undefined when the lead has had a row already: it gets one in its life. */
export function insertClayRow(db: Db, row: Insertable<PrivateClayRow>): Promise<{ id: string } | undefined> {
  return db
    .insertInto("private.clayRows")
    .values(row)
    .onConflict((conflict) => conflict.column("leadId").doNothing())
    .returning("id")
    .executeTakeFirst();
}

/** Whose row that is; undefined when it is none of ours. */
export function findClayRow(db: Db, clayRowId: string): Promise<{ clientId: string; leadId: string } | undefined> {
  return db.selectFrom("private.clayRows").select(["clientId", "leadId"]).where("id", "=", clayRowId).executeTakeFirst();
}

/** The row, held until the transaction ends. Whoever may change the lead holds that first. */
export function lockClayRow(db: Db, { clientId, clayRowId }: RowOfClient): Promise<ClayRowRecord | undefined> {
  return db
    .selectFrom("private.clayRows")
    .selectAll()
    .where("id", "=", clayRowId)
    .where("clientId", "=", clientId)
    .forUpdate()
    .executeTakeFirst();
}

export async function updateClayRow(db: Db, { clientId, clayRowId }: RowOfClient, change: Updateable<PrivateClayRow>): Promise<void> {
  await db.updateTable("private.clayRows").set(change).where("id", "=", clayRowId).where("clientId", "=", clientId).execute();
}

/** Those of these leads that would be worth a row, with what they are ranked by. */
export function listClayCandidates(db: Db, { clientId, leadIds }: { clientId: string; leadIds: readonly string[] }) {
  return db
    .selectFrom("private.clayRows as r")
    .innerJoin("leads as l", "l.id", "r.leadId")
    .select(["r.id", "r.score", "l.email"])
    .where("r.clientId", "=", clientId)
    .where("r.leadId", "in", leadIds)
    .where("r.state", "=", "waiting")
    .where("l.deletedAt", "is", null)
    .orderBy("l.email")
    .execute();
}

/** Rows of these leads that nobody waits for: not chosen, or unanswered after their time. By lead, in the order leads are worked off. */
export async function listIdleClayRows(
  db: Db,
  { clientId, leadIds, now }: { clientId: string; leadIds: readonly string[]; now: Date },
): Promise<string[]> {
  const rows = await db
    .selectFrom("private.clayRows as r")
    .innerJoin("leads as l", "l.id", "r.leadId")
    .select("r.id")
    .where("r.clientId", "=", clientId)
    .where("r.leadId", "in", leadIds)
    .where((eb) => eb.or([eb("r.state", "=", "waiting"), eb.and([eb("r.state", "in", ["chosen", "sent"]), eb("r.answerBy", "<", now)])]))
    .orderBy("l.email")
    .execute();
  return rows.map(({ id }) => id);
}

/** Look-ups of the client's batches that day and the rows they came to. */
export async function clayUseOfDay(db: Db, { clientId, day }: { clientId: string; day: string }) {
  const { lookedUp, attempts } = await db
    .selectFrom("private.clayBatches")
    .select((eb) => [eb.fn.sum<string | null>("lookedUp").as("lookedUp"), eb.fn.sum<string | null>("attempts").as("attempts")])
    .where("clientId", "=", clientId)
    .where("day", "=", sql<string>`${day}::date`)
    .executeTakeFirstOrThrow();
  return { lookedUp: Number(lookedUp), attempts: Number(attempts) };
}

/** False when that batch was counted already. */
export async function insertClayBatch(
  db: Db,
  { clientId, batchKey, day, lookedUp, attempts }: { clientId: string; batchKey: string; day: string; lookedUp: number; attempts: number },
): Promise<boolean> {
  const inserted = await db
    .insertInto("private.clayBatches")
    .values({ clientId, batchKey, day: sql`${day}::date`, lookedUp, attempts })
    .onConflict((conflict) => conflict.columns(["clientId", "batchKey"]).doNothing())
    .returning("batchKey")
    .executeTakeFirst();
  return inserted !== undefined;
}

/** False when the webhook has taken as many rows as one may in its life. */
export async function countWebhookRow(db: Db, { webhookHash, most }: { webhookHash: string; most: number }): Promise<boolean> {
  const counted = await db
    .insertInto("private.clayWebhooks")
    .values({ webhookHash, rowsSent: 1 })
    .onConflict((conflict) =>
      conflict
        .column("webhookHash")
        .doUpdateSet((eb) => ({ rowsSent: eb("private.clayWebhooks.rowsSent", "+", 1) }))
        .where("private.clayWebhooks.rowsSent", "<", most),
    )
    .returning("rowsSent")
    .executeTakeFirst();
  return counted !== undefined;
}

/** Takes back a row that was refused before it reached the table. */
export async function uncountWebhookRow(db: Db, { webhookHash }: { webhookHash: string }): Promise<void> {
  await db
    .updateTable("private.clayWebhooks")
    .set((eb) => ({ rowsSent: eb("rowsSent", "-", 1) }))
    .where("webhookHash", "=", webhookHash)
    .where("rowsSent", ">", 0)
    .execute();
}

import type { Pool, PoolClient } from "pg";
import { PERSON_COLUMNS, type PersonState, type Violation } from "@/local/market/record";

/** Runs the work in one transaction. */
export async function inTransaction<T>(pool: Pool, run: (db: PoolClient) => Promise<T>): Promise<T> {
  const db = await pool.connect();
  try {
    await db.query("begin");
    const result = await run(db);
    await db.query("commit");
    return result;
  } catch (error) {
    await db.query("rollback");
    throw error;
  } finally {
    db.release();
  }
}

/** The person's history, theirs alone until the transaction ends; whoever hears from us for the first time gets one. */
export async function lockPerson(db: PoolClient, email: string): Promise<PersonState> {
  await db.query("insert into market.people (email) values ($1) on conflict do nothing", [email]);
  const { rows } = await db.query<PersonState>(`select ${PERSON_COLUMNS} from market.people where email = $1 for update`, [email]);
  const [person] = rows;
  if (!person) throw new Error("the person was just inserted");
  return person;
}

/** Notes what stands against the product, once. */
export async function insertViolation(db: PoolClient, { kind, channel, email, messageId, at, detail }: Violation): Promise<void> {
  await db.query(
    "insert into market.violations (kind, channel, email, message_id, at, detail) values ($1, $2, $3, $4, $5, $6) on conflict do nothing",
    [kind, channel, email, messageId, at, detail],
  );
}

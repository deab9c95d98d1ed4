import "server-only";
import { sql } from "kysely";
import type { Db } from "@/lib/db/client";

/** Waits until no other transaction holds this turn, then holds it until the own one ends. `what` names the client too. */
export async function takeTurns(db: Db, what: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${what}, 0))`.execute(db);
}

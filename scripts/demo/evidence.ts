import type { Kysely } from "kysely";
import { type RawBuilder, sql } from "kysely";
import type { Pool } from "pg";
import type { DB } from "@/lib/db/types.gen";

/** What the checks look at: the product's database, the stand-ins' database, and one client at one time. */
export type Evidence = {
  /** As the system role. */
  product: Kysely<DB>;
  /** Database of the stand-ins, schemas `market` and `mail`. */
  local: Pool;
  clientId: string;
  now: Date;
  /** SUPPRESSION_PEPPER: suppressed addresses are stored as keyed hashes only. */
  pepper: string;
};

/** One check: its name, and everything found against it in words that are the same in every run. */
export type Invariant = { name: string; violations: string[] };

export type Check = { name: string; find(evidence: Evidence): Promise<string[]> };

/** Rows of one statement on the product's database. */
export async function rowsOf<T>(evidence: Evidence, statement: RawBuilder<T>): Promise<T[]> {
  return (await statement.execute(evidence.product)).rows;
}

/** Touches that left, or may have left. */
export type HandedOver = {
  email: string;
  leadId: string;
  stepId: string;
  stepNumber: number;
  messageId: string;
  state: string;
  claimedAt: Date;
  mailbox: string;
};

export function handedOver(evidence: Evidence): Promise<HandedOver[]> {
  return rowsOf(
    evidence,
    sql<HandedOver>`
      select l.email::text as email, t.lead_id, t.step_id, t.step_number, t.message_id, t.state, t.claimed_at, r.label as mailbox
      from touches t join leads l on l.id = t.lead_id join resources r on r.id = t.resource_id
      where t.client_id = ${evidence.clientId} and t.state in ('sending', 'sent', 'unknown') and t.claimed_at is not null
      order by t.claimed_at, l.email, t.step_number`,
  );
}

/** Every key of the same name, in the order in which they came. */
export function countBy<T>(rows: Iterable<T>, key: (row: T) => string): Map<string, number> {
  const counts = new Map<string, number>();
  for (const row of rows) counts.set(key(row), (counts.get(key(row)) ?? 0) + 1);
  return counts;
}

import "server-only";
import { type Insertable, type Selectable, sql, type Updateable } from "kysely";
import type { Db } from "@/lib/db/client";
import type { ClientPortfolio } from "@/lib/db/types.gen";

export type PortfolioCompanyRow = Selectable<ClientPortfolio>;

const MAXIMUM_COMPANIES = 100;
const MAXIMUM_KNOWN = 500;

/** Adds the agency's clients, or says anew where those already known were seen; what was looked up of them, and what a person said, stays. */
export async function upsertPortfolio(db: Db, rows: readonly Insertable<ClientPortfolio>[]): Promise<void> {
  if (rows.length === 0) return;
  await db
    .insertInto("clientPortfolio")
    .values([...rows])
    .onConflict((conflict) =>
      conflict.columns(["clientId", "nameKey"]).doUpdateSet((eb) => ({
        discoveryId: eb.ref("excluded.discoveryId"),
        companyName: eb.ref("excluded.companyName"),
        companyDomain: sql<string | null>`case when client_portfolio.domain_set_at is null
          then coalesce(excluded.company_domain, client_portfolio.company_domain) else client_portfolio.company_domain end`,
        source: eb.ref("excluded.source"),
        sourceUrl: eb.ref("excluded.sourceUrl"),
        quote: eb.ref("excluded.quote"),
        confidence: eb.ref("excluded.confidence"),
      })),
    )
    .execute();
}

/** The clients that a discovery saw, the surest first. */
export function listPortfolio(
  db: Db,
  { clientId, discoveryId }: { clientId: string; discoveryId: string },
): Promise<PortfolioCompanyRow[]> {
  return db
    .selectFrom("clientPortfolio")
    .selectAll()
    .where("clientId", "=", clientId)
    .where("discoveryId", "=", discoveryId)
    .orderBy("confidence", "desc")
    .orderBy("nameKey")
    .limit(MAXIMUM_COMPANIES)
    .execute();
}

/** Every company that any discovery saw, the surest first. */
export function listKnownPortfolio(db: Db, { clientId }: { clientId: string }): Promise<PortfolioCompanyRow[]> {
  return db
    .selectFrom("clientPortfolio")
    .selectAll()
    .where("clientId", "=", clientId)
    .orderBy("confidence", "desc")
    .orderBy("nameKey")
    .limit(MAXIMUM_KNOWN)
    .execute();
}

/** @returns false when row level security does not let this person change it */
export async function updatePortfolioCompany(
  db: Db,
  { clientId, portfolioId }: { clientId: string; portfolioId: string },
  change: Updateable<ClientPortfolio>,
): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable("clientPortfolio")
    .set(change)
    .where("clientId", "=", clientId)
    .where("id", "=", portfolioId)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

/** Books what a data provider charged for a discovery, once for each key. @returns what was booked now, in micro-dollars AUD */
export async function bookDiscoveryCost(
  db: Db,
  row: {
    clientId: string;
    discoveryId: string;
    provider: string;
    operation: string;
    about: string;
    costMicroAud: number;
    occurredAt: Date;
  },
): Promise<number> {
  const { clientId, discoveryId, provider, operation, about, costMicroAud, occurredAt } = row;
  const booked = await db
    .insertInto("providerCosts")
    .values({
      clientId,
      provider,
      operation,
      costMicros: costMicroAud,
      idempotencyKey: `discovery:${discoveryId}:${provider}:${about}`,
      occurredAt,
    })
    .onConflict((conflict) => conflict.column("idempotencyKey").doNothing())
    .returning("costMicros")
    .executeTakeFirst();
  if (!booked) return 0;
  await db
    .updateTable("icpDiscoveries")
    .set({ costMicros: sql<number>`cost_micros + ${costMicroAud}` })
    .where("clientId", "=", clientId)
    .where("id", "=", discoveryId)
    .execute();
  return costMicroAud;
}

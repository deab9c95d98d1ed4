import "server-only";
import { type Insertable, type Selectable, sql, type Updateable } from "kysely";
import type { Db } from "@/lib/db/client";
import type { IcpDiscovery, IcpVersion } from "@/lib/db/types.gen";

export type DiscoveryRow = Selectable<IcpDiscovery>;

type DiscoveryOfClient = { clientId: string; discoveryId: string };

/** @returns the new discovery's id; undefined when another one of the client is under way */
export async function insertDiscovery(
  db: Db,
  row: Pick<Insertable<IcpDiscovery>, "clientId" | "source" | "websiteUrl" | "byHand" | "steps" | "requestedBy" | "createdAt">,
): Promise<string | undefined> {
  const inserted = await db
    .insertInto("icpDiscoveries")
    .values(row)
    .onConflict((conflict) => conflict.doNothing())
    .returning("id")
    .executeTakeFirst();
  return inserted?.id;
}

/** Undefined when the client has no such discovery. */
export function findDiscovery(db: Db, { clientId, discoveryId }: DiscoveryOfClient): Promise<DiscoveryRow | undefined> {
  return db.selectFrom("icpDiscoveries").selectAll().where("clientId", "=", clientId).where("id", "=", discoveryId).executeTakeFirst();
}

/** The same, held until the transaction ends. */
export function lockDiscovery(db: Db, { clientId, discoveryId }: DiscoveryOfClient): Promise<DiscoveryRow | undefined> {
  return db
    .selectFrom("icpDiscoveries")
    .selectAll()
    .where("clientId", "=", clientId)
    .where("id", "=", discoveryId)
    .forUpdate()
    .executeTakeFirst();
}

/** The client's latest discovery that was not given up for a later one. */
export function findLatestDiscovery(db: Db, { clientId }: { clientId: string }): Promise<DiscoveryRow | undefined> {
  return db
    .selectFrom("icpDiscoveries")
    .selectAll()
    .where("clientId", "=", clientId)
    .where("status", "not in", ["superseded", "cancelled"])
    .orderBy("createdAt", "desc")
    .orderBy("id", "desc")
    .limit(1)
    .executeTakeFirst();
}

export async function countDiscoveriesSince(db: Db, { clientId, since }: { clientId: string; since: Date }): Promise<number> {
  const { count } = await db
    .selectFrom("icpDiscoveries")
    .select((eb) => eb.fn.countAll<number>().as("count"))
    .where("clientId", "=", clientId)
    .where("createdAt", ">", since)
    .executeTakeFirstOrThrow();
  return Number(count);
}

/** Those that wait for a person give way to a new one. */
export async function supersedeReadyDiscoveries(db: Db, { clientId }: { clientId: string }): Promise<void> {
  await db
    .updateTable("icpDiscoveries")
    .set({ status: "superseded" })
    .where("clientId", "=", clientId)
    .where("status", "=", "ready")
    .execute();
}

/** @returns false when row level security does not let this person change it */
export async function updateDiscovery(
  db: Db,
  { clientId, discoveryId }: DiscoveryOfClient,
  change: Updateable<IcpDiscovery>,
): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable("icpDiscoveries")
    .set(change)
    .where("clientId", "=", clientId)
    .where("id", "=", discoveryId)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

/** Adds what one skill found to what the others found. @param results by the name of the skill, as JSON */
export async function mergeDiscoveryResults(db: Db, { clientId, discoveryId }: DiscoveryOfClient, results: string): Promise<void> {
  await db
    .updateTable("icpDiscoveries")
    .set({ results: sql`results || ${results}::jsonb` })
    .where("clientId", "=", clientId)
    .where("id", "=", discoveryId)
    .execute();
}

/** What was fetched or parsed, kept from one step to the next; a repeat replaces it. @param content as JSON */
export async function keepDiscoverySource(
  db: Db,
  { clientId, discoveryId, kind, content }: DiscoveryOfClient & { kind: "fetched" | "parsed"; content: string },
): Promise<void> {
  await db
    .insertInto("private.icpDiscoverySources")
    .values({ clientId, discoveryId, kind, content })
    .onConflict((conflict) => conflict.columns(["discoveryId", "kind"]).doUpdateSet({ content }))
    .execute();
}

export async function findDiscoverySource(
  db: Db,
  { clientId, discoveryId, kind }: DiscoveryOfClient & { kind: "fetched" | "parsed" },
): Promise<unknown> {
  const row = await db
    .selectFrom("private.icpDiscoverySources")
    .select("content")
    .where("clientId", "=", clientId)
    .where("discoveryId", "=", discoveryId)
    .where("kind", "=", kind)
    .executeTakeFirst();
  return row?.content;
}

export async function deleteDiscoverySources(db: Db, { clientId, discoveryId }: DiscoveryOfClient): Promise<void> {
  await db.deleteFrom("private.icpDiscoverySources").where("clientId", "=", clientId).where("discoveryId", "=", discoveryId).execute();
}

/** The profile in force; undefined when none was ever confirmed as a version. */
export function findIcpInForce(db: Db, { clientId }: { clientId: string }): Promise<Selectable<IcpVersion> | undefined> {
  return db
    .selectFrom("icpVersions")
    .selectAll()
    .where("clientId", "=", clientId)
    .where("kind", "=", "confirmed")
    .orderBy("version", "desc")
    .limit(1)
    .executeTakeFirst();
}

/** Adds the client's next version. Whoever calls holds the client's row, or the number may be taken. */
export async function insertIcpVersion(db: Db, row: Omit<Insertable<IcpVersion>, "version">): Promise<number> {
  const { version } = await db
    .insertInto("icpVersions")
    .values({ ...row, version: sql<number>`(select coalesce(max(version), 0) + 1 from icp_versions where client_id = ${row.clientId})` })
    .returning("version")
    .executeTakeFirstOrThrow();
  return version;
}

/** Every version, newest first. */
export function listIcpVersions(db: Db, { clientId, limit }: { clientId: string; limit: number }) {
  return db
    .selectFrom("icpVersions as v")
    .leftJoin("users as u", "u.id", "v.createdBy")
    .select(["v.id", "v.version", "v.kind", "v.source", "v.createdAt", "v.changedCards", "u.fullName", "u.email"])
    .where("v.clientId", "=", clientId)
    .orderBy("v.version", "desc")
    .limit(limit)
    .execute();
}

/** One version with its profile; undefined when the client has no such version. */
export function findIcpVersion(db: Db, { clientId, version }: { clientId: string; version: number }) {
  return db.selectFrom("icpVersions").selectAll().where("clientId", "=", clientId).where("version", "=", version).executeTakeFirst();
}

/** What the client's own columns say of whom it sells to and of itself. */
export function getIcpColumns(db: Db, { clientId }: { clientId: string }) {
  return db
    .selectFrom("clients")
    .select([
      "servicesOffered",
      "valueProposition",
      "teamSize",
      "yearsInBusiness",
      "icpIndustries",
      "icpCompanySizes",
      "icpRevenueRange",
      "icpLocations",
      "icpTechnologies",
      "icpSignals",
      "icpTitles",
      "icpPainPoints",
      "icpConfirmedAt",
      "alsWeights",
      "websiteUrl",
      "timezone",
    ])
    .where("id", "=", clientId)
    .executeTakeFirstOrThrow();
}

/** Holds the client until the transaction ends: versions are numbered one after the other. */
export async function lockClient(db: Db, { clientId }: { clientId: string }): Promise<void> {
  await db.selectFrom("clients").select("id").where("id", "=", clientId).forUpdate().executeTakeFirstOrThrow();
}

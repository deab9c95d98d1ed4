import "server-only";
import { sql } from "kysely";
import type { Db } from "@/lib/db/client";
import type { Breaker } from "@/lib/domain/breakers";
import type { CallOutcome } from "@/lib/domain/channel-events";
import type { Channel } from "@/lib/domain/outreach";

// What is known around the people of some touches: one query a topic, however many touches. All within the caller's transaction.

/** LinkedIn connections by lead. */
export async function connectionsByLead(db: Db, { clientId, leadIds }: { clientId: string; leadIds: readonly string[] }) {
  if (leadIds.length === 0) return new Map<string, never>();
  const rows = await db
    .selectFrom("linkedinConnections")
    .select(["leadId", "state", "invitedAt", "acceptedAt"])
    .where("clientId", "=", clientId)
    .where("leadId", "in", leadIds)
    .execute();
  return new Map(rows.map((row) => [row.leadId, row]));
}

/** Calls to these numbers since a time, oldest first, by keyed number. */
export async function callsByNumber(
  db: Db,
  { clientId, hashes, since }: { clientId: string; hashes: readonly string[]; since: Date },
): Promise<Map<string, { at: Date; outcome: CallOutcome | null }[]>> {
  const calls = new Map<string, { at: Date; outcome: CallOutcome | null }[]>();
  if (hashes.length === 0) return calls;
  const rows = await db
    .selectFrom("calls")
    .select(["numberHmac", "startedAt", "outcome"])
    .where("clientId", "=", clientId)
    .where("numberHmac", "in", hashes)
    .where("startedAt", ">", since)
    .orderBy("startedAt")
    .execute();
  for (const { numberHmac, startedAt, outcome } of rows) {
    calls.set(numberHmac, [...(calls.get(numberHmac) ?? []), { at: startedAt, outcome: outcome as CallOutcome | null }]);
  }
  return calls;
}

/** The latest wash of each number, by keyed number. */
export async function washesByNumber(db: Db, { clientId, hashes }: { clientId: string; hashes: readonly string[] }) {
  if (hashes.length === 0) return new Map<string, never>();
  const rows = await db
    .selectFrom("numberWashes")
    .distinctOn("numberHmac")
    .select(["numberHmac", "result", "receivedAt", "submittedBy"])
    .where("clientId", "=", clientId)
    .where("numberHmac", "in", hashes)
    .orderBy("numberHmac")
    .orderBy("receivedAt", "desc")
    .execute();
  return new Map(rows.map((row) => [row.numberHmac, row]));
}

/** The last letter of each lead. */
export async function lastLetters(
  db: Db,
  { clientId, leadIds }: { clientId: string; leadIds: readonly string[] },
): Promise<Map<string, Date>> {
  if (leadIds.length === 0) return new Map();
  const rows = await db
    .selectFrom("touches")
    .select(({ fn }) => ["leadId", fn.max<Date>("claimedAt").as("at")])
    .where("clientId", "=", clientId)
    .where("leadId", "in", leadIds)
    .where("channel", "=", "mail")
    .where("state", "in", ["sending", "sent", "unknown"])
    .groupBy("leadId")
    .execute();
  return new Map(rows.map((row) => [row.leadId, row.at]));
}

/** What the client has sent to each recipient domain within seven days, times oldest first. */
export async function contactsByEmailDomain(
  db: Db,
  { clientId, domains, since }: { clientId: string; domains: readonly string[]; since: Date },
): Promise<Map<string, Date[]>> {
  if (domains.length === 0) return new Map();
  const { rows } = await sql<{ domain: string; at: Date[] }>`
    select split_part(l.email::text, '@', 2) as domain, array_agg(t.claimed_at order by t.claimed_at) as at
    from touches t join leads l on l.id = t.lead_id
    where t.client_id = ${clientId} and l.client_id = ${clientId} and t.channel = 'email' and t.state in ('sending', 'sent', 'unknown') and t.claimed_at > ${since}
      and split_part(l.email::text, '@', 2) = any (${domains})
    group by 1
  `.execute(db);
  return new Map(rows.map((row) => [row.domain, row.at]));
}

/** People of each company who were written to and whose sequence still runs: lead ids by company domain. */
export async function peopleInFlight(
  db: Db,
  { clientId, domains }: { clientId: string; domains: readonly string[] },
): Promise<Map<string, Set<string>>> {
  if (domains.length === 0) return new Map();
  const { rows } = await sql<{ domain: string; leadIds: string[] }>`
    select l.domain, array_agg(l.id) as lead_ids
    from leads l
    where l.client_id = ${clientId} and l.domain = any (${domains}) and l.deleted_at is null and l.status = 'in_sequence'
      and exists (select from enrolments e where e.lead_id = l.id and e.state in ('active', 'paused'))
    group by l.domain
  `.execute(db);
  return new Map(rows.map((row) => [row.domain, new Set(row.leadIds)]));
}

/** Companies somebody holds, by domain. */
export async function companyHolds(db: Db, { clientId, domains }: { clientId: string; domains: readonly string[] }) {
  if (domains.length === 0) return new Map<string, never>();
  const rows = await db
    .selectFrom("companyHolds")
    .select(["domain", "reason", "until"])
    .where("clientId", "=", clientId)
    .where("domain", "in", domains)
    .where("releasedAt", "is", null)
    .execute();
  return new Map(rows.map((row) => [row.domain, row]));
}

/** Why channels are stopped for a client. */
export async function stoppedChannels(db: Db, { clientId }: { clientId: string }): Promise<Partial<Record<Channel, string>>> {
  const rows = await db
    .selectFrom("channelStops")
    .select(["channel", "reason"])
    .where("clientId", "=", clientId)
    .where("releasedAt", "is", null)
    .execute();
  return Object.fromEntries(rows.map((row) => [row.channel, row.reason]));
}

/** Breakers of a client that stand open, or half open at `now`. */
export async function standingBreakers(db: Db, { clientId, now }: { clientId: string; now: Date }) {
  const rows = await db
    .selectFrom("breakerTrips")
    .select(["breaker", "resourceId", "campaignId", "detail", "releasedAt", "halfOpenUntil"])
    .where("clientId", "=", clientId)
    .where((eb) => eb.or([eb("releasedAt", "is", null), eb("halfOpenUntil", ">", now)]))
    .execute();
  return rows.map((row) => ({ ...row, breaker: row.breaker as Breaker, isOpen: row.releasedAt === null }));
}
export type StandingBreaker = Awaited<ReturnType<typeof standingBreakers>>[number];

/** When anybody on the platform reached the people behind these keys, oldest first. */
export async function contactsByKey(db: Db, { hashes, since }: { hashes: readonly string[]; since: Date }): Promise<Map<string, Date[]>> {
  const contacts = new Map<string, Date[]>();
  if (hashes.length === 0) return contacts;
  const { rows } = await sql<{ hash: string; contactedAt: Date }>`
    select hash, contacted_at from private.recent_contacts(${hashes}, ${since}) order by contacted_at
  `.execute(db);
  for (const { hash, contactedAt } of rows) contacts.set(hash, [...(contacts.get(hash) ?? []), contactedAt]);
  return contacts;
}

/** Notes that a person was reached, under every key they can be recognised by. */
export async function registerContact(db: Db, { hashes, at }: { hashes: readonly string[]; at: Date }): Promise<void> {
  if (hashes.length === 0) return;
  await sql`
    insert into private.contact_registry (key_hmac, contacted_at) select unnest(${hashes}::text[]), ${at} on conflict do nothing
  `.execute(db);
}

/** Takes back a contact that turned out not to have happened. */
export async function forgetRegisteredContact(db: Db, { hashes, at }: { hashes: readonly string[]; at: Date }): Promise<void> {
  if (hashes.length === 0) return;
  await db.deleteFrom("private.contactRegistry").where("keyHmac", "in", hashes).where("contactedAt", "=", at).execute();
}

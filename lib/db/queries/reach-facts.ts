import "server-only";
import { sql } from "kysely";
import type { Db } from "@/lib/db/client";
import type { CallOutcome } from "@/lib/domain/channel-events";

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

/** What is known of a number: its latest wash, and the calls to it, oldest first. */
export type KnownNumber = {
  wash: { result: string; receivedAt: Date; submittedBy: string } | null;
  calls: { at: Date; outcome: CallOutcome | null }[];
};

/** What the client knows of numbers, by keyed number, with the calls since a time. */
export async function knownNumbers(
  db: Db,
  { clientId, hashes, callsSince }: { clientId: string; hashes: readonly string[]; callsSince: Date },
): Promise<Map<string, KnownNumber>> {
  if (hashes.length === 0) return new Map();
  const { rows } = await sql<{
    hash: string;
    result: string | null;
    receivedAt: Date;
    submittedBy: string;
    calledAt: Date[];
    outcomes: (CallOutcome | null)[];
  }>`
    select n.hash, w.result, w.received_at, w.submitted_by, c.called_at, c.outcomes
    from unnest(${hashes}::text[]) as n (hash)
    left join lateral (
      select result, received_at, submitted_by from number_washes
      where client_id = ${clientId} and number_hmac = n.hash order by received_at desc limit 1
    ) w on true
    cross join lateral (
      select coalesce(array_agg(started_at order by started_at), '{}') as called_at, coalesce(array_agg(outcome order by started_at), '{}') as outcomes
      from calls where client_id = ${clientId} and number_hmac = n.hash and started_at > ${callsSince}
    ) c
  `.execute(db);
  return new Map(
    rows.map(({ hash, result, receivedAt, submittedBy, calledAt, outcomes }) => [
      hash,
      {
        wash: result === null ? null : { result, receivedAt, submittedBy },
        calls: calledAt.map((at, index) => ({ at, outcome: outcomes[index] ?? null })),
      },
    ]),
  );
}

/** The last letter of each lead, and the addresses from which any came back. */
export async function lettersByLead(
  db: Db,
  { clientId, leadIds }: { clientId: string; leadIds: readonly string[] },
): Promise<Map<string, { lastLetterAt: Date; returnedFrom: string[] }>> {
  if (leadIds.length === 0) return new Map();
  const { rows } = await sql<{ leadId: string; lastLetterAt: Date; returnedFrom: string[] }>`
    select t.lead_id, max(t.claimed_at) as last_letter_at,
      coalesce(array_agg(m.to_address) filter (where t.delivery_state = 'returned' and m.to_address is not null), '{}') as returned_from
    from touches t left join messages m on m.touch_id = t.id
    where t.client_id = ${clientId} and t.lead_id = any (${leadIds}::uuid[]) and t.channel = 'mail' and t.state in ('sending', 'sent', 'unknown')
    group by t.lead_id
  `.execute(db);
  return new Map(rows.map(({ leadId, ...letters }) => [leadId, letters]));
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

/** A company: the people there who were written to and whose sequence still runs, and why and until when somebody holds it. */
export type KnownCompany = { leadIds: string[]; heldReason: string | null; heldUntil: Date | null };

/** What the client has under way with companies, by their domain. */
export async function knownCompanies(
  db: Db,
  { clientId, domains }: { clientId: string; domains: readonly string[] },
): Promise<Map<string, KnownCompany>> {
  if (domains.length === 0) return new Map();
  const { rows } = await sql<KnownCompany & { domain: string }>`
    select d.domain, coalesce(p.lead_ids, '{}') as lead_ids, h.reason as held_reason, h.until as held_until
    from unnest(${domains}::text[]) as d (domain)
    left join (
      select l.domain, array_agg(l.id) as lead_ids
      from leads l
      where l.client_id = ${clientId} and l.domain = any (${domains}) and l.deleted_at is null and l.status = 'in_sequence'
        and exists (select from enrolments e where e.lead_id = l.id and e.state in ('active', 'paused'))
      group by l.domain
    ) p on p.domain = d.domain
    left join company_holds h on h.client_id = ${clientId} and h.domain = d.domain and h.released_at is null
  `.execute(db);
  return new Map(rows.map(({ domain, ...company }) => [domain, company]));
}

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

/** Takes back a contact that turned out not to have happened. */
export async function forgetRegisteredContact(db: Db, { hashes, at }: { hashes: readonly string[]; at: Date }): Promise<void> {
  if (hashes.length === 0) return;
  await db.deleteFrom("private.contactRegistry").where("keyHmac", "in", hashes).where("contactedAt", "=", at).execute();
}

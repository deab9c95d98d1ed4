import "server-only";
import { sql } from "kysely";
import type { Db } from "@/lib/db/client";
import type { Channel } from "@/lib/domain/outreach";
import { type Identity, leadSuppressionKeys, SUPPRESSION_KINDS, type SuppressionSecret } from "@/lib/engines/suppression/suppression-key";

/**
 * Which of these people are suppressed for the client on this channel, by any way they can be recognised: address, domain of the address or
 * company, phone, profile. One query, however many people. The answer does not tell a client's own list from the global one (SU-06).
 * @returns the suppressed ones among `people`, as the same objects
 */
export async function suppressedLeads<T extends Identity>(
  db: Db,
  { clientId, channel, people, secret }: { clientId: string; channel: Channel; people: readonly T[]; secret: SuppressionSecret },
): Promise<Set<T>> {
  const keys = people.map((person) => ({ person, byKind: leadSuppressionKeys(secret, person) }));
  const asked = SUPPRESSION_KINDS.flatMap((kind) => {
    const hashes = [...new Set(keys.flatMap(({ byKind }) => byKind[kind]))];
    const select = sql`
      select ${kind}::text as kind, hash from private.suppressed_hashes(${clientId}, ${kind}, ${hashes}, ${channel}::channel_type) as hash`;
    return hashes.length > 0 ? [select] : [];
  });
  if (asked.length === 0) return new Set();
  const { rows } = await sql<{ kind: string; hash: string }>`${sql.join(asked, sql` union all `)}`.execute(db);
  const found = new Set(rows.map(({ kind, hash }) => `${kind}:${hash}`));
  const suppressed = new Set<T>();
  for (const { person, byKind } of keys) {
    if (SUPPRESSION_KINDS.some((kind) => byKind[kind].some((hash) => found.has(`${kind}:${hash}`)))) suppressed.add(person);
  }
  return suppressed;
}

import "server-only";
import { sql } from "kysely";
import type { Db } from "@/lib/db/client";
import type { Channel } from "@/lib/domain/outreach";
import { type Identity, leadSuppressionKeys, SUPPRESSION_KINDS, type SuppressionSecret } from "@/lib/engines/suppression/suppression-key";

/**
 * Which of these people are suppressed for the client on this channel, by any way they can be recognised: address, domain of the address or
 * company, phone, profile. One query a kind, however many people. The answer does not tell a client's own list from the global one (SU-06).
 * @returns the suppressed ones among `people`, as the same objects
 */
export async function suppressedLeads<T extends Identity>(
  db: Db,
  { clientId, channel, people, secret }: { clientId: string; channel: Channel; people: readonly T[]; secret: SuppressionSecret },
): Promise<Set<T>> {
  const keys = people.map((person) => ({ person, byKind: leadSuppressionKeys(secret, person) }));
  const suppressed = new Set<T>();
  for (const kind of SUPPRESSION_KINDS) {
    const hashes = [...new Set(keys.flatMap(({ byKind }) => byKind[kind]))];
    if (hashes.length === 0) continue;
    const { rows } = await sql<{ hash: string }>`
      select hash from private.suppressed_hashes(${clientId}, ${kind}, ${hashes}, ${channel}::channel_type) as hash
    `.execute(db);
    const found = new Set(rows.map(({ hash }) => hash));
    for (const { person, byKind } of keys) if (byKind[kind].some((hash) => found.has(hash))) suppressed.add(person);
  }
  return suppressed;
}

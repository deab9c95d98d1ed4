import "server-only";
import { sql } from "kysely";
import type { Db } from "@/lib/db/client";
import type { Channel } from "@/lib/domain/outreach";
import { leadSuppressionKeys, type SuppressionKind } from "@/lib/engines/suppression/suppression-key";

/**
 * Which of these addresses are suppressed for the client on this channel, by themselves or by their domain, for it or for
 * everybody. The answer is the same whatever the level, so nobody learns of another client's list (SU-06).
 */
export async function suppressedLeadEmails(
  db: Db,
  { clientId, channel, emails, pepper }: { clientId: string; channel: Channel | null; emails: readonly string[]; pepper: string },
): Promise<Set<string>> {
  const keys = new Map(emails.map((email) => [email, leadSuppressionKeys({ pepper }, { email })]));
  const found = new Set<string>();
  for (const kind of ["email", "domain"] as const satisfies readonly SuppressionKind[]) {
    const hashes = [...new Set([...keys.values()].flatMap((byKind) => byKind[kind]))];
    if (hashes.length === 0) continue;
    const { rows } = await sql<{ hash: string }>`
      select hash from private.suppressed_hashes(${clientId}, ${kind}, ${hashes}, ${channel}::channel_type) as hash
    `.execute(db);
    for (const { hash } of rows) found.add(hash);
  }
  return new Set(
    emails.filter((email) => [...(keys.get(email)?.email ?? []), ...(keys.get(email)?.domain ?? [])].some((hash) => found.has(hash))),
  );
}

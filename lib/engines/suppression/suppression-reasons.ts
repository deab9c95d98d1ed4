import "server-only";
import type { Db } from "@/lib/db/client";
import { listStandingSuppressions } from "@/lib/db/queries/suppressions";
import { SUPPRESSION_REASON_LABELS } from "@/lib/domain/suppression-entry";
import { OWN_CLIENT } from "@/lib/engines/suppression/suppress";
import { type Identity, leadSuppressionKeys, SUPPRESSION_KINDS, type SuppressionSecret } from "@/lib/engines/suppression/suppression-key";

/** One reason, in words, and where it came from. */
export type WhySuppressed = { text: string; source: string };

/**
 * Why each of these people is on the client's own suppression list, the latest reason first; nobody else is in the map. Of the platform's
 * list nothing is told (SU-06).
 */
export async function suppressionReasons<T extends Identity>(
  db: Db,
  { clientId, people, secret }: { clientId: string; people: readonly T[]; secret: SuppressionSecret },
): Promise<Map<T, WhySuppressed[]>> {
  const asked = people.map((person) => {
    const byKind = leadSuppressionKeys(secret, person);
    return { person, keys: SUPPRESSION_KINDS.flatMap((kind) => byKind[kind].map((keyHmac) => ({ kind, keyHmac }))) };
  });
  const keys = asked.flatMap((one) => one.keys);
  if (keys.length === 0) return new Map();
  const found = Map.groupBy(await listStandingSuppressions(db, { clientId, keys }), ({ kind, keyHmac }) => `${kind}:${keyHmac}`);
  return new Map(
    asked.flatMap(({ person, keys: own }) => {
      const rows = own.flatMap(({ kind, keyHmac }) => found.get(`${kind}:${keyHmac}`) ?? []);
      const reasons = rows.toReversed().map((row) => ({ text: reasonText(row), source: row.source }));
      return rows.length > 0 ? [[person, [...new Map(reasons.map((one) => [one.text, one])).values()]] as const] : [];
    }),
  );
}

/** A suppression in words, as the lead and the list of clients say it. */
export function reasonText({ reason, source, evidence }: { reason: string; source: string; evidence: string | null }): string {
  const label = SUPPRESSION_REASON_LABELS[reason] ?? reason;
  return source === OWN_CLIENT && evidence ? evidence : label;
}

import "server-only";
import { getDomain } from "tldts";
import { actingUserId, type Ctx } from "@/lib/context";
import type { Db } from "@/lib/db/client";
import { listStandingSuppressions } from "@/lib/db/queries/suppressions";
import { takeTurns } from "@/lib/db/queries/take-turns";
import { isFreeMailDomain } from "@/lib/domain/free-mail";
import { registrableDomain } from "@/lib/engines/suppression/canonical-identity";
import { stopNamedLeads } from "@/lib/engines/suppression/stop-named-leads";
import { OWN_CLIENT, suppress } from "@/lib/engines/suppression/suppress";
import { suppressionKey } from "@/lib/engines/suppression/suppression-key";

/** A company to be kept out, by its registrable domain, and why in words. */
type KeptOut = { domain: string; evidence: string };

/**
 * Brings the suppressions of the agency's own clients in line with who is a client now: those missing are added and their running leads stopped, those
 * of others are lifted. What stands on the list for another reason, or because a person put it there, stays.
 * @param scope.domains only these; absent: all
 * @returns how many running leads were stopped
 */
export async function settleOwnClients(
  db: Db,
  ctx: Ctx,
  { wanted, domains }: { wanted: readonly KeptOut[]; domains?: readonly string[] },
  options: { pepper: string },
): Promise<{ stoppedLeads: number }> {
  const keyOf = (domain: string) => suppressionKey(options, "domain", domain);
  const inScope = domains && new Set(domains.map(keyOf));
  const keyed = wanted.flatMap((one): [string, KeptOut][] => {
    const key = keyOf(one.domain);
    return key === null ? [] : [[key, one]];
  });
  const byKey = new Map(keyed.toSorted(([a], [b]) => (a < b ? -1 : 1))); // one order for all: two at once wait for each other and no more
  for (const { id, keyHmac } of await listStandingSuppressions(db, { clientId: ctx.clientId, source: OWN_CLIENT })) {
    if (byKey.has(keyHmac) || (inScope && !inScope.has(keyHmac))) continue;
    await lift(db, ctx, { id, keyHmac });
  }
  let stoppedLeads = 0;
  for (const [key, { domain, evidence }] of byKey) {
    if (inScope && !inScope.has(key)) continue;
    const isNew = await suppress(db, ctx, { kind: "domain", value: domain, reason: "customer", source: OWN_CLIENT, evidence }, options);
    if (isNew) stoppedLeads += await stopNamedLeads(db, ctx, { kind: "domain", value: domain, reason: evidence });
  }
  return { stoppedLeads };
}

/** The domain by which everybody at a company is recognised; null where there is none, or where strangers share it (SU-07). */
export function ownDomain(domain: string | null): string | null {
  const registrable = domain === null ? null : registrableDomain(domain);
  if (registrable === null || isFreeMailDomain(registrable)) return null;
  return getDomain(domain ?? "", { allowPrivateDomains: true }) === registrable ? registrable : null;
}

/** A release of one suppression: what else stands for the same domain goes on. */
async function lift(db: Db, ctx: Ctx, { id, keyHmac }: { id: string; keyHmac: string }): Promise<void> {
  await takeTurns(db, `suppress:${ctx.clientId}:${keyHmac}`);
  await db
    .insertInto("suppressions")
    .columns(["clientId", "kind", "keyHmac", "channels", "masked", "reason", "source", "evidence", "releases", "createdBy", "createdAt"])
    .expression(({ selectFrom, val }) =>
      selectFrom("suppressions as s")
        .select(({ ref }) => [
          ref("s.clientId").as("clientId"),
          ref("s.kind").as("kind"),
          ref("s.keyHmac").as("keyHmac"),
          ref("s.channels").as("channels"),
          ref("s.masked").as("masked"),
          val("released").as("reason"),
          val(OWN_CLIENT).as("source"),
          val("No client any more").as("evidence"),
          ref("s.id").as("releases"),
          val(actingUserId(ctx)).as("createdBy"),
          val(ctx.now).as("createdAt"),
        ])
        .where("s.clientId", "=", ctx.clientId)
        .where("s.id", "=", id),
    )
    .execute();
}

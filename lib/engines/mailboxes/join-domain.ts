import "server-only";
import { sql } from "kysely";
import type { Ctx } from "@/lib/context";
import type { Db } from "@/lib/db/client";
import { takeTurns } from "@/lib/db/queries/take-turns";
import { registrableDomain } from "@/lib/engines/suppression/canonical-identity";
import { InvalidError } from "@/lib/errors";

const MAXIMUM_PER_DOMAIN = 3; // OP-10
/** Cold messages a day from one domain, all mailboxes together (blueprint). */
const DOMAIN_DAILY_LIMIT = 50;

/**
 * The domain a new mailbox belongs to, made the first time.
 * @returns the domain's resource
 * @throws InvalidError when the domain carries as many mailboxes as it can bear
 */
export async function joinDomain(
  db: Db,
  { clientId, now }: Ctx,
  { address, timezone, isPrewarmed }: { address: string; timezone: string; isPrewarmed: boolean },
): Promise<string> {
  const name = address.slice(address.lastIndexOf("@") + 1);
  // Together, mailboxes that are connected at once must not pass what the domain may carry.
  await takeTurns(db, `connect-mailbox:${clientId}:${name}`);
  const domain =
    (await db
      .selectFrom("resources")
      .select("id")
      .where("clientId", "=", clientId)
      .where("kind", "=", "domain")
      .where(sql`lower(label)`, "=", name)
      .where("deletedAt", "is", null)
      .executeTakeFirst()) ??
    (await db
      .insertInto("resources")
      .values({
        clientId,
        channel: "email",
        kind: "domain",
        label: name,
        registrableDomain: registrableDomain(name),
        dailyLimit: DOMAIN_DAILY_LIMIT,
        timezone,
        isPrewarmed,
        rampStartedAt: now,
        createdAt: now,
      })
      .returning("id")
      .executeTakeFirstOrThrow());
  const siblings = await db.selectFrom("resources").select("id").where("parentId", "=", domain.id).where("deletedAt", "is", null).execute();
  if (siblings.length >= MAXIMUM_PER_DOMAIN)
    throw new InvalidError(`${name} carries ${MAXIMUM_PER_DOMAIN} mailboxes already; more would wear the domain out`, "address");
  return domain.id;
}

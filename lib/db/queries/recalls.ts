import "server-only";
import type { Db } from "@/lib/db/client";

/** Carriers that take a message now and let it go later. A mail server and Twilio let it go at once. */
const HOLDING_PROVIDERS = ["heyreach", "smartlead", "vapi", "clicksend"] as const;

type Held = { clientId: string; since: Date } & ({ leadId: string } | { campaignId: string; provider: (typeof HOLDING_PROVIDERS)[number] });

/** Touches of a lead, or of a campaign with one carrier, that were handed over since a time and that nobody has told us left. */
export async function listRecallableTouches(db: Db, held: Held): Promise<string[]> {
  const { clientId, since } = held;
  const rows = await db
    .selectFrom("touches as t")
    .innerJoin("resources as r", "r.id", "t.resourceId")
    .leftJoin("calls as c", (join) => join.onRef("c.touchId", "=", "t.id").onRef("c.attempt", "=", "t.attempts"))
    .select("t.id")
    .where("t.clientId", "=", clientId)
    .where((eb) => ("leadId" in held ? eb("t.leadId", "=", held.leadId) : eb("t.campaignId", "=", held.campaignId)))
    .where("t.state", "in", ["sending", "sent", "unknown"])
    .where("t.claimedAt", ">", since)
    .where("r.provider", "in", "provider" in held ? [held.provider] : HOLDING_PROVIDERS)
    .where((eb) => eb.or([eb("t.deliveryState", "is", null), eb("t.deliveryState", "=", "queued")]))
    .where("c.endedAt", "is", null)
    .orderBy("t.id")
    .execute();
  return rows.map(({ id }) => id);
}

/** All a carrier needs to find a message it took. */
export function findRecallableTouch(db: Db, { clientId, touchId }: { clientId: string; touchId: string }) {
  return db
    .selectFrom("touches as t")
    .innerJoin("leads as l", "l.id", "t.leadId")
    .innerJoin("resources as r", "r.id", "t.resourceId")
    .select(["t.state", "t.attempts", "t.claimedAt", "t.providerReference", "t.deliveryState"])
    .select(["r.provider", "r.externalId", "r.label", "r.timezone", "l.email", "l.linkedinUrl"])
    .where("t.id", "=", touchId)
    .where("t.clientId", "=", clientId)
    .executeTakeFirst();
}
export type RecallableTouch = NonNullable<Awaited<ReturnType<typeof findRecallableTouch>>>;

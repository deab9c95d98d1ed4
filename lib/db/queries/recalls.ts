import "server-only";
import type { Db } from "@/lib/db/client";

/** Carriers that take a message now and let it go later. A mail server and Twilio let it go at once. */
const HOLDING_PROVIDERS = ["heyreach", "smartlead", "vapi", "clicksend"] as const;

/** Touches of a lead that were handed over since a time and that nobody has told us left. */
export async function listRecallableTouches(
  db: Db,
  { clientId, leadId, since }: { clientId: string; leadId: string; since: Date },
): Promise<string[]> {
  const rows = await db
    .selectFrom("touches as t")
    .innerJoin("resources as r", "r.id", "t.resourceId")
    .leftJoin("calls as c", (join) => join.onRef("c.touchId", "=", "t.id").onRef("c.attempt", "=", "t.attempts"))
    .select("t.id")
    .where("t.clientId", "=", clientId)
    .where("t.leadId", "=", leadId)
    .where("t.state", "in", ["sending", "sent", "unknown"])
    .where("t.claimedAt", ">", since)
    .where("r.provider", "in", HOLDING_PROVIDERS)
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
    .select(["r.provider", "r.externalId", "r.label", "l.email", "l.linkedinUrl"])
    .where("t.id", "=", touchId)
    .where("t.clientId", "=", clientId)
    .executeTakeFirst();
}
export type RecallableTouch = NonNullable<Awaited<ReturnType<typeof findRecallableTouch>>>;

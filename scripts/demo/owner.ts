import type { Kysely } from "kysely";
import type { Ctx } from "@/lib/context";
import { memberTransaction } from "@/lib/db/client";
import type { DB } from "@/lib/db/types.gen";
import { releaseBreaker } from "@/lib/engines/breakers/release-breaker";
import { localTime } from "./local-time";

const ZONE = "Australia/Sydney";
const DESK_TIME = "09:00:00";
const REASON = "The list was looked through; a quarter of the volume for two days";

/**
 * What the agency's owner does at nine each morning: takes up again, by name and with a reason, what breakers stopped before. Whoever
 * drives the clock calls it at every moment that is over.
 */
export async function releaseBreakersAtNine(
  { product, member }: { product: Kysely<DB>; member: Kysely<DB> },
  { clientId, at }: { clientId: string; at: Date },
): Promise<void> {
  if (localTime(at, ZONE).time !== DESK_TIME) return;
  const trips = await product
    .selectFrom("breakerTrips")
    .select("id")
    .where("clientId", "=", clientId)
    .where("releasedAt", "is", null)
    .orderBy("trippedAt")
    .orderBy("breaker")
    .execute();
  if (trips.length === 0) return;
  const { userId } = await product
    .selectFrom("memberships")
    .select("userId")
    .where("clientId", "=", clientId)
    .where("role", "=", "owner")
    .executeTakeFirstOrThrow();
  const ctx: Ctx = {
    clientId,
    actor: { kind: "user", userId, role: "owner" },
    now: at,
    tx: (work) => memberTransaction(member, { userId, now: at }, work),
  };
  for (const { id } of trips) await releaseBreaker(ctx, { tripId: id, reason: REASON });
}

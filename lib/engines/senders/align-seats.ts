import "server-only";
import type { Ctx } from "@/lib/context";
import type { Db } from "@/lib/db/client";
import { loadPlatformStops } from "@/lib/db/queries/gate-facts";
import { notifyOnce } from "@/lib/engines/inbound/notify-once";
import type { OutreachProviders } from "@/lib/engines/recovery/outreach-providers";
import { pauseSeat, resumeSeat } from "@/lib/integrations/heyreach/seat-campaigns";

export type AlignedSeats = { paused: number; running: number };

/**
 * Makes HeyReach hold what was handed over to it and has not left yet, for every seat that stands still (platform, client, channel, a breaker
 * or the seat itself, whoever paused it), and lets the others go on. What counts is what stands when it runs, so it is safe to repeat and the
 * last of several switches wins.
 * @throws ProviderError
 */
export async function alignSeats(ctx: Ctx, { heyreach }: Pick<OutreachProviders, "heyreach">): Promise<AlignedSeats> {
  const seats = await ctx.tx((db) => listSeats(db, ctx));
  const aligned: AlignedSeats = { paused: 0, running: 0 };
  for (const { seat, isStopped } of seats) {
    await (isStopped ? pauseSeat : resumeSeat)(heyreach, seat);
    aligned[isStopped ? "paused" : "running"] += 1;
  }
  return aligned;
}

/** HeyReach could not be told for as long as is tried: people have to stop it there. */
export function giveUpAligning(ctx: Ctx): Promise<boolean> {
  return ctx.tx((db) =>
    notifyOnce(db, ctx, {
      kind: "health",
      title: "HeyReach was not told of a stop",
      body: "What was handed over to it before may still leave, or still be held. Pause or resume the seats' campaigns at HeyReach.",
      href: "/dashboard/settings/emergency-stop",
    }),
  );
}

async function listSeats(db: Db, { clientId }: Ctx): Promise<{ seat: string; isStopped: boolean }[]> {
  const platform = await loadPlatformStops(db);
  const isPlatformStopped = platform.sendingStopped || platform.stoppedChannels.includes("linkedin");
  const { pausedAt } = await db.selectFrom("clients").select("pausedAt").where("id", "=", clientId).executeTakeFirstOrThrow();
  const channelStop = await db
    .selectFrom("channelStops")
    .select("id")
    .where("clientId", "=", clientId)
    .where("channel", "=", "linkedin")
    .where("releasedAt", "is", null)
    .executeTakeFirst();
  const areAllStopped = isPlatformStopped || pausedAt !== null || channelStop !== undefined;
  const seats = await db
    .selectFrom("resources as r")
    .select(["r.externalId", "r.pausedAt"])
    .select(({ exists, selectFrom }) =>
      exists(
        selectFrom("breakerTrips as b")
          .select("b.id")
          .whereRef("b.clientId", "=", "r.clientId")
          .whereRef("b.resourceId", "=", "r.id")
          .where("b.releasedAt", "is", null),
      ).as("isTripped"),
    )
    .where("clientId", "=", clientId)
    .where("kind", "=", "seat")
    .where("provider", "=", "heyreach")
    .where("deletedAt", "is", null)
    .orderBy("id")
    .execute();
  return seats.flatMap((row) =>
    row.externalId === null ? [] : [{ seat: row.externalId, isStopped: areAllStopped || row.pausedAt !== null || Boolean(row.isTripped) }],
  );
}

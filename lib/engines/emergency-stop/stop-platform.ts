import "server-only";
import type { Db } from "@/lib/db/client";
import { loadPlatformStops, type PlatformStops } from "@/lib/db/queries/gate-facts";
import type { Channel } from "@/lib/domain/outreach";
import { enqueueEvent } from "@/lib/engines/outbox/enqueue-event";
import { stopsChanged } from "@/lib/events/catalogue";

/**
 * Stops everything that the platform sends, or one channel of it, for every client; `isStopped: false` takes it up again. Doing it twice
 * changes nothing. The operator's own switch: whoever has the system's database may. Runs in the caller's transaction and waits for the
 * hand-overs that are being decided, so none of them commits after it.
 * @returns what is stopped now
 */
export async function setPlatformStop(
  db: Db,
  { channel, isStopped, now }: { channel: Channel | null; isStopped: boolean; now: Date },
): Promise<PlatformStops> {
  const key = channel === null ? "sending_stopped" : "stopped_channels";
  // Two operators at once: the second one reads what the first one left.
  await db.updateTable("private.platformSettings").set({ updatedAt: now }).where("key", "=", key).execute();
  const { stoppedChannels } = await loadPlatformStops(db);
  const others = stoppedChannels.filter((stopped) => stopped !== channel);
  const value = channel === null ? isStopped : isStopped ? [...others, channel] : others;
  await db
    .updateTable("private.platformSettings")
    .set({ value: JSON.stringify(value) })
    .where("key", "=", key)
    .execute();
  const clients = await db
    .selectFrom("resources")
    .select("clientId")
    .distinct()
    .where("kind", "=", "seat")
    .where("deletedAt", "is", null)
    .execute();
  await enqueueEvent(db, ...clients.map(({ clientId }) => stopsChanged.create({ clientId })));
  return loadPlatformStops(db);
}

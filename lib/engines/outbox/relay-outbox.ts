import "server-only";
import type { Db } from "@/lib/db/client";

const BATCH = 200;

/** Hands events to the durable runner. `id` lets it drop a repeat. Throws when the runner did not accept them. */
export type SendEvents = (events: { id: string; name: string; data: Record<string, unknown> }[]) => Promise<void>;

/**
 * Sends what waits in the outbox, oldest first, and marks it sent. Safe to run at the same time as another relay and safe
 * to die anywhere: an event that went out twice carries the same id, and the runner starts it once.
 * @returns how many events were sent
 */
export async function relayOutbox(db: Db, { now, send }: { now: Date; send: SendEvents }): Promise<number> {
  let sent = 0;
  for (;;) {
    const waiting = await db
      .selectFrom("private.outbox")
      .select(["id", "name", "data"])
      .where("sentAt", "is", null)
      .orderBy("id")
      .limit(BATCH)
      .execute();
    if (waiting.length === 0) return sent;

    await send(waiting.map(({ id, name, data }) => ({ id, name, data: data as Record<string, unknown> })));
    await db
      .updateTable("private.outbox")
      .set({ sentAt: now })
      .where(
        "id",
        "in",
        waiting.map((event) => event.id),
      )
      .execute();
    sent += waiting.length;
    if (waiting.length < BATCH) return sent;
  }
}

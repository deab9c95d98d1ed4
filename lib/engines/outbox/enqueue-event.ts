import "server-only";
import type { Db } from "@/lib/db/client";

/** What `eventType(…).create(…)` makes: a name and its data, already checked against the event's schema. */
type OutgoingEvent = { name: string; data: Record<string, unknown> };

const announcing = new WeakSet<Db>();

/**
 * Writes an event to the outbox in the caller's transaction: it goes out if and only if the change it tells of commits.
 * `data.clientId`, where there is one, names the tenant.
 */
export async function enqueueEvent(db: Db, ...events: OutgoingEvent[]): Promise<void> {
  if (events.length === 0) return;
  announcing.add(db);
  await db
    .insertInto("private.outbox")
    .values(
      events.map(({ name, data }) => ({
        clientId: typeof data.clientId === "string" ? data.clientId : null,
        name,
        data: JSON.stringify(data),
      })),
    )
    .execute();
}

/** Whether this transaction wrote to the outbox, so that its owner relays after the commit. */
export function hasAnnounced(db: Db): boolean {
  return announcing.has(db);
}

import "server-only";
import { sql } from "kysely";
import type { Db } from "@/lib/db/client";
import type { Channel } from "@/lib/domain/outreach";

/** Seats, numbers and return addresses, and what each has handed over today by its own clock. */
export async function listSenders(db: Db, { clientId, now }: { clientId: string; now: Date }) {
  const { rows } = await sql<{
    id: string;
    kind: "seat" | "number" | "return_address";
    channel: Channel;
    label: string;
    senderName: string | null;
    dailyLimit: number;
    timezone: string;
    isPrewarmed: boolean;
    rampStartedAt: Date | null;
    pausedAt: Date | null;
    pausedReason: string | null;
    /** Null until everything it needs at its provider is there. */
    connectedAt: Date | null;
    usedToday: number;
    pendingInvitations: number;
  }>`
    select r.id, r.kind, r.channel, r.label, r.sender_name, r.daily_limit, r.timezone, r.is_prewarmed, r.ramp_started_at, r.paused_at,
      r.paused_reason, r.connected_at, coalesce(u.used, 0) as used_today,
      (select count(*)::int from linkedin_connections c where r.kind = 'seat' and c.resource_id = r.id and c.state = 'invited') as pending_invitations
    from resources r
    left join resource_usage u on u.resource_id = r.id and u.day = (${now}::timestamptz at time zone r.timezone)::date
    where r.client_id = ${clientId} and r.kind in ('seat', 'number', 'return_address') and r.deleted_at is null
    order by r.channel, r.label
    limit 200
  `.execute(db);
  return rows;
}
export type SenderRow = Awaited<ReturnType<typeof listSenders>>[number];

/** One of them, or a mailbox that a provider keeps, as that provider knows it. */
export function findSender(db: Db, { clientId, senderId }: { clientId: string; senderId: string }) {
  return db
    .selectFrom("resources")
    .select(["id", "kind", "provider", "externalId", "label", "timezone", "connectedAt"])
    .where("id", "=", senderId)
    .where("clientId", "=", clientId)
    .where((eb) => eb.or([eb("kind", "in", ["seat", "number", "return_address"]), eb("provider", "=", "smartlead")]))
    .where("deletedAt", "is", null)
    .executeTakeFirst();
}

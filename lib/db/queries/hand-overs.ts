import "server-only";
import { sql, type Updateable } from "kysely";
import type { Db } from "@/lib/db/client";
import type { Touch } from "@/lib/db/types.gen";
import type { Channel } from "@/lib/domain/outreach";

/** What an e-mail takes along: the mailbox's sealed password, where it has one, and the Message-IDs of what was said so far, oldest first. */
export async function loadEmailNeeds(
  db: Db,
  { clientId, resourceId, leadId }: { clientId: string; resourceId: string; leadId: string },
): Promise<{ sealed: string | null; thread: string[] }> {
  const { rows } = await sql<{ sealed: string | null; thread: string[] }>`
    select (
      select sealed from private.resource_secrets where resource_id = ${resourceId} and client_id = ${clientId}
    ) as sealed, array(
      select message_id from messages
      where client_id = ${clientId} and lead_id = ${leadId} and channel = 'email' and message_id is not null and kind = 'message'
      order by occurred_at
    ) as thread
  `.execute(db);
  return rows[0] ?? { sealed: null, thread: [] };
}

/** Turns a touch to `sending`, and keeps its parcel until the outcome is known. The caller holds the touch. */
export async function writeSending(
  db: Db,
  {
    clientId,
    touchId,
    touch,
    parcel,
  }: { clientId: string; touchId: string; touch: Updateable<Touch>; parcel: { key: string; parcel: string; counted: string } },
): Promise<void> {
  await db
    .with("kept", (qb) =>
      qb
        .insertInto("private.parcels")
        .values({ touchId, clientId, ...parcel })
        .onConflict((conflict) => conflict.column("touchId").doUpdateSet(parcel)),
    )
    .updateTable("touches")
    .set({ ...touch, state: "sending" })
    .where("id", "=", touchId)
    .where("clientId", "=", clientId)
    .execute();
}

/**
 * Notes who was reached by whom: the sender the enrolment keeps on this channel, when it and its domain were last used, when the lead was
 * last contacted, and the contact under every key by which anybody on the platform recognises the person.
 */
export async function registerContact(
  db: Db,
  contact: {
    clientId: string;
    enrolmentId: string;
    channel: Channel;
    leadId: string;
    resource: { id: string; parentId: string | null };
    hashes: readonly string[];
    at: Date;
  },
): Promise<void> {
  const { clientId, resource, at } = contact;
  await sql`
    with kept as (
      insert into enrolment_senders (client_id, enrolment_id, channel, resource_id)
      values (${clientId}, ${contact.enrolmentId}, ${contact.channel}, ${resource.id})
      on conflict (enrolment_id, channel) do nothing
    ), used as (
      update resources set last_used_at = ${at} where id in (${resource.id}, ${resource.parentId}) and client_id = ${clientId}
    ), reached as (
      update leads set last_contacted_at = ${at} where id = ${contact.leadId} and client_id = ${clientId}
    )
    insert into private.contact_registry (key_hmac, contacted_at) select unnest(${contact.hashes}::text[]), ${at} on conflict do nothing
  `.execute(db);
}

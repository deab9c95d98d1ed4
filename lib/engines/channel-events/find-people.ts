import "server-only";
import { sql } from "kysely";
import type { Db } from "@/lib/db/client";
import type { Channel } from "@/lib/domain/outreach";
import { canonicalEmail, canonicalLinkedin, canonicalPhone } from "@/lib/engines/suppression/canonical-identity";
import type { SuppressionKind } from "@/lib/engines/suppression/suppression-key";

/** Our number or seat that something came in on, and the client it belongs to. */
export type Receiver = { clientId: string; resourceId: string; label: string };

/** What a person is recognised by on each channel. */
export const IDENTITY_OF_CHANNEL = { email: "email", sms: "phone", voice: "phone", linkedin: "linkedin" } as const satisfies Partial<
  Record<Channel, SuppressionKind>
>;
type AddressedChannel = keyof typeof IDENTITY_OF_CHANNEL;

/** The client whose number or seat received something: our own mapping, never anything a message claims (SE-05). */
export async function findReceiver(db: Db, { channel, receiver }: { channel: Channel; receiver: string }): Promise<Receiver | undefined> {
  const rows = await db
    .selectFrom("resources")
    .select(["id as resourceId", "clientId", "label"])
    .where("channel", "=", channel)
    .where("kind", "in", ["number", "seat"])
    .where("deletedAt", "is", null)
    .where((eb) => eb.or([eb("externalId", "=", receiver), eb.and([eb("kind", "=", "number"), eb("label", "=", receiver)])]))
    .limit(2)
    .execute();
  return rows.length === 1 ? rows[0] : undefined;
}

/**
 * Leads who have this address, number or profile, those this channel reached last first.
 * @param clientId of one client; undefined: of every client that reached them on this channel
 */
export async function findPeople(
  db: Db,
  { clientId, channel, address }: { clientId: string | undefined; channel: AddressedChannel; address: string },
): Promise<{ clientId: string; leadId: string; campaignId: string | null }[]> {
  const isTheirs = identityClause(channel, address);
  if (!isTheirs) return [];
  const { rows } = await sql<{ clientId: string; leadId: string; campaignId: string | null; reachedAt: Date | null }>`
    select l.client_id, l.id as lead_id, l.campaign_id, reached.at as reached_at
    from leads l
    left join lateral (
      select max(t.claimed_at) as at from touches t
      where t.lead_id = l.id and t.channel = ${channel}::channel_type and t.state in ('sending', 'sent', 'unknown')
    ) reached on true
    where l.deleted_at is null and ${isTheirs}
      and ${clientId === undefined ? sql`l.last_contacted_at is not null and reached.at is not null` : sql`l.client_id = ${clientId}`}
    order by reached.at desc nulls last, l.last_contacted_at desc nulls last, l.id
    limit 100
  `.execute(db);
  return rows.map(({ reachedAt: _at, ...person }) => person);
}

function identityClause(channel: AddressedChannel, address: string) {
  switch (channel) {
    case "email": {
      const email = canonicalEmail(address);
      return email && sql<boolean>`(l.email = ${email} or l.personal_email = ${email})`;
    }
    case "sms":
    case "voice": {
      const phone = canonicalPhone(address);
      return phone && sql<boolean>`l.phone = ${phone}`;
    }
    case "linkedin": {
      const [, name] = canonicalLinkedin(address)?.split(/^in\//) ?? [];
      return name && sql<boolean>`lower(l.linkedin_url) = ${`https://www.linkedin.com/in/${name}`}`;
    }
  }
}

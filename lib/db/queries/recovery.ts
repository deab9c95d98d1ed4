import "server-only";
import type { Db } from "@/lib/db/client";
import type { Channel } from "@/lib/domain/outreach";

const MOST = 5000;

/** What was handed over on a channel within a time and is known to its provider by an id. */
export function listHandedOver(db: Db, { channel, provider, from, to }: { channel: Channel; provider: string; from: Date; to: Date }) {
  return db
    .selectFrom("touches as t")
    .innerJoin("resources as r", "r.id", "t.resourceId")
    .select(["t.id", "t.clientId", "t.attempts", "t.claimedAt", "t.providerReference", "t.deliveryState", "t.costMicros"])
    .select(["r.label as senderLabel"])
    .where("t.channel", "=", channel)
    .where("r.provider", "=", provider)
    .where("t.state", "=", "sent")
    .where("t.claimedAt", ">=", from)
    .where("t.claimedAt", "<=", to)
    .orderBy("t.claimedAt")
    .orderBy("t.id")
    .limit(MOST)
    .execute();
}

/** Touches by the ids their provider gave them. */
export function touchesByReference(db: Db, { channel, references }: { channel: Channel; references: readonly string[] }) {
  if (references.length === 0) return Promise.resolve([]);
  return db
    .selectFrom("touches")
    .select(["id", "clientId", "providerReference", "deliveryState", "costMicros"])
    .where("channel", "=", channel)
    .where("providerReference", "in", references)
    .execute();
}

/** Which of these incoming messages are stored, by the name they are stored under. */
export async function knownMessages(db: Db, names: readonly string[]): Promise<Set<string>> {
  if (names.length === 0) return new Set();
  const rows = await db
    .selectFrom("messages")
    .select("messageId")
    .where("direction", "=", "inbound")
    .where("messageId", "in", names)
    .execute();
  return new Set(rows.flatMap(({ messageId }) => messageId ?? []));
}

/** Which of these deliveries of a provider came in by the door. */
export async function knownDeliveries(db: Db, provider: string, externalIds: readonly string[]): Promise<Set<string>> {
  if (externalIds.length === 0) return new Set();
  const rows = await db
    .selectFrom("private.inboundEvents")
    .select("externalId")
    .where("provider", "=", provider)
    .where("externalId", "in", externalIds)
    .execute();
  return new Set(rows.map(({ externalId }) => externalId));
}

/** Living senders of a provider, of every client. */
export function listProviderSenders(db: Db, provider: string) {
  return db
    .selectFrom("resources")
    .select(["id", "clientId", "externalId", "label"])
    .where("provider", "=", provider)
    .where("deletedAt", "is", null)
    .orderBy("id")
    .execute();
}

/** The last hand-over of a seat to a person, of the invitation or of a message. */
export function findSeatTouch(
  db: Db,
  { clientId, leadId, resourceId, isInvitation }: { clientId: string; leadId: string; resourceId: string; isInvitation: boolean },
) {
  return db
    .selectFrom("touches as t")
    .innerJoin("sequenceSteps as s", "s.id", "t.stepId")
    .select(["t.id", "t.attempts", "t.deliveryState"])
    .where("t.clientId", "=", clientId)
    .where("t.leadId", "=", leadId)
    .where("t.resourceId", "=", resourceId)
    .where("t.channel", "=", "linkedin")
    .where("t.state", "in", ["sending", "sent", "unknown"])
    .where("s.purpose", isInvitation ? "=" : "<>", "connect")
    .orderBy("t.claimedAt", "desc")
    .limit(1)
    .executeTakeFirst();
}

/** Clients with an invitation that nobody has answered since before a time. */
export async function listClientsWithOldInvitations(db: Db, { invitedBefore }: { invitedBefore: Date }): Promise<string[]> {
  const rows = await db
    .selectFrom("linkedinConnections")
    .select("clientId")
    .distinct()
    .where("state", "=", "invited")
    .where("invitedAt", "<=", invitedBefore)
    .orderBy("clientId")
    .execute();
  return rows.map(({ clientId }) => clientId);
}

/** E-mails Smartlead took under an id of its own and has not said it sent. */
export function listUnconfirmedMail(db: Db, { from, to, limit }: { from: Date; to: Date; limit: number }) {
  return db
    .selectFrom("touches as t")
    .innerJoin("resources as r", "r.id", "t.resourceId")
    .innerJoin("leads as l", "l.id", "t.leadId")
    .select(["t.clientId", "t.providerReference", "l.email", "r.label as mailbox"])
    .where("t.channel", "=", "email")
    .where("r.provider", "=", "smartlead")
    .where("t.state", "=", "sent")
    .where("t.deliveryState", "is", null)
    .where("t.providerReference", "is not", null)
    .where("t.claimedAt", ">=", from)
    .where("t.claimedAt", "<=", to)
    .orderBy("t.claimedAt")
    .orderBy("t.id")
    .limit(limit)
    .execute();
}

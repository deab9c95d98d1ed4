import "server-only";
import { subDays } from "date-fns";
import { sql } from "kysely";
import type { Db } from "@/lib/db/client";
import type { InboundEmail } from "@/lib/engines/replies/inbound-email";

/** A sender we wrote to this long ago is still recognised by address alone (EM-04). */
const ADDRESS_MATCH_DAYS = 60;
/** A report about an older message is not believed (EM-32). */
const REPORT_DAYS = 60;

export type ReceivingMailbox = { clientId: string; mailboxId: string; address: string };

/** Whom an inbound message is about, and what told us. */
export type InboundMatch = {
  leadId: string;
  campaignId: string | null;
  threadId: string | null;
  /** The touch it answers or reports on, when an id says so. */
  touchId: string | null;
  by: "in_reply_to" | "references" | "report" | "address";
};

/**
 * The tenant of a message is the client whose mailbox received it: our own mapping, never anything the message claims (EM-04, SE-05).
 * @param recipients addresses it was delivered to, most trustworthy first
 */
export async function findReceivingMailbox(db: Db, recipients: readonly string[]): Promise<ReceivingMailbox | undefined> {
  const addresses = [...new Set(recipients.map((address) => address.toLowerCase().replace(/\+[^@]*@/, "@")))];
  if (addresses.length === 0) return undefined;
  const rows = await db
    .selectFrom("resources")
    .select(["id", "clientId", "label"])
    .where("kind", "=", "mailbox")
    .where("deletedAt", "is", null)
    .where(sql<string>`lower(label)`, "in", addresses)
    .execute();
  const [first] = addresses.flatMap((address) => rows.filter((row) => row.label.toLowerCase() === address));
  return first && { clientId: first.clientId, mailboxId: first.id, address: first.label };
}

/** Finds the lead by headers, then by what a report returns, then by address, all within the receiving client. */
export async function matchInbound(
  db: Db,
  { clientId, email, now }: { clientId: string; email: InboundEmail; now: Date },
): Promise<InboundMatch | undefined> {
  const cited: readonly [InboundMatch["by"], readonly (string | null | undefined)[]][] = [
    ["in_reply_to", [email.inReplyTo]],
    ["references", [...email.references].reverse()],
    ["report", [email.report?.original?.messageId]],
  ];
  for (const [by, ids] of cited) {
    for (const id of ids) {
      const found = id ? await findByMessageId(db, clientId, bracketed(id)) : undefined;
      if (!found || (email.report && found.at < subDays(now, REPORT_DAYS))) continue;
      const { at: _at, ...match } = found;
      return { ...match, by };
    }
  }
  // A report that cites nothing of ours is not believed (EM-32).
  return email.report ? undefined : findByAddress(db, clientId, email.from?.address, now);
}

type Cited = Omit<InboundMatch, "by"> & { at: Date };

async function findByMessageId(db: Db, clientId: string, messageId: string): Promise<Cited | undefined> {
  const touch = await db
    .selectFrom("touches as t")
    .leftJoin("messages as m", "m.touchId", "t.id")
    .select(["t.id as touchId", "t.leadId", "t.campaignId", "t.claimedAt", "m.threadId"])
    .where("t.clientId", "=", clientId)
    .where("t.messageId", "=", messageId)
    .executeTakeFirst();
  if (touch) {
    const { claimedAt, ...found } = touch;
    return { ...found, at: claimedAt ?? new Date(0) };
  }
  const message = await db
    .selectFrom("messages as m")
    .innerJoin("threads as h", "h.id", "m.threadId")
    .select(["m.leadId", "m.threadId", "m.touchId", "h.campaignId", "m.occurredAt as at"])
    .where("m.clientId", "=", clientId)
    .where("m.messageId", "=", messageId)
    .executeTakeFirst();
  return message?.leadId ? { ...message, leadId: message.leadId } : undefined;
}

async function findByAddress(db: Db, clientId: string, address: string | undefined, now: Date): Promise<InboundMatch | undefined> {
  if (!address) return undefined;
  const lead = await db
    .selectFrom("leads")
    .select(["id", "campaignId"])
    .where("clientId", "=", clientId)
    .where("deletedAt", "is", null)
    .where((eb) => eb.or([eb("email", "=", address), eb("personalEmail", "=", address)]))
    .where("lastContactedAt", ">=", subDays(now, ADDRESS_MATCH_DAYS))
    .orderBy((eb) => eb("email", "=", address), "desc")
    .orderBy("lastContactedAt", "desc")
    .orderBy("email")
    .limit(1)
    .executeTakeFirst();
  if (!lead) return undefined;
  const thread = await db
    .selectFrom("threads")
    .select("id")
    .where("clientId", "=", clientId)
    .where("leadId", "=", lead.id)
    .orderBy("lastMessageAt", "desc")
    .orderBy("id")
    .limit(1)
    .executeTakeFirst();
  return { leadId: lead.id, campaignId: lead.campaignId, threadId: thread?.id ?? null, touchId: null, by: "address" };
}

function bracketed(id: string): string {
  return `<${id.replace(/^<|>$/g, "")}>`;
}

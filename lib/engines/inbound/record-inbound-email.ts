import "server-only";
import type { Ctx } from "@/lib/context";
import type { Db } from "@/lib/db/client";
import { lockLead } from "@/lib/db/queries/touches";
import { recordActivity } from "@/lib/engines/activities/record-activity";
import { settleUnknown } from "@/lib/engines/dispatch/settle-unknown";
import { recipientPlace } from "@/lib/engines/gate/recipient-place";
import { applyReplyActions, isHumanReply } from "@/lib/engines/inbound/apply-reply-actions";
import { countReply } from "@/lib/engines/inbound/count-reply";
import { describeInbound } from "@/lib/engines/inbound/describe-inbound";
import { type InboundMatch, matchInbound, type ReceivingMailbox } from "@/lib/engines/inbound/match-inbound";
import { quotedFooter } from "@/lib/engines/inbound/quoted-footer";
import { storableEmail } from "@/lib/engines/inbound/storable-email";
import { storeInboundEmail } from "@/lib/engines/inbound/store-inbound-email";
import { classifyReply } from "@/lib/engines/replies/classify-reply";
import type { DsnRecipient, InboundEmail } from "@/lib/engines/replies/inbound-email";
import type { ReplyClassification } from "@/lib/engines/replies/reply-classification";
import { canonicalEmail, mailboxOfEmail } from "@/lib/engines/suppression/canonical-identity";
import { suppress } from "@/lib/engines/suppression/suppress";

export type InboundResult = { outcome: "stored" | "unmatched" | "repeat"; intent?: string; messageId?: string };

type Input = { inboundEventId: string; email: InboundEmail; mailbox: ReceivingMailbox };
type Options = { pepper: string; appUrl: string };

/**
 * Stores one inbound e-mail and does what it asks for in the same transaction: a person's answer cancels every pending touch of
 * that lead, a withdrawal suppresses, a report settles the address, an away notice waits. Storing it twice changes nothing.
 */
export function recordInboundEmail(ctx: Ctx, input: Input, options: Options): Promise<InboundResult> {
  const { inboundEventId, mailbox } = input;
  const email = storableEmail(input.email);
  return ctx.tx(async (db) => {
    const match = await matchInbound(db, { clientId: ctx.clientId, email, now: ctx.now });
    if (match) await lockLead(db, { clientId: ctx.clientId, leadId: match.leadId });
    if (await isKnown(db, ctx, inboundEventId, email)) return { outcome: "repeat" };
    if (match?.touchId) await settleUnknown(db, ctx, match.touchId);

    const lead = match && (await loadLead(db, ctx, match));
    const ours = lead ? reportAbout(email, lead.writtenTo) : email;
    const footer = await quotedFooter(db, ctx, { leadId: match?.leadId, text: email.text, appUrl: options.appUrl });
    const classification = classifyReply({ channel: "email", email: ours, footer }, { now: ctx.now });
    const messageId = await storeInboundEmail(db, ctx, { inboundEventId, email: ours, mailbox, match, classification });
    if (!match || !lead) {
      await honourUnmatchedOptOut(db, ctx, email, classification, options);
      return { outcome: "unmatched", intent: classification.intent, messageId };
    }

    const subject = {
      leadId: match.leadId,
      campaignId: match.campaignId,
      email: email.report ? lead.writtenTo : lead.email,
      timezone: recipientPlace(lead, lead.clientTimezone).timezone,
      mailboxId: mailbox.mailboxId,
      source: "reply",
      pepper: options.pepper,
      isAbuseReport: email.report?.kind === "arf",
    };
    await applyReplyActions(db, ctx, subject, classification);
    if (isHumanReply(classification) && !email.report) await countReply(db, ctx, { leadId: match.leadId, messageId });
    const description = describeInbound(ours, classification);
    if (description) {
      const about = { leadId: match.leadId, campaignId: match.campaignId, touchId: match.touchId, channel: "email" as const };
      await recordActivity(db, ctx, { ...description, ...about });
    }
    return { outcome: "stored", intent: classification.intent, messageId };
  });
}

async function isKnown(db: Db, { clientId }: Ctx, inboundEventId: string, email: InboundEmail): Promise<boolean> {
  const known = await db
    .selectFrom("messages")
    .select("id")
    .where("clientId", "=", clientId)
    .where((eb) =>
      eb.or([
        eb("inboundEventId", "=", inboundEventId),
        ...(email.messageId ? [eb.and([eb("direction", "=", "inbound"), eb("messageId", "=", email.messageId)])] : []),
      ]),
    )
    .executeTakeFirst();
  return known !== undefined;
}

async function loadLead(db: Db, { clientId }: Ctx, { leadId, touchId }: InboundMatch) {
  const lead = await db
    .selectFrom("leads as l")
    .innerJoin("clients as k", "k.id", "l.clientId")
    .leftJoin("messages as m", (join) => join.onRef("m.clientId", "=", "l.clientId").on("m.touchId", "=", touchId))
    .select(["l.email", "l.timezone", "l.state", "k.timezone as clientTimezone", "m.toAddress"])
    .where("l.id", "=", leadId)
    .where("l.clientId", "=", clientId)
    .executeTakeFirstOrThrow();
  const writtenTo = lead.toAddress ?? lead.email;
  return { ...lead, writtenTo };
}

/**
 * A delivery report without what it says of other addresses: a message that somebody forwarded and that died there says nothing about
 * the one we wrote to.
 */
function reportAbout(email: InboundEmail, writtenTo: string): InboundEmail {
  const { report } = email;
  if (report?.kind !== "dsn") return email;
  const mailboxOf = (address: string) => mailboxOfEmail(canonicalEmail(address) ?? address);
  const isAbout = ({ originalRecipient, finalRecipient }: DsnRecipient) => {
    const named = [originalRecipient, finalRecipient].filter((address) => address !== null);
    return named.length === 0 || named.some((address) => mailboxOf(address) === mailboxOf(writtenTo));
  };
  return { ...email, report: { ...report, recipients: report.recipients.filter(isAbout) } };
}

/** Somebody we cannot place still gets their wish: the harm of a false opt-out is small (SE-04). */
async function honourUnmatchedOptOut(
  db: Db,
  ctx: Ctx,
  { from, report }: InboundEmail,
  { intent }: ReplyClassification,
  options: Options,
): Promise<void> {
  if (report || intent !== "unsubscribe" || !from || canonicalEmail(from.address) === null) return;
  await suppress(db, ctx, { kind: "email", value: from.address, reason: "unsubscribed", source: "reply" }, options);
}

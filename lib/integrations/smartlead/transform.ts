import "server-only";
import { createHash } from "node:crypto";
import type { ChannelEvent } from "@/lib/domain/channel-events";
import type { SmartleadEvent } from "@/lib/integrations/smartlead/webhook";
import { composeRawEmail } from "@/lib/integrations/smtp/compose-raw-email";

/** A message left one of our mailboxes. Smartlead writes its own Message-ID, so this is where the real one comes from. */
export type SmartleadSent = { kind: "sent"; reference: string; mailbox: string; messageId: string; at: Date };

/** Somebody answered a mailbox Smartlead manages. Only parts of the mail come through, not its headers. */
export type SmartleadReplyReceived = {
  kind: "reply";
  mailbox: string;
  from: { name: string; address: string };
  messageId: string | null;
  inReplyTo: string | null;
  subject: string;
  text: string;
  html: string;
  at: Date;
};

export type SmartleadNews = { kind: "event"; event: ChannelEvent } | SmartleadSent | SmartleadReplyReceived;

const SENT = new Set(["EMAIL_SENT", "FIRST_EMAIL_SENT"]);
const REPLIES = new Set(["EMAIL_REPLY", "EMAIL_REPLIED", "LEAD_REPLIED", "UNTRACKED_REPLIES", "UNTRACKED_REPLY"]);
const BOUNCES = new Set(["EMAIL_BOUNCE", "EMAIL_BOUNCED", "LEAD_BOUNCED"]);
const UNSUBSCRIBES = new Set(["LEAD_UNSUBSCRIBED", "EMAIL_UNSUBSCRIBED", "LEAD_UNSUBSCRIBE"]);
const CATEGORIES = new Set(["LEAD_CATEGORY_UPDATED", "LEAD_CATEGORY_UPDATE"]);

/**
 * What Smartlead tells us, in our words. In every event `from_email` is our mailbox and `to_email` the lead, answers included.
 * @param receivedAt the time of an event that carries none, as unsubscribes do
 */
export function toSmartleadNews(event: SmartleadEvent, receivedAt: Date): SmartleadNews[] {
  const type = event.event_type.trim().toUpperCase();
  if (SENT.has(type)) return sentNews(event, receivedAt);
  if (REPLIES.has(type)) return replyNews(event, receivedAt);
  const at = event.event_timestamp ?? receivedAt;
  const lead = leadOf(event);
  if (lead === null) return [];
  if (BOUNCES.has(type)) {
    const reference = referenceOf(event, lead);
    if (reference === null) return [];
    // It does not say whether the address is dead or only full.
    return [delivery({ reference, state: "undelivered", code: "EMAIL_BOUNCE", at })];
  }
  const isRefusal = UNSUBSCRIBES.has(type) || (CATEGORIES.has(type) && /^do[ _-]?not[ _-]?contact$/i.test(event.category ?? ""));
  return isRefusal ? [{ kind: "event", event: { kind: "opted_out", channel: "email", address: lead, isComplaint: false, at } }] : [];
}

/** One message to one person in one campaign: all an event tells about which message it is. The address is hashed. */
export function smartleadReference(campaignId: number, email: string): string {
  return `${campaignId}:${createHash("sha256").update(email.trim().toLowerCase()).digest("hex").slice(0, 24)}`;
}

/** An answer written out as a mail, so that it takes the same way as one that came in by itself. */
export function toRawEmail(reply: SmartleadReplyReceived): Promise<string> {
  const headers: [string, string][] = [];
  if (reply.messageId) headers.push(["Message-ID", reply.messageId]);
  if (reply.inReplyTo) headers.push(["In-Reply-To", reply.inReplyTo], ["References", reply.inReplyTo]);
  const { from, mailbox, subject, text, html, at } = reply;
  return composeRawEmail({ from, to: [mailbox], subject, text, html, date: at.toISOString(), headers });
}

function sentNews(event: SmartleadEvent, receivedAt: Date): SmartleadNews[] {
  const lead = leadOf(event);
  const reference = lead && referenceOf(event, lead);
  if (!reference) return [];
  const at = event.time_sent ?? event.event_timestamp ?? receivedAt;
  const messageId = event.message_id ?? event.sent_message?.message_id;
  const mailbox = event.from_email;
  return [
    delivery({ reference, state: "sent", code: null, at }),
    ...(messageId && mailbox ? [{ kind: "sent" as const, reference, mailbox: mailbox.toLowerCase(), messageId, at }] : []),
  ];
}

function replyNews(event: SmartleadEvent, receivedAt: Date): SmartleadNews[] {
  const { reply_message: reply, sent_message: sent } = event;
  const lead = leadOf(event);
  const writer = event.leadCorrespondence?.replyReceivedFrom?.toLowerCase() ?? lead;
  if (!event.from_email || !writer) return [];
  return [
    {
      kind: "reply",
      mailbox: event.from_email.toLowerCase(),
      from: { name: writer === lead ? (event.to_name ?? "") : "", address: writer },
      messageId: reply?.message_id ?? event.message_id ?? null,
      inReplyTo: sent?.message_id ?? null,
      subject: event.subject ?? "",
      text: reply?.text ?? "",
      html: reply?.html ?? event.reply_body ?? "",
      at: reply?.time ?? event.event_timestamp ?? event.time_replied ?? receivedAt,
    },
  ];
}

function leadOf({ to_email, lead_email, sl_lead_email, lead }: SmartleadEvent): string | null {
  return (sl_lead_email ?? to_email ?? lead_email ?? lead?.email)?.trim().toLowerCase() || null;
}

function referenceOf({ campaign_id, campaign }: SmartleadEvent, lead: string): string | null {
  const campaignId = campaign_id ?? campaign?.id;
  return campaignId ? smartleadReference(campaignId, lead) : null;
}

function delivery(told: { reference: string; state: "sent" | "undelivered"; code: string | null; at: Date }): SmartleadNews {
  return { kind: "event", event: { kind: "delivery", ...told, isPermanent: null, costMicroAud: null } };
}

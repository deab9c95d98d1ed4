import "server-only";
import type { ChannelEvent } from "@/lib/domain/channel-events";
import type { PostmarkRecord } from "@/lib/integrations/postmark/webhook";
import type { PostmarkBounce, PostmarkInboundMessage } from "@/lib/integrations/postmark/wire";
import { composeRawEmail } from "@/lib/integrations/smtp/compose-raw-email";

/** Hard bounce, and an address that is none. */
const PERMANENT_CODES = new Set([1, 100_000]);
/** Transient, name service, soft bounce, and a spam filter's verdict on the message rather than on the address. */
const PASSING_CODES = new Set([2, 256, 512, 4096]);
const UNSUBSCRIBE_CODE = 16;
const COMPLAINT_CODE = 100_001;

/** What Postmark tells us of mail sent through it, in our words. An address it starts to serve again is no news: only people lift suppressions. */
export function toChannelEvents(record: PostmarkRecord): ChannelEvent[] {
  switch (record.RecordType) {
    case "Bounce":
    case "SpamComplaint":
      return bounceEvents(record);
    case "SubscriptionChange":
      return record.SuppressSending ? subscriptionEvents(record) : [];
    case "Delivery": {
      const { MessageID: reference, DeliveredAt: at } = record;
      return [{ kind: "delivery", reference, state: "delivered", code: null, isPermanent: null, costMicroAud: null, at }];
    }
    default:
      return []; // opens and clicks are no evidence of a person
  }
}

/** The same for a bounce that was fetched instead of received. */
export function bounceEvents({
  TypeCode,
  MessageID,
  Email,
  BouncedAt: at,
}: Pick<PostmarkBounce, "TypeCode" | "MessageID" | "Email" | "BouncedAt">): ChannelEvent[] {
  if (TypeCode === COMPLAINT_CODE || TypeCode === UNSUBSCRIBE_CODE) {
    return [{ kind: "opted_out", channel: "email", address: Email.toLowerCase(), isComplaint: TypeCode === COMPLAINT_CODE, at }];
  }
  const isPermanent = PERMANENT_CODES.has(TypeCode) ? true : PASSING_CODES.has(TypeCode) ? false : null;
  const code = String(TypeCode);
  return [{ kind: "delivery", reference: MessageID, state: "undelivered", code, isPermanent, costMicroAud: null, at }];
}

function subscriptionEvents(record: PostmarkRecord & { RecordType: "SubscriptionChange" }): ChannelEvent[] {
  const { MessageID: reference, Recipient, SuppressionReason: reason, ChangedAt: at } = record;
  if (reason === "HardBounce") {
    return [{ kind: "delivery", reference, state: "undelivered", code: "HardBounce", isPermanent: true, costMicroAud: null, at }];
  }
  const isComplaint = reason === "SpamComplaint";
  return [{ kind: "opted_out", channel: "email", address: Recipient.toLowerCase(), isComplaint, at }];
}

/**
 * A message that was fetched, written out as a mail again, so that it takes the same way as one whose webhook arrived. Headers come
 * along; attachments do not.
 */
export function toRawEmail(message: PostmarkInboundMessage): Promise<string> {
  const from = message.FromFull ?? { Email: message.From, Name: "" };
  return composeRawEmail({
    from: { name: from.Name, address: from.Email },
    to: message.ToFull.length > 0 ? message.ToFull.map(({ Email }) => Email) : [message.OriginalRecipient],
    subject: message.Subject,
    date: message.Date,
    text: message.TextBody ?? "",
    html: message.HtmlBody ?? "",
    headers: message.Headers.map(({ Name, Value }) => [Name, Value]),
  });
}

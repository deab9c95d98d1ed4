import type { CallbackOutcome } from "@/local/http/callback-sender";
/** A message as it lies in one mailbox. */
export type StoredMessage = {
  id: string;
  /** Order of arrival. */
  number: number;
  mailbox: string;
  /** `outgoing` came in over SMTP, `incoming` was made by the world around the product. */
  direction: "outgoing" | "incoming";
  /** Envelope sender; empty for reports and automatic answers. */
  mailFrom: string;
  headerFrom: string;
  subject: string;
  /** RFC Message-ID with its angle brackets, or empty. */
  messageId: string;
  receivedAt: Date;
};

/** Columns of `mail.messages` under the names of StoredMessage. */
export const MESSAGE_COLUMNS = `id, number::int, mailbox, direction, mail_from as "mailFrom", header_from as "headerFrom", subject,
  message_id as "messageId", received_at as "receivedAt"`;

export type MessageWithRaw = StoredMessage & { raw: Buffer };

/** Something the world sends: to a mailbox of the product it comes back by webhook, to any other it just lies there. */
export type Delivery = {
  /** Envelope sender; empty for reports and automatic answers. */
  mailFrom: string;
  to: string;
  raw: Buffer;
};

/** A message on its way to the product. */
export type Webhook = CallbackOutcome & { id: number; messageId: string };

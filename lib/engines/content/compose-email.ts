import "server-only";
import { createHmac } from "node:crypto";

/** Everything an outreach e-mail is made of. `now` becomes its Date. */
export type OutgoingEmail = {
  messageId: string;
  from: { name: string; address: string };
  to: { name: string | null; address: string };
  subject: string;
  text: string;
  date: Date;
  inReplyTo: string | null;
  references: readonly string[];
  headers: Readonly<Record<string, string>>;
};

export type SenderIdentity = { legalName: string; abn: string | null; postalAddress: string | null; contact: string };

const MAXIMUM_REFERENCES = 20;
const KEPT_AT_END = 10;

/**
 * Our own Message-ID, known before hand-off so that an unknown outcome can be looked up and an answer matched (EM-01).
 * @returns with its angle brackets
 */
export function outgoingMessageId(touchId: string, { mailbox, pepper }: { mailbox: string; pepper: string }): string {
  const proof = createHmac("sha256", pepper).update(`message-id:${touchId}`).digest("hex").slice(0, 8);
  return `<${touchId}.${proof}@${mailbox.slice(mailbox.lastIndexOf("@") + 1)}>`;
}

/**
 * The block that names the sender and lets the reader opt out. It stands outside every template and variation (AU-10, AU-12),
 * and is stored with the message so that a quoted copy of it can be told from what somebody wrote.
 */
export function identityBlock(sender: SenderIdentity, unsubscribeUrl: string): string {
  const abn = sender.abn ? ` (ABN ${sender.abn.replace(/(\d{2})(\d{3})(\d{3})(\d{3})/, "$1 $2 $3 $4")})` : "";
  const address = sender.postalAddress ? `, ${sender.postalAddress}` : "";
  return [
    "--",
    `${sender.legalName}${abn}${address} · ${sender.contact}`,
    `If you would rather not hear from me again, tell me or use this link: ${unsubscribeUrl}`,
  ].join("\n");
}

/**
 * One message, ready for any carrier: plain text, threaded, with RFC 8058 one-click unsubscribe in every mode.
 * @throws RangeError when a header value carries a line break (header injection)
 */
export function composeEmail(input: {
  touchId: string;
  messageId: string;
  mailbox: { name: string; address: string };
  lead: { name: string | null; address: string };
  subject: string;
  body: string;
  sender: SenderIdentity;
  unsubscribeUrl: string;
  /** Message-IDs of the thread so far, oldest first. */
  thread: readonly string[];
  campaignId: string;
  clientId: string;
  now: Date;
}): OutgoingEmail {
  const email: OutgoingEmail = {
    messageId: input.messageId,
    from: input.mailbox,
    to: input.lead,
    subject: input.subject,
    text: `${input.body.trim()}\n\n${identityBlock(input.sender, input.unsubscribeUrl)}\n`,
    date: input.now,
    inReplyTo: input.thread.at(-1) ?? null,
    references: trimReferences(input.thread),
    headers: {
      "List-Unsubscribe": `<${input.unsubscribeUrl}>, <mailto:${input.mailbox.address}?subject=unsubscribe>`,
      "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
      "Feedback-ID": `${input.campaignId}:${input.clientId}:outreach:agencyos`,
    },
  };
  for (const value of [email.subject, email.from.name, email.from.address, email.to.name ?? "", email.to.address]) {
    if (/[\r\n]/.test(value)) throw new RangeError("a line break in a header");
  }
  return email;
}

/** The first id and the last ten of a long thread (EM-02). */
function trimReferences(thread: readonly string[]): readonly string[] {
  return thread.length <= MAXIMUM_REFERENCES ? thread : [...thread.slice(0, 1), ...thread.slice(-KEPT_AT_END)];
}

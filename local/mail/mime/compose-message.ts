import MailComposer from "nodemailer/lib/mail-composer";
import type { MailAddress } from "@/local/mail/mime/original-message";
import { domainOf } from "@/local/mail/mime/original-message";
import { stableId } from "@/local/mail/mime/stable-id";

export type MessageParts = {
  from: MailAddress;
  to: MailAddress;
  subject: string;
  text: string;
  html?: string;
  date: Date;
  inReplyTo?: string;
  references?: readonly string[];
  headers?: Readonly<Record<string, string>>;
  attachments?: readonly { filename: string; content: Buffer; contentType: string }[];
};

/** A complete message; its Message-ID and boundaries follow from the parts, so equal input gives equal bytes. */
export async function composeMessage(parts: MessageParts): Promise<Buffer> {
  const id = stableId(parts.from.address, parts.to.address, parts.subject, parts.text, parts.date.toISOString(), parts.inReplyTo ?? "");
  const options = {
    from: parts.from,
    to: parts.to,
    subject: parts.subject,
    text: parts.text,
    date: parts.date,
    messageId: `<${id}@${domainOf(parts.from.address)}>`,
    baseBoundary: id,
    headers: { ...parts.headers },
    newline: "\r\n",
    xMailer: false as const,
    disableFileAccess: true,
    disableUrlAccess: true,
    ...(parts.html === undefined ? {} : { html: parts.html }),
    ...(parts.inReplyTo ? { inReplyTo: parts.inReplyTo } : {}),
    ...(parts.references?.length ? { references: [...parts.references] } : {}),
    ...(parts.attachments ? { attachments: [...parts.attachments] } : {}),
  };
  return new MailComposer(options).compile().build();
}

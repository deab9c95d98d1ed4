import "server-only";
import { createHash } from "node:crypto";
import MailComposer from "nodemailer/lib/mail-composer";

export type RawEmailParts = {
  from: { name: string; address: string };
  to: readonly string[];
  subject: string;
  date: Date;
  messageId: string;
  text: string;
  html: string;
  /** In order, In-Reply-To and References among them. What the other parts decide is left out. */
  headers: readonly (readonly [string, string])[];
};

const DECIDED = new Set(["content-type", "content-transfer-encoding", "mime-version", "from", "to", "subject", "date", "message-id"]);
const THREADING = new Set(["in-reply-to", "references"]);

/**
 * A mail (RFC 5322) from the parts a provider's API gives instead of its source; equal parts give equal bytes. A line break in a header
 * becomes a space.
 */
export async function composeRawEmail({ from, to, subject, date, messageId, text, html, headers }: RawEmailParts): Promise<string> {
  const kept = headers.filter(([name]) => !DECIDED.has(name.toLowerCase()));
  const find = (wanted: string) => kept.find(([name]) => name.toLowerCase() === wanted)?.[1];
  const inReplyTo = find("in-reply-to");
  const references = find("references");
  const source = await new MailComposer({
    from,
    to: [...to],
    subject,
    date,
    messageId,
    text,
    headers: kept.flatMap(([key, value]) => (THREADING.has(key.toLowerCase()) ? [] : [{ key, value }])),
    baseBoundary: createHash("sha256").update(messageId).digest("hex").slice(0, 32),
    newline: "\r\n",
    xMailer: false,
    disableFileAccess: true,
    disableUrlAccess: true,
    ...(html ? { html } : {}),
    ...(inReplyTo ? { inReplyTo } : {}),
    ...(references ? { references } : {}),
  })
    .compile()
    .build();
  return source.toString("utf8");
}

import "server-only";
import MailComposer from "nodemailer/lib/mail-composer";

export type RawEmailParts = {
  from: { name: string; address: string };
  to: readonly string[];
  subject: string;
  /** As the sender wrote it; one that is no date is left out. */
  date: string;
  text: string;
  html: string;
  /** In order; Message-ID, In-Reply-To and References among them. */
  headers: readonly (readonly [string, string])[];
};

/** What the body decides, or the parts above say already. */
const OWN_HEADERS = new Set(["content-type", "content-transfer-encoding", "mime-version", "from", "to", "subject", "date"]);

/** A mail (RFC 5322) from the parts a provider's API gives instead of its source. Line breaks in headers are folded away. */
export async function composeRawEmail({ from, to, subject, date, text, html, headers }: RawEmailParts): Promise<string> {
  const kept = headers.filter(([name]) => !OWN_HEADERS.has(name.toLowerCase()));
  const find = (wanted: string) => kept.find(([name]) => name.toLowerCase() === wanted)?.[1];
  const others = kept.filter(([name]) => !["message-id", "in-reply-to", "references"].includes(name.toLowerCase()));
  const messageId = find("message-id");
  const inReplyTo = find("in-reply-to");
  const references = find("references");
  const source = await new MailComposer({
    from,
    to: [...to],
    subject,
    text,
    headers: others.map(([key, value]) => ({ key, value })),
    newline: "\r\n",
    xMailer: false,
    disableFileAccess: true,
    disableUrlAccess: true,
    ...(html ? { html } : {}),
    ...(Number.isNaN(Date.parse(date)) ? {} : { date: new Date(date) }),
    ...(messageId ? { messageId } : {}),
    ...(inReplyTo ? { inReplyTo } : {}),
    ...(references ? { references } : {}),
  })
    .compile()
    .build();
  return source.toString("utf8");
}

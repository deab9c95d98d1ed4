import { composeMessage } from "@/local/mail/mime/compose-message";
import type { MailAddress, OriginalMessage } from "@/local/mail/mime/original-message";

export type ReplyInput = {
  from: MailAddress;
  original: OriginalMessage;
  /** What the person typed. */
  text: string;
  html?: string;
  now: Date;
  /** Whether the original stands quoted under the answer; true when absent. */
  quoted?: boolean;
};

/** A person's answer: threaded by In-Reply-To and References, `Re:` once, the original quoted below. */
export async function buildReply({ from, original, text, html, now, quoted = true }: ReplyInput): Promise<Buffer> {
  return composeMessage({
    from,
    to: original.replyTo,
    subject: /^re:/i.test(original.subject) ? original.subject : `Re: ${original.subject}`,
    text: quoted ? `${text.trimEnd()}\n\n${quote(original)}` : text,
    ...(html === undefined ? {} : { html }),
    date: now,
    inReplyTo: original.messageId,
    references: [...original.references, original.messageId].filter(Boolean),
  });
}

function quote(original: OriginalMessage): string {
  const name = original.from.name || original.from.address;
  const date = original.date ? `On ${original.date.toUTCString().replace(/ \d\d:.*$/, "")}, ` : "";
  const lines = original.text.trimEnd().split(/\r?\n/);
  return `${date}${name} wrote:\n${lines.map((line) => (line.startsWith(">") ? `>${line}` : `> ${line}`).trimEnd()).join("\n")}\n`;
}

import { composeMessage } from "@/local/mail/mime/compose-message";
import type { MailAddress, OriginalMessage } from "@/local/mail/mime/original-message";

export type AutoReplyInput = {
  kind: "away" | "ticket" | "left";
  from: MailAddress;
  original: OriginalMessage;
  now: Date;
  /** `away`: the day the person is back. */
  returnsOn?: Date;
  /** `left`: whom to write to from now on. */
  successor?: MailAddress;
  /** Replaces the standard wording. */
  text?: string;
};

/** What a mailbox answers by itself (RFC 3834): out of office, ticket received, or no longer here. Sent with an empty envelope sender. */
export async function buildAutoReply(input: AutoReplyInput): Promise<Buffer> {
  const { subject, text, headers } = WORDING[input.kind](input);
  const { original } = input;
  return composeMessage({
    from: input.from,
    to: original.replyTo,
    subject,
    text: input.text ?? text,
    date: input.now,
    inReplyTo: original.messageId,
    references: [...original.references, original.messageId].filter(Boolean),
    headers: { "Auto-Submitted": "auto-replied", "X-Auto-Response-Suppress": "All", ...headers },
  });
}

/** dd/mm/yyyy on the Australian east coast. */
export function australianDate(at: Date): string {
  return new Intl.DateTimeFormat("en-AU", { timeZone: "Australia/Sydney", day: "2-digit", month: "2-digit", year: "numeric" }).format(at);
}

type Wording = { subject: string; text: string; headers: Record<string, string> };

const WORDING: Record<AutoReplyInput["kind"], (input: AutoReplyInput) => Wording> = {
  away: ({ original, from, returnsOn, now }) => ({
    subject: `Automatic reply: ${original.subject}`,
    text: `Hello,\n\nThank you for your email. I am out of the office and back on ${australianDate(returnsOn ?? now)}. I will answer after that.\n\nKind regards\n${from.name}\n`,
    headers: { "X-Autoreply": "yes" },
  }),
  ticket: ({ original, from }) => {
    const number =
      (Number.parseInt(
        Buffer.from(original.messageId || original.subject)
          .toString("hex")
          .slice(-8),
        16,
      ) %
        900_000) +
      100_000;
    return {
      subject: `[#${number}] We have received your request: ${original.subject}`,
      text: `Hello,\n\nYour message has reached us and a ticket with the number ${number} is open. Someone will look at it within two working days.\n\nPlease keep the ticket number in the subject.\n\n${from.name}\n`,
      headers: { Precedence: "auto_reply" },
    };
  },
  left: ({ original, from, successor }) => ({
    subject: `Automatic reply: ${original.subject}`,
    text: `Hello,\n\n${from.name || from.address} no longer works here and this mailbox is not read.${
      successor ? ` Please write to ${successor.name} <${successor.address}> from now on.` : ""
    }\n`,
    headers: {},
  }),
};

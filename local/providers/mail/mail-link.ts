import { createTransport } from "nodemailer";
import { z } from "zod";
import type { MessageWithRaw } from "@/local/mail/message";

/** A message a provider sends for the product. */
export type SentMail = {
  /** Where reports about it go; the mailbox itself, or the provider's own. */
  envelopeFrom: string;
  from: string;
  to: string;
  subject: string;
  text: string;
  html?: string;
  messageId: string;
  date: Date;
  headers: Readonly<Record<string, string>>;
};

/** `refused` by the recipient's server, for good or for now; `unreachable`: no server answered. */
export type MailVerdict = { outcome: "accepted" | "refused" | "unreachable"; isPermanent: boolean; response: string };

/** Mail for one of the product's mailboxes, with what became of its webhook. */
export type PostedMail = { message: MessageWithRaw; state: "queued" | "delivered" | "stopped" | "exhausted"; attempts: number };

export type ReceivedMail = { id: string; mailbox: string; receivedAt: Date; raw: string };

/** How a provider reaches the world's mailboxes, and looks into those it keeps. */
export type MailLink = {
  send(mail: SentMail): Promise<MailVerdict>;
  /** What the world put into a mailbox since then, that moment included, oldest first. */
  receivedBy(mailbox: string, since: Date): Promise<ReceivedMail[]>;
  /** What came in for the product (since then), newest first: the last thousand. */
  postedToProduct(since?: Date): Promise<PostedMail[]>;
  close(): void;
};

const LIMIT = 10_000;
const listing = z.object({
  messages: z.array(
    z.object({
      id: z.string(),
      number: z.number(),
      mailbox: z.string(),
      direction: z.enum(["outgoing", "incoming"]),
      mailFrom: z.string(),
      headerFrom: z.string(),
      subject: z.string(),
      messageId: z.string(),
      receivedAt: z.coerce.date(),
      raw: z.string(),
    }),
  ),
});
const webhookListing = z.object({
  webhooks: z.array(
    z.object({ messageId: z.string(), state: z.enum(["queued", "delivered", "stopped", "exhausted"]), attempts: z.number() }),
  ),
});

/** Nobody can be reached and nothing comes in. */
export const noMail: MailLink = {
  send: async () => ({ outcome: "unreachable", isPermanent: false, response: "there is no mail system" }),
  receivedBy: async () => [],
  postedToProduct: async () => [],
  close: () => undefined,
};

/** Over SMTP out and the mail system's listings in. @param mailUrl of its web view */
export function mailLink({ smtpUrl, mailUrl }: { smtpUrl: string; mailUrl: string }): MailLink {
  const transport = createTransport(`${smtpUrl}?pool=true&maxRequeues=0`);
  const ask = async (path: string): Promise<unknown> => {
    const response = await fetch(`${mailUrl}/_control/${path}`);
    if (!response.ok) throw new Error(`the mail system answered ${response.status}`);
    return response.json();
  };
  return {
    async send({ envelopeFrom, to, headers, ...mail }) {
      try {
        const { response } = await transport.sendMail({
          ...mail,
          to,
          envelope: { from: envelopeFrom, to },
          headers: { ...headers },
          disableFileAccess: true,
          disableUrlAccess: true,
        });
        return { outcome: "accepted", isPermanent: false, response };
      } catch (error) {
        const { responseCode, response } = error as { responseCode?: number; response?: string };
        if (responseCode === undefined) return { outcome: "unreachable", isPermanent: false, response: String(error) };
        return { outcome: "refused", isPermanent: responseCode >= 500, response: response ?? String(responseCode) };
      }
    },
    async receivedBy(mailbox, since) {
      const query = new URLSearchParams({ to: mailbox, since: since.toISOString(), limit: String(LIMIT), full: "1" });
      const { messages } = listing.parse(await ask(`messages?${query}`));
      return messages.filter(({ direction }) => direction === "incoming");
    },
    async postedToProduct(since) {
      const { webhooks } = webhookListing.parse(await ask("webhooks"));
      const query = new URLSearchParams({ limit: String(LIMIT), full: "1", ...(since && { since: since.toISOString() }) });
      const { messages } = listing.parse(await ask(`messages?${query}`));
      const byId = new Map(webhooks.map((webhook) => [webhook.messageId, webhook]));
      return messages
        .toSorted((a, b) => b.number - a.number)
        .flatMap(({ raw, ...message }) => {
          const webhook = byId.get(message.id);
          return webhook ? [{ message: { ...message, raw: Buffer.from(raw) }, state: webhook.state, attempts: webhook.attempts }] : [];
        });
    },
    close: () => transport.close(),
  };
}

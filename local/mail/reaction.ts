import { simpleParser } from "mailparser";
import type { Reaction } from "@/local/mail/behaviour";
import type { Delivery, MessageWithRaw } from "@/local/mail/message";
import { buildArf } from "@/local/mail/mime/build-arf";
import { buildAutoReply } from "@/local/mail/mime/build-auto-reply";
import { buildDsn } from "@/local/mail/mime/build-dsn";
import { buildMdn } from "@/local/mail/mime/build-mdn";
import { buildReply } from "@/local/mail/mime/build-reply";
import { domainOf, headerBlock, type MailAddress, type OriginalMessage, readOriginal } from "@/local/mail/mime/original-message";

const DAY_MS = 86_400_000;

/**
 * The real message a mailbox sends back. Undefined where none may go out: reports and automatic answers never answer a
 * message without envelope sender or one that is automatic itself (RFC 3834 section 2, RFC 5321 section 6.1).
 */
export async function buildReaction(message: MessageWithRaw, reaction: Reaction, now: Date): Promise<Delivery | undefined> {
  const original = await readOriginal(message.raw);
  const person = personOf(message.mailbox, original);
  if (reaction.kind === "reply") {
    if (!original.replyTo.address) return undefined;
    const raw = await buildReply({ from: person, original, text: reaction.text, now });
    return { mailFrom: message.mailbox, to: original.replyTo.address, raw };
  }
  if (message.mailFrom === "" || (isAnswer(reaction) && (await isAutomatic(message.raw)))) return undefined;
  return { ...(await buildMachineAnswer(message, reaction, { original, person, now })), to: message.mailFrom };
}

type Context = { original: OriginalMessage; person: MailAddress; now: Date };

async function buildMachineAnswer(
  message: MessageWithRaw,
  reaction: Exclude<Reaction, { kind: "reply" }>,
  { original, person, now }: Context,
): Promise<Omit<Delivery, "to">> {
  const report = { returnTo: message.mailFrom, originalMessage: message.raw, now, arrivedAt: message.receivedAt };
  switch (reaction.kind) {
    case "bounce": {
      const status = reaction.status ?? "5.1.1";
      const diagnostic = reaction.diagnostic ?? `550 ${status} <${message.mailbox}>: Recipient address rejected: User unknown`;
      return { mailFrom: "", raw: buildDsn({ ...report, action: "failed", status, diagnostic, recipient: message.mailbox }) };
    }
    case "delay": {
      const status = reaction.status ?? "4.2.2";
      const diagnostic = reaction.diagnostic ?? `452 ${status} <${message.mailbox}>: Mailbox full`;
      const willRetryUntil = new Date(now.getTime() + 5 * DAY_MS);
      return {
        mailFrom: "",
        raw: buildDsn({
          ...report,
          action: "delayed",
          status,
          diagnostic,
          recipient: message.mailbox,
          returned: "headers",
          willRetryUntil,
        }),
      };
    }
    case "complain":
      return { mailFrom: `fbl@${domainOf(message.mailbox)}`, raw: buildArf({ ...report, complainant: message.mailbox }) };
    case "read":
      return { mailFrom: "", raw: buildMdn({ reader: message.mailbox, returnTo: message.mailFrom, original, now }) };
    case "away":
    case "ticket":
    case "left": {
      const returnsOn = new Date(now.getTime() + (reaction.kind === "away" ? (reaction.days ?? 7) : 0) * DAY_MS);
      const text = reaction.text === undefined ? {} : { text: reaction.text };
      return { mailFrom: "", raw: await buildAutoReply({ kind: reaction.kind, from: person, original, now, returnsOn, ...text }) };
    }
  }
}

/** The name the sender gave the person, else one made from the address. */
function personOf(mailbox: string, original: OriginalMessage): MailAddress {
  const known = original.to.find((entry) => entry.address === mailbox)?.name;
  const words = mailbox.replace(/[+@].*$/, "").split(/[._-]+/);
  return { name: known || words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join(" "), address: mailbox };
}

function isAnswer(reaction: Reaction): boolean {
  return reaction.kind === "away" || reaction.kind === "ticket" || reaction.kind === "left" || reaction.kind === "read";
}

async function isAutomatic(raw: Buffer): Promise<boolean> {
  const { headers } = await simpleParser(headerBlock(raw));
  const submitted = headers.get("auto-submitted");
  return submitted !== undefined && submitted !== "no";
}

import { simpleParser } from "mailparser";
import { stripQuotedReply } from "@/local/mail/strip-quoted-reply";
import { readReport } from "@/local/providers/mail/read-report";
import type { AccountRecord, MessageRecord } from "@/local/providers/smartlead/book";
import type { SmartleadDeps } from "@/local/providers/smartlead/sending";

/** Reads the connected mailboxes, as Smartlead does over IMAP, and tells of answers and returned mail, each once. */
export async function readInboxes(deps: SmartleadDeps): Promise<void> {
  for (const account of await deps.book.accounts()) {
    const readTo = { ...account.readTo };
    for (const { id, receivedAt, raw } of await deps.mail.receivedBy(account.fromEmail, new Date(readTo.at))) {
      if (readTo.ids.includes(id)) continue;
      await readMail(deps, account, raw, receivedAt);
      const at = receivedAt.toISOString();
      readTo.ids = at === readTo.at ? [...readTo.ids, id] : [id];
      readTo.at = at;
      await deps.book.changeAccount(account.id, { readTo });
    }
  }
}

/** Mail that belongs to nothing we sent is left to whoever reads the mailbox. */
async function readMail(deps: SmartleadDeps, account: AccountRecord, raw: string, at: Date): Promise<void> {
  const { book, tell } = deps;
  const report = readReport(raw);
  const mail = await simpleParser(raw, { skipImageLinks: true });
  const references = Array.isArray(mail.references) ? mail.references : [mail.references ?? ""];
  const sent = await firstKnown(deps, report.kind === "none" ? [mail.inReplyTo ?? "", ...references.toReversed()] : report.messageIds);
  const campaign = sent && (await book.campaign(sent.campaignId));
  const lead = sent && (await book.lead(sent.leadId));
  if (!sent || !campaign || !lead) return;
  const about = { at, campaign, lead, account, sent };
  if (report.kind === "bounce") return tell({ type: "EMAIL_BOUNCE", ...about });
  if (report.kind !== "none") return; // Smartlead says nothing of delays and complaints
  const text = stripQuotedReply(mail.text ?? "") || (mail.text ?? "");
  const messageId = mail.messageId ?? "";
  const { campaignId, leadId, accountId, statsId } = sent;
  const reply: MessageRecord = {
    campaignId,
    leadId,
    accountId,
    type: "REPLY",
    messageId,
    statsId,
    subject: mail.subject ?? "",
    body: text,
    text,
    time: at.toISOString(),
  };
  if (!(await book.add("message", messageId, reply, at))) return;
  const from = mail.from?.value[0]?.address?.toLowerCase() ?? lead.email;
  await tell({ type: "EMAIL_REPLY", ...about, reply: { messageId, from, subject: reply.subject, text } });
}

async function firstKnown({ book }: SmartleadDeps, messageIds: readonly string[]): Promise<MessageRecord | undefined> {
  for (const messageId of messageIds) {
    const found = messageId ? await book.messageById(messageId) : undefined;
    if (found?.type === "SENT") return found;
  }
  return undefined;
}

import type { MailLink } from "@/local/providers/mail/mail-link";
import { hexId, seeded } from "@/local/providers/seeded";
import type {
  AccountRecord,
  CampaignRecord,
  LeadRecord,
  MemberRecord,
  MessageRecord,
  SmartleadBook,
} from "@/local/providers/smartlead/book";
import type { SmartleadHappening } from "@/local/providers/smartlead/events";
import { renderTemplate, toPlainText } from "@/local/providers/smartlead/render-message";
import type { Timers } from "@/local/providers/timers";

const MINUTE_MS = 60_000;
const UNREACHABLE_WAIT_MS = MINUTE_MS;
const DEFERRED_WAIT_MS = 15 * MINUTE_MS;

export type Sending = { memberId: string; campaignId: number; leadId: number };

export type SmartleadDeps = {
  book: SmartleadBook;
  timers: Timers<Sending>;
  mail: MailLink;
  tell: (happening: SmartleadHappening) => Promise<void>;
  now: () => Date;
  seed: string;
};

/** Puts a lead where the scheduler finds it: a few minutes on, and not before the mailbox is free. */
export async function queueMember(
  { book, timers, now, seed }: SmartleadDeps,
  campaign: CampaignRecord,
  member: MemberRecord,
): Promise<void> {
  const account = await book.account(campaign.accountIds[0] ?? 0);
  const wantedAt = now().getTime() + seeded(seed, "smartlead", member.id).whole(1, 4) * MINUTE_MS;
  const at = new Date(Math.max(wantedAt, Date.parse(account?.freeAt ?? "") || 0));
  if (account) await book.changeAccount(account.id, { freeAt: new Date(at.getTime() + campaign.minutesBetween * MINUTE_MS).toISOString() });
  await timers.add(at, { memberId: member.id, campaignId: campaign.id, leadId: member.leadId });
}

/** Sends a campaign's one step to a lead, if both still want it; one that is paused is queued again when it starts. */
export async function sendStep(deps: SmartleadDeps, sending: Sending): Promise<void> {
  const { book, timers, now } = deps;
  const [campaign, lead, member] = await Promise.all([
    book.campaign(sending.campaignId),
    book.lead(sending.leadId),
    book.member(sending.campaignId, sending.leadId),
  ]);
  const [step] = campaign?.steps ?? [];
  const account = campaign && (await book.account(campaign.accountIds[0] ?? 0));
  if (!campaign || !step || !account || !lead || member?.status !== "STARTED" || campaign.status !== "ACTIVE" || lead.isUnsubscribed)
    return;
  const subject = renderTemplate(step.subject, lead);
  const waitMs = await sendMessage(deps, { campaign, lead, account, subject, body: renderTemplate(step.body, lead), answered: [] });
  if (waitMs > 0) return timers.add(new Date(now().getTime() + waitMs), sending);
  await book.changeMember(member.id, { status: "COMPLETED" });
  const open = (await book.members({ campaignId: campaign.id })).some(({ status }) => status === "STARTED");
  if (!open) await book.changeCampaign(campaign.id, { status: "COMPLETED" });
}

type Outgoing = {
  campaign: CampaignRecord;
  lead: LeadRecord;
  account: AccountRecord;
  subject: string;
  body: string;
  /** Message-IDs of the thread, oldest first; none for a first message. */
  answered: readonly string[];
};

/** @returns how long to wait before another try; 0 when this is settled, delivered or not */
export async function sendMessage(deps: SmartleadDeps, { campaign, lead, account, subject, body, answered }: Outgoing): Promise<number> {
  const { book, mail, tell, now } = deps;
  const at = now();
  const number = await book.next("message");
  const domain = account.fromEmail.slice(account.fromEmail.lastIndexOf("@") + 1);
  const messageId = `<sl-${hexId("smartlead", campaign.id, lead.id, number)}@${domain}>`;
  const text = toPlainText(body);
  const thread: Record<string, string> =
    answered.length > 0 ? { "In-Reply-To": answered.at(-1) ?? "", References: answered.join(" ") } : {};
  const verdict = await mail.send({
    envelopeFrom: account.fromEmail,
    from: `"${account.fromName}" <${account.fromEmail}>`,
    to: lead.email,
    subject,
    text,
    messageId,
    date: at,
    headers: thread,
  });
  if (verdict.outcome === "unreachable") return UNREACHABLE_WAIT_MS;
  if (verdict.outcome === "refused" && !verdict.isPermanent) return DEFERRED_WAIT_MS;
  if (verdict.outcome === "refused") {
    await tell({ type: "EMAIL_BOUNCE", at, campaign, lead, account });
    return 0;
  }
  const sent: MessageRecord = {
    campaignId: campaign.id,
    leadId: lead.id,
    accountId: account.id,
    type: "SENT",
    messageId,
    statsId: hexId("stats", campaign.id, lead.id, number),
    subject,
    body,
    text,
    time: at.toISOString(),
  };
  await book.add("message", messageId, sent, at);
  await tell({ type: "EMAIL_SENT", at, campaign, lead, account, sent });
  return 0;
}

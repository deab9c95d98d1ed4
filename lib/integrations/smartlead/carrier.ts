import "server-only";
import type { ChannelHandOver, Reconciled } from "@/lib/domain/hand-over";
import { ProviderError } from "@/lib/errors";
import { neverLeft, type ProviderAccess } from "@/lib/integrations/http";
import { type Smartlead, smartlead } from "@/lib/integrations/smartlead/api";
import { holdsText, toBodyHtml } from "@/lib/integrations/smartlead/message-body";
import { laneFields, MAXIMUM_LANES, readLane, relayCampaigns } from "@/lib/integrations/smartlead/relay-campaigns";
import { smartleadReference } from "@/lib/integrations/smartlead/transform";
import type { SmtpMessage } from "@/lib/integrations/smtp/hand-over";

type Lead = NonNullable<Awaited<ReturnType<Smartlead["findLead"]>>>;
type Lane = { lane: number; campaignId: number };
type Wanted = { mailbox: string; key: string; reference: string; lane: number };
type Refused = ChannelHandOver & { outcome: "refused" };

export type SmartleadCarrier = ReturnType<typeof createSmartleadCarrier>;

/**
 * One message of ours through a mailbox Smartlead manages, each exactly one act:
 * - a first message adds the person to a relay campaign of the mailbox (`relayCampaigns`) with subject, body and our key as custom
 *   fields. An address is in a campaign once, so a repeat writes to nobody again, and the key is found with the person;
 * - a message in a thread is a reply in the campaign the thread is in. It has no place for a key: it is found again by its text, which
 *   holds an unsubscribe link of its own. Smartlead shows it late, so one that is not there yet is `unknown`, never `not_found`.
 *
 * `accepted` means that Smartlead has it, not that it left: it goes out when Smartlead's scheduler comes by (EMAIL_SENT tells). Smartlead
 * writes its own Message-ID (`readMessageId`, or the event), Date, In-Reply-To and References, and drops our other headers,
 * List-Unsubscribe among them: the link in the text is what remains of it. Subject and text go out as they are.
 */
export function createSmartleadCarrier(access: ProviderAccess) {
  const api = smartlead(access);
  const relays = relayCampaigns(api);

  async function startThread(message: SmtpMessage, key: string): Promise<ChannelHandOver> {
    const email = message.to.address.toLowerCase();
    const mailbox = message.from.address.toLowerCase();
    const lead = await api.findLead(email);
    const taken = lead ? lanesOf(lead, mailbox) : [];
    const mine = lead && laneOfKey(lead, taken, key);
    if (mine) return accepted(smartleadReference(mine.campaignId, email), "already with Smartlead");
    if (lead?.isUnsubscribed) return refused("opted_out", true, "this person unsubscribed at Smartlead");
    const lane = firstFree(taken);
    if (lane === undefined) return refused("content", true, "this mailbox has too many threads with this person");
    const campaignId = await relays.ready(mailbox, lane);

    const { addedCount } = await acting(() => api.addLeads(campaignId, [toLead(message, key, lane)]));
    const reference = smartleadReference(campaignId, email);
    return addedCount > 0 ? accepted(reference, "with Smartlead") : skipped(await api.findLead(email), { mailbox, key, reference, lane });
  }

  async function continueThread(message: SmtpMessage): Promise<ChannelHandOver> {
    const thread = await readThread(message);
    if (!thread) return refused("content", true, "Smartlead has no thread with this person");
    if (thread.sent) return accepted(null, "already sent by Smartlead");
    if (thread.lead.isUnsubscribed) return refused("opted_out", true, "this person unsubscribed at Smartlead");
    const { target } = thread;
    if (!target?.statsId || !target.messageId) return refused("moment", false, "the thread's first message has not gone out yet");
    const { campaignId, statsId, messageId: toMessageId, at: toTime, bodyHtml: toBody } = target;
    const bodyHtml = toBodyHtml(message.text);
    await acting(() => api.replyToThread(campaignId, { statsId, bodyHtml, toMessageId, toTime, toBody }));
    return accepted(null, "sent by Smartlead");
  }

  /** The message answered, else the last of the newest thread; and our message where it went out already. */
  async function readThread(message: SmtpMessage) {
    const lead = await api.findLead(message.to.address.toLowerCase());
    const lanes = lead ? lanesOf(lead, message.from.address.toLowerCase()) : [];
    if (!lead || lanes.length === 0) return undefined;
    const entries = [];
    for (const { campaignId } of lanes) {
      const history = await api.getHistory(campaignId, lead.id);
      const withStats = history.find(({ statsId }) => statsId !== null);
      entries.push(...history.map((entry) => ({ ...entry, campaignId, statsId: entry.statsId ?? withStats?.statsId ?? null })));
    }
    const sent = entries.find((entry) => entry.isOurs && holdsText(entry.bodyHtml, message.text));
    return { lead, sent, target: entries.find(({ messageId }) => messageId === message.inReplyTo) ?? entries.at(-1) };
  }

  return {
    async handOver(message: SmtpMessage, key: string): Promise<ChannelHandOver> {
      if (/[{}|]/.test(message.subject)) return refused("content", true, "Smartlead would read the braces in the subject as a template");
      try {
        return message.inReplyTo === null ? await startThread(message, key) : await continueThread(message);
      } catch (error) {
        return failure(error);
      }
    },

    /** Sends nothing. A first message that is not there did not arrive; of a later one Smartlead cannot say so. */
    async reconcile(key: string, message: SmtpMessage): Promise<Reconciled> {
      try {
        if (message.inReplyTo !== null) {
          const thread = await readThread(message);
          return thread?.sent ? accepted(null, "sent by Smartlead") : { outcome: "unknown", response: "Smartlead does not show it so far" };
        }
        const email = message.to.address.toLowerCase();
        const lead = await api.findLead(email);
        const mine = lead && laneOfKey(lead, lanesOf(lead, message.from.address.toLowerCase()), key);
        return mine ? accepted(smartleadReference(mine.campaignId, email), "with Smartlead") : { outcome: "not_found" };
      } catch (error) {
        if (error instanceof ProviderError) return { outcome: "unknown", response: error.message };
        throw error;
      }
    },

    /** The Message-ID our message really went out with; null while it has not. @throws ProviderError */
    async readMessageId(message: SmtpMessage): Promise<string | null> {
      return (await readThread(message))?.sent?.messageId ?? null;
    },
  };
}

/** Marks the one call of a hand-over that reaches somebody. */
class ActFailed extends Error {}

async function acting<Result>(act: () => Promise<Result>): Promise<Result> {
  return act().catch((cause: unknown) => {
    throw new ActFailed("the act failed", { cause });
  });
}

/** Before the act nothing can have happened. In it, silence and a server's failure leave open whether it did. */
function failure(thrown: unknown): ChannelHandOver {
  const isAct = thrown instanceof ActFailed;
  const error = isAct ? thrown.cause : thrown;
  if (!(error instanceof ProviderError)) throw error;
  const { status = 0, message } = error;
  const isOpen = status < 400 || (status >= 500 && status !== 503);
  if (isAct && isOpen && !neverLeft(error)) return { outcome: "unknown", response: message };
  if (status === 400 || status === 422) return refused(isAct ? "content" : "ours", isAct, message);
  return refused(status === 401 || status === 403 || status === 404 || status === 409 ? "ours" : "moment", false, message);
}

/** Nobody was added: the person is in the campaign by a call whose answer was lost or by another message, or on one of Smartlead's lists. */
function skipped(lead: Lead | undefined, wanted: Wanted): ChannelHandOver {
  const lanes = lead ? lanesOf(lead, wanted.mailbox) : [];
  if (lead && laneOfKey(lead, lanes, wanted.key)) return accepted(wanted.reference, "already with Smartlead");
  if (lanes.some(({ lane }) => lane === wanted.lane)) return refused("moment", false, "another message took this lane at the same moment");
  return lead?.isUnsubscribed
    ? refused("opted_out", true, "this person unsubscribed at Smartlead")
    : refused("address", true, "Smartlead keeps this address on its block or bounce list");
}

function lanesOf(lead: Lead, mailbox: string): Lane[] {
  return lead.campaigns
    .flatMap(({ id, name }) => {
      const read = readLane(name);
      return read?.mailbox === mailbox ? [{ lane: read.lane, campaignId: id }] : [];
    })
    .sort((a, b) => a.lane - b.lane);
}

function laneOfKey(lead: Lead, lanes: readonly Lane[], key: string): Lane | undefined {
  return lanes.find(({ lane }) => lead.customFields[laneFields(lane).key] === key);
}

function firstFree(taken: readonly Lane[]): number | undefined {
  for (let lane = 1; lane <= MAXIMUM_LANES; lane += 1) if (!taken.some((one) => one.lane === lane)) return lane;
  return undefined;
}

function toLead({ to, subject, text }: SmtpMessage, key: string, lane: number) {
  const fields = laneFields(lane);
  const [firstName = null, ...rest] = to.name?.split(" ") ?? [];
  const customFields = { [fields.key]: key, [fields.subject]: subject, [fields.body]: toBodyHtml(text) };
  return { email: to.address.toLowerCase(), firstName, lastName: rest.join(" ") || null, companyName: null, customFields };
}

function accepted(reference: string | null, response: string): ChannelHandOver & { outcome: "accepted" } {
  return { outcome: "accepted", reference, costMicroAud: null, response };
}

function refused(cause: Refused["cause"], isPermanent: boolean, response: string): Refused {
  return { outcome: "refused", isPermanent, cause, response };
}

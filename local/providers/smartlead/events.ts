import { hmacSignature } from "@/lib/integrations/signatures/hmac-signature";
import type { Callbacks } from "@/local/providers/callbacks";
import { hexId } from "@/local/providers/seeded";
import type { AccountRecord, CampaignRecord, LeadRecord, MessageRecord, SmartleadBook } from "@/local/providers/smartlead/book";

const MINUTE_MS = 60_000;
/** Three to five tries from a minute on is all that is known. */
const RETRY_DELAYS_MS = [1, 5, 15, 60].map((minutes) => minutes * MINUTE_MS);
const LATENESS_MS = 5_000;

type Telling = { book: SmartleadBook; callbacks: Callbacks; secret: string; standing: { name: string; url: string } };

export type SmartleadHappening = {
  type: "EMAIL_SENT" | "EMAIL_REPLY" | "EMAIL_BOUNCE" | "LEAD_UNSUBSCRIBED";
  at: Date;
  campaign: CampaignRecord;
  lead: LeadRecord;
  account: AccountRecord | undefined;
  sent?: MessageRecord;
  reply?: { messageId: string; from: string; subject: string; text: string };
};

/**
 * Tells every webhook that asked for the event, and the one the account was set up with, which takes all unless another has its address;
 * signed, with the account's secret in the body as well.
 */
export function tellSmartleadEvents({ book, callbacks, secret, standing }: Telling) {
  callbacks.signWith("smartlead", ({ key, body }) => ({
    "x-smartlead-signature": `sha256=${hmacSignature([body], secret)}`,
    "x-request-id": hexId("smartlead", key),
    "x-webhook-level": "user",
  }));
  return async (happening: SmartleadHappening): Promise<void> => {
    const { type, at, campaign, lead } = happening;
    const webhooks = await book.webhooks();
    const first = webhooks.some(({ url }) => url === standing.url) ? [] : [{ id: 0, ...standing }];
    const asked = webhooks.filter(({ events, campaignId }) => events.includes(type) && (campaignId === null || campaignId === campaign.id));
    for (const webhook of [...first, ...asked]) {
      const about = happening.reply?.messageId ?? happening.sent?.messageId ?? "";
      await callbacks.enqueue("smartlead", {
        key: `${webhook.id}:${type}:${campaign.id}:${lead.id}:${about}:${at.getTime()}`,
        url: webhook.url,
        contentType: "application/json",
        body: JSON.stringify({ webhook_id: webhook.id, webhook_name: webhook.name, ...bodyOf(happening), secret_key: secret }),
        dueAt: new Date(at.getTime() + LATENESS_MS),
        retryDelaysMs: RETRY_DELAYS_MS,
      });
    }
  };
}

function bodyOf(happening: SmartleadHappening): object {
  const { type, at, campaign, lead, account, sent, reply } = happening;
  const time = at.toISOString();
  const name = `${lead.firstName} ${lead.lastName}`.trim();
  const shared = {
    event_type: type,
    campaign_name: campaign.name,
    campaign_id: campaign.id,
    campaign_status: campaign.status,
    client_id: null,
  };
  const mail = { from_email: account?.fromEmail ?? "", to_email: lead.email, to_name: name, sequence_number: 1 };
  const stats = sent ? { stats_id: sent.statsId, sl_email_lead_id: String(lead.id), sl_lead_email: lead.email } : {};
  switch (type) {
    case "LEAD_UNSUBSCRIBED":
      return { ...shared, lead_email: lead.email, lead_name: name, unsubscribed_client_id_map: {} };
    case "EMAIL_BOUNCE":
      return { ...shared, ...mail, ...stats, event_timestamp: time };
    case "EMAIL_SENT":
      return { ...shared, ...mail, ...stats, time_sent: time, subject: sent?.subject ?? "", message_id: sent?.messageId ?? "" };
    case "EMAIL_REPLY":
      return {
        ...shared,
        ...mail,
        ...stats,
        event_timestamp: time,
        time_replied: time,
        subject: reply?.subject ?? "",
        message_id: reply?.messageId ?? "",
        sent_message: sent && { message_id: sent.messageId, html: sent.body, text: sent.text, time: sent.time },
        reply_message: { message_id: reply?.messageId ?? "", html: "", text: reply?.text ?? "", time },
        preview_text: (reply?.text ?? "").slice(0, 100),
        leadCorrespondence: { targetLeadEmail: lead.email, replyReceivedFrom: reply?.from ?? lead.email },
      };
  }
}

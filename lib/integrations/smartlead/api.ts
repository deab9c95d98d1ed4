import "server-only";
import type { ProviderAccess } from "@/lib/integrations/http";
import { smartleadCalls } from "@/lib/integrations/smartlead/call";
import { SMARTLEAD_EVENTS } from "@/lib/integrations/smartlead/webhook";
import {
  addedLeadsAnswer,
  campaign,
  campaignsAnswer,
  createdCampaignAnswer,
  createdWebhookAnswer,
  emailAccount,
  emailAccountsAnswer,
  historyAnswer,
  leadAnswer,
  savedAccountAnswer,
  warmupStatsAnswer,
} from "@/lib/integrations/smartlead/wire";

export type SmartleadMailbox = {
  fromName: string;
  fromEmail: string;
  user: string;
  password: string;
  smtp: { host: string; port: number };
  imap: { host: string; port: number };
  maximumPerDay: number;
  warmup: { isEnabled: boolean; perDay: number; rampUpPerDay: number; replyRatePercent: number };
};

export type SmartleadLead = {
  email: string;
  firstName: string | null;
  lastName: string | null;
  companyName: string | null;
  customFields: Readonly<Record<string, string>>;
};

/** Days count from Sunday, 0; hours are `HH:MM`. */
export type SmartleadSchedule = {
  timezone: string;
  days: readonly number[];
  startHour: string;
  endHour: string;
  minutesBetween: number;
  newLeadsPerDay: number;
};

export type SmartleadReply = { statsId: string; bodyHtml: string; toMessageId: string; toTime: Date; toBody: string };

export type Smartlead = ReturnType<typeof smartlead>;

const ACCOUNT_PAGE = 100;
const LEADS_LIMIT = 400;
const WARMUP_LIMIT = 50;
const lead = (campaignId: number, leadId: number) => `/campaigns/${campaignId}/leads/${leadId}`;

/**
 * Smartlead's API, one attempt each; failures are ProviderError, refusals SmartleadError. It has no idempotency key: a repeat of
 * `addLeads` is harmless all the same, because one address is in a campaign once; a repeat of `replyToThread` writes a second time.
 * Calls that set a state may be repeated.
 * @param access `baseUrl` such as https://server.smartlead.ai/api/v1
 */
export function smartlead(access: ProviderAccess) {
  const { read, tell } = smartleadCalls(access);
  const set = (path: string, body: object) => tell({ method: "POST", path, body, isRepeatable: true });

  return {
    /** Connects a mailbox, or changes the one with that id; Smartlead tries SMTP and IMAP first and answers 400 when one of them fails. */
    async saveMailbox(mailbox: SmartleadMailbox, id: number | null = null): Promise<{ id: number }> {
      const body = toAccountBody(mailbox, id);
      const saved = await read({ method: "POST", path: "/email-accounts/save", body, isRepeatable: id !== null }, savedAccountAnswer);
      return { id: Number(saved.data?.id ?? saved.emailAccountId) };
    },
    /** A page of connected mailboxes, without the passwords Smartlead sends along. */
    listMailboxes: (offset = 0) =>
      read({ method: "GET", path: "/email-accounts/", query: { offset, limit: ACCOUNT_PAGE } }, emailAccountsAnswer),
    getMailbox: (id: number) => read({ method: "GET", path: `/email-accounts/${id}/` }, emailAccount),
    removeMailbox: (id: number) => tell({ method: "DELETE", path: `/email-accounts/${id}` }),
    setWarmup: (id: number, { isEnabled, perDay, rampUpPerDay, replyRatePercent }: SmartleadMailbox["warmup"]) =>
      set(`/email-accounts/${id}/warmup`, {
        warmup_enabled: isEnabled,
        total_warmup_per_day: Math.min(WARMUP_LIMIT, perDay),
        daily_rampup: rampUpPerDay,
        reply_rate_percentage: replyRatePercent,
      }),
    /** The last seven days only: what is not stored daily is gone. */
    getWarmupStats: (id: number) => read({ method: "GET", path: `/email-accounts/${id}/warmup-stats` }, warmupStatsAnswer),

    /** Not repeatable: a second call makes a second campaign of the same name. */
    createCampaign: (name: string) => read({ method: "POST", path: "/campaigns/create", body: { name } }, createdCampaignAnswer),
    listCampaigns: () => read({ method: "GET", path: "/campaigns/" }, campaignsAnswer),
    getCampaign: (id: number) => read({ method: "GET", path: `/campaigns/${id}` }, campaign),
    saveSequences: (id: number, steps: readonly { subject: string; bodyHtml: string; delayDays: number }[]) =>
      set(`/campaigns/${id}/sequences`, {
        sequences: steps.map(({ subject, bodyHtml, delayDays }, index) => ({
          id: null,
          seq_number: index + 1,
          subject,
          email_body: bodyHtml,
          seq_delay_details: { delay_in_days: delayDays },
        })),
      }),
    setSchedule: (id: number, schedule: SmartleadSchedule) =>
      set(`/campaigns/${id}/schedule`, {
        timezone: schedule.timezone,
        days_of_the_week: [...schedule.days],
        start_hour: schedule.startHour,
        end_hour: schedule.endHour,
        min_time_btw_emails: schedule.minutesBetween,
        max_new_leads_per_day: schedule.newLeadsPerDay,
      }),
    /** Plain text, no open or click tracking, and nothing more to somebody who answered. */
    setPlainSettings: (id: number) =>
      set(`/campaigns/${id}/settings`, {
        track_settings: ["DONT_TRACK_EMAIL_OPEN", "DONT_TRACK_LINK_CLICK"],
        stop_lead_settings: "REPLY_TO_AN_EMAIL",
        send_as_plain_text: true,
        force_plain_text: true,
      }),
    assignMailboxes: (id: number, mailboxIds: readonly number[]) =>
      set(`/campaigns/${id}/email-accounts`, { email_account_ids: [...mailboxIds] }),
    setStatus: (id: number, status: "START" | "PAUSED" | "STOPPED") => set(`/campaigns/${id}/status`, { status }),

    /** At most 400. Smartlead skips who is in the campaign already, unsubscribed or blocked, and does not say which. */
    async addLeads(id: number, leads: readonly SmartleadLead[]): Promise<{ addedCount: number }> {
      if (leads.length > LEADS_LIMIT) throw new RangeError(`a request holds ${LEADS_LIMIT} leads, not ${leads.length}`);
      const body = { lead_list: leads.map(toLeadBody), settings: { return_lead_ids: true } };
      const answer = await read({ method: "POST", path: `/campaigns/${id}/leads`, body }, addedLeadsAnswer);
      return { addedCount: answer.added_count ?? answer.upload_count ?? 0 };
    },
    /** The person by address, with the campaigns they are in; undefined when Smartlead does not know them. */
    async findLead(email: string) {
      const found = await read({ method: "GET", path: "/leads/", query: { email } }, leadAnswer);
      if (found.id === undefined) return undefined;
      return {
        id: found.id,
        isUnsubscribed: found.is_unsubscribed ?? false,
        customFields: found.custom_fields ?? {},
        campaigns: (found.lead_campaign_data ?? []).map((one) => ({ id: one.campaign_id, name: one.campaign_name ?? null })),
      };
    },
    pauseLead: (campaignId: number, leadId: number) => set(`${lead(campaignId, leadId)}/pause`, {}),
    resumeLead: (campaignId: number, leadId: number) => set(`${lead(campaignId, leadId)}/resume`, {}),
    unsubscribeFromCampaign: (campaignId: number, leadId: number) => set(`${lead(campaignId, leadId)}/unsubscribe`, {}),
    /** In every campaign of the account. */
    unsubscribeLead: (leadId: number) => set(`/leads/${leadId}/unsubscribe`, {}),

    /** Everything written to and by the person in one campaign, oldest first. */
    async getHistory(campaignId: number, leadId: number) {
      const { history } = await read({ method: "GET", path: `${lead(campaignId, leadId)}/message-history` }, historyAnswer);
      return history.map((one) => ({
        isOurs: one.type.toUpperCase() === "SENT",
        at: one.time,
        messageId: one.message_id ?? null,
        statsId: one.stats_id ?? null,
        bodyHtml: one.email_body ?? "",
      }));
    },
    /** Writes on in the thread, at once. A repeat writes again, so a lost answer is an unknown outcome. */
    replyToThread: (campaignId: number, { statsId, bodyHtml, toMessageId, toTime, toBody }: SmartleadReply) =>
      tell({
        method: "POST",
        path: `/campaigns/${campaignId}/reply-email-thread`,
        body: {
          email_stats_id: statsId,
          email_body: bodyHtml,
          reply_message_id: toMessageId,
          reply_email_time: toTime.toISOString(),
          reply_email_body: toBody,
          add_signature: false,
        },
      }),

    /**
     * Subscribes to the first set of event names, for the whole account. There is no list of these and no way to take one back, and a repeat
     * makes another of the same address: all it does is to tell everything once more.
     */
    async createWebhook(name: string, url: string): Promise<{ id: number | null }> {
      const events = Object.fromEntries(SMARTLEAD_EVENTS.map((event) => [event, true]));
      const body = { name, webhook_url: url, association_type: "user", event_type_map: events };
      return { id: (await read({ method: "POST", path: "/webhook/create", body, isRepeatable: true }, createdWebhookAnswer)).id ?? null };
    },
  };
}

function toAccountBody(mailbox: SmartleadMailbox, id: number | null) {
  const { warmup, smtp, imap } = mailbox;
  return {
    id,
    from_name: mailbox.fromName,
    from_email: mailbox.fromEmail,
    user_name: mailbox.user,
    password: mailbox.password,
    smtp_host: smtp.host,
    smtp_port: smtp.port,
    imap_host: imap.host,
    imap_port: imap.port,
    type: "SMTP",
    max_email_per_day: mailbox.maximumPerDay,
    warmup_enabled: warmup.isEnabled,
    total_warmup_per_day: Math.min(WARMUP_LIMIT, warmup.perDay),
    daily_rampup: warmup.rampUpPerDay,
    reply_rate_percentage: warmup.replyRatePercent,
  };
}

function toLeadBody({ email, firstName, lastName, companyName, customFields }: SmartleadLead) {
  return {
    email,
    ...(firstName ? { first_name: firstName } : {}),
    ...(lastName ? { last_name: lastName } : {}),
    ...(companyName ? { company_name: companyName } : {}),
    custom_fields: customFields,
  };
}

import type { Records } from "@/local/providers/records";

export type AccountRecord = {
  id: number;
  fromName: string;
  fromEmail: string;
  password: string;
  maximumPerDay: number;
  warmup: { isEnabled: boolean; perDay: number; rampUp: number; replyRate: number; since: string };
  /** When the mailbox may write again. */
  freeAt: string;
  /** Up to when the mailbox has been read, and what was read at that moment. */
  readTo: { at: string; ids: string[] };
};

export type CampaignRecord = {
  id: number;
  name: string;
  status: "DRAFTED" | "ACTIVE" | "PAUSED" | "STOPPED" | "COMPLETED";
  createdAt: string;
  steps: { subject: string; body: string; delayDays: number }[];
  accountIds: number[];
  minutesBetween: number;
};

export type LeadRecord = {
  id: number;
  email: string;
  firstName: string;
  lastName: string;
  customFields: Record<string, string>;
  isUnsubscribed: boolean;
};

/** A lead in a campaign; STARTED means that nothing went out so far. */
export type MemberRecord = {
  id: string;
  mapId: number;
  campaignId: number;
  leadId: number;
  status: "STARTED" | "COMPLETED" | "PAUSED" | "STOPPED" | "BLOCKED";
};

export type MessageRecord = {
  campaignId: number;
  leadId: number;
  accountId: number;
  type: "SENT" | "REPLY";
  messageId: string;
  statsId: string;
  subject: string;
  body: string;
  text: string;
  time: string;
};

export type WebhookRecord = { id: number; name: string; url: string; events: string[]; level: string; campaignId: number | null };

/** What the stand-in for Smartlead remembers. */
export function smartleadBook(records: Records) {
  const get = async <Data>(kind: string, id: string | number) => (await records.find<Data>(kind, String(id)))?.data;
  const all = async <Data>(kind: string, where: Readonly<Record<string, unknown>> = {}) =>
    (await records.list<Data>(kind, { where })).map(({ data }) => data);
  const add = (kind: string, id: string | number, data: object, at: Date) => records.insert(kind, String(id), data, at);
  const change =
    <Data>(kind: string) =>
    async (id: string | number, part: Partial<Data>) =>
      void (await records.update(kind, String(id), part));

  return {
    next: (kind: string) => records.next(kind),
    add,
    account: (id: number) => get<AccountRecord>("account", id),
    accounts: () => all<AccountRecord>("account"),
    changeAccount: change<AccountRecord>("account"),
    campaign: (id: number) => get<CampaignRecord>("campaign", id),
    campaigns: () => all<CampaignRecord>("campaign"),
    changeCampaign: change<CampaignRecord>("campaign"),
    lead: (id: number) => get<LeadRecord>("lead", id),
    leadByEmail: async (email: string) => (await all<LeadRecord>("lead", { email: email.toLowerCase() }))[0],
    changeLead: change<LeadRecord>("lead"),
    member: (campaignId: number, leadId: number) => get<MemberRecord>("member", `${campaignId}.${leadId}`),
    members: (where: { campaignId?: number; leadId?: number }) => all<MemberRecord>("member", where),
    changeMember: change<MemberRecord>("member"),
    history: (campaignId: number, leadId: number) => all<MessageRecord>("message", { campaignId, leadId }),
    messageById: async (messageId: string) => (await all<MessageRecord>("message", { messageId }))[0],
    messageByStats: async (statsId: string) => (await all<MessageRecord>("message", { statsId }))[0],
    webhooks: () => all<WebhookRecord>("webhook"),
  };
}

export type SmartleadBook = ReturnType<typeof smartleadBook>;

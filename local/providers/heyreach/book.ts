import { linkedinIdentity } from "@/lib/domain/linkedin";
import type { Schedule } from "@/local/providers/heyreach/schedule";
import type { SequenceNode } from "@/local/providers/heyreach/sequence-rules";
import type { Records } from "@/local/providers/records";
import { seeded } from "@/local/providers/seeded";
import { FIRST_NAMES, LAST_NAMES } from "@/local/providers/vocabulary";

export type Seat = {
  id: number;
  emailAddress: string;
  firstName: string;
  lastName: string;
  profileUrl: string;
  isActive: boolean;
  authIsValid: boolean;
  /** HeyReach's own limit a day, set on its dashboard. */
  invitationsPerDay: number;
};

export type CampaignRecord = {
  id: number;
  name: string;
  status: "DRAFT" | "IN_PROGRESS" | "PAUSED" | "FINISHED";
  creationTime: string;
  linkedInUserListId: number;
  campaignAccountIds: number[];
  schedule?: Schedule;
  sequence: SequenceNode;
};

export type CustomField = { name: string; value: string };
export type PersonGiven = { profileUrl: string; firstName?: string; lastName?: string; customUserFields?: CustomField[] };

export type LeadRecord = {
  id: number;
  campaignId: number;
  identity: string;
  seat: number;
  person: PersonGiven;
  status: "Pending" | "InSequence" | "Finished" | "Failed";
  connection: "None" | "ConnectionSent" | "ConnectionAccepted";
  message: "None" | "MessageSent" | "MessageReply";
  errorCode: string | null;
  creationTime: string;
  lastActionTime: string | null;
  /** It was due while its campaign stood still. */
  isHeld: boolean;
};

/** A seat and a person: invited, connected, or invited and taken back. */
export type Link = { seat: number; identity: string; state: "pending" | "connected" | "withdrawn"; note: string; since: string };

export type Said = { createdAt: string; body: string; sender: "ME" | "CORRESPONDENT" };
export type ConversationRecord = { seat: number; identity: string; profileUrl: string; messages: Said[] };
export type WebhookRecord = {
  id: number;
  webhookName: string;
  webhookUrl: string;
  eventType: string;
  campaignIds: number[];
  isActive: boolean;
};

/** Seats of the workspace: as many as the largest tier has. */
const SEATS = 5;
const FIRST_SEAT = 101;
/** The product's own cap; a dashboard set to it is how the service is meant to be used. */
const INVITATIONS_PER_DAY = 17;

export type Book = ReturnType<typeof openBook>;

/** What HeyReach knows: accounts, campaigns, the people in them, who is connected to whom, and what was said. */
export function openBook({ records, seed }: { records: Records; seed: string }) {
  const leadId = (campaignId: number, identity: string) => `${campaignId} ${identity}`;
  const linkId = (seat: number, identity: string) => `${seat} ${identity}`;
  const all = async <Data>(kind: string, where?: Record<string, unknown>) =>
    (await records.list<Data>(kind, where ? { where } : {})).map(({ data }) => data);
  const one = async <Data>(kind: string, id: string | number) => (await records.find<Data>(kind, String(id)))?.data;
  const put = async (kind: string, id: string | number, data: object, at: Date) => {
    if (!(await records.insert(kind, String(id), data, at))) await records.update(kind, String(id), data);
  };

  return {
    /** Numbers as the service hands out: one series for each kind of thing, not starting at one. */
    nextId: async (kind: string) => 1800 + (await records.next(kind)),
    async seats(): Promise<Seat[]> {
      const changed = new Map((await all<Seat>("seat")).map((seat) => [seat.id, seat]));
      return Array.from({ length: SEATS }, (_, index) => changed.get(FIRST_SEAT + index) ?? freshSeat(seed, FIRST_SEAT + index));
    },
    saveSeat: (seat: Seat, at: Date) => put("seat", seat.id, seat, at),
    hasList: async (id: number) => (await one("list", id)) !== undefined,
    saveList: (list: { id: number }, at: Date) => put("list", list.id, list, at),

    campaigns: () => all<CampaignRecord>("campaign"),
    campaign: (id: number) => one<CampaignRecord>("campaign", id),
    saveCampaign: (campaign: CampaignRecord, at: Date) => put("campaign", campaign.id, campaign, at),

    leads: (campaignId: number) => all<LeadRecord>("lead", { campaignId }),
    leadsOf: (seat: number, identity: string) => all<LeadRecord>("lead", { seat, identity }),
    lead: (campaignId: number, identity: string) => one<LeadRecord>("lead", leadId(campaignId, identity)),
    saveLead: (lead: LeadRecord, at: Date) => put("lead", leadId(lead.campaignId, lead.identity), lead, at),

    link: (seat: number, identity: string) => one<Link>("link", linkId(seat, identity)),
    saveLink: (link: Link, at: Date) => put("link", linkId(link.seat, link.identity), link, at),

    conversationId: (seat: number, identity: string) => `2-${seeded(seed, "conversation", seat, identity).whole(10 ** 8, 10 ** 9)}${seat}`,
    conversation: (id: string) => one<ConversationRecord>("conversation", id),
    conversations: () => records.list<ConversationRecord>("conversation"),
    saveConversation: (id: string, conversation: ConversationRecord, at: Date) => put("conversation", id, conversation, at),

    webhooks: () => all<WebhookRecord>("webhook"),
    saveWebhook: (webhook: WebhookRecord, at: Date) => put("webhook", webhook.id, webhook, at),

    /** Counts what a seat did on a day; gives the number this is. */
    countAct: (seat: number, day: string) => records.next(`acts ${seat} ${day}`),
  };
}

/** The identity of a profile, or nothing when the text is no profile. */
export function identityOf(profileUrl: unknown): string | undefined {
  return (typeof profileUrl === "string" && linkedinIdentity(profileUrl)) || undefined;
}

function freshSeat(seed: string, id: number): Seat {
  const random = seeded(seed, "heyreach-seat", id);
  const [firstName, lastName] = [random.pick(FIRST_NAMES), random.pick(LAST_NAMES)];
  const name = `${firstName}-${lastName}-${id}`.toLowerCase();
  return {
    id,
    firstName,
    lastName,
    emailAddress: `${name}@agency.example`,
    profileUrl: `https://www.linkedin.com/in/${name}`,
    isActive: true,
    authIsValid: true,
    invitationsPerDay: INVITATIONS_PER_DAY,
  };
}

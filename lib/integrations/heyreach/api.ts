import "server-only";
import type { z } from "zod";
import { InvalidError, type ProviderError } from "@/lib/errors";
import {
  addedLeads,
  campaign,
  type campaignLead,
  campaignLeadPage,
  campaignPage,
  type conversation,
  conversationPage,
  createdCampaign,
  createdList,
  createdWebhook,
  errorAnswer,
  type HeyreachCampaign,
  type HeyreachSender,
  type HeyreachWebhookRegistration,
  senderPage,
  webhookPage,
} from "@/lib/integrations/heyreach/wire";
import { failedAnswer, type HttpAnswer, type HttpRequest, type ProviderAccess, parseBody, send } from "@/lib/integrations/http";

/** One node of a campaign's sequence, as HeyReach takes it. Every branch must end in an END node. */
export type SequenceNode = {
  nodeType: "CONNECTION_REQUEST" | "MESSAGE" | "END";
  actionDelay: number;
  actionDelayUnit: "HOUR" | "DAY";
  payload?: { messages: readonly string[]; fallbackMessage: string; toBeWithdrawnAfterDays?: number };
  conditionalNode?: SequenceNode;
  unconditionalNode?: SequenceNode;
};

export type NewCampaign = {
  name: string;
  listId: string;
  seats: readonly string[];
  schedule: Readonly<Record<string, string | boolean>>;
  sequence: SequenceNode;
};

/** `customFields` by name; names are letters, digits and underscores. */
export type NewLead = {
  profileUrl: string;
  firstName: string | null;
  lastName: string | null;
  customFields: Readonly<Record<string, string>>;
};

export type AddedLeads = { added: number; updated: number; failed: number };

export type Heyreach = ReturnType<typeof heyreach>;

const PAGE = 100;
const RATE_LIMIT_WAIT_MS = 60_000;

type Reads = Pick<HttpRequest, "path" | "query" | "body" | "method">;

/**
 * HeyReach's public API: one attempt each, all throw ProviderError. 300 calls a minute for the whole workspace.
 * What only looks or sets a state may be repeated; what creates, adds or writes to somebody ends as "unknown outcome" when its answer is lost.
 * @param access `baseUrl` such as https://api.heyreach.io/api/public; one key a workspace
 */
export function heyreach({ apiKey, baseUrl, fetch }: ProviderAccess) {
  const call = async (part: Reads, isRepeatable: boolean) => {
    const request: HttpRequest = { provider: "heyreach", fetch, baseUrl, headers: { "x-api-key": apiKey }, isRepeatable, ...part };
    const answer = await send(request);
    if (answer.status !== 200) throw refusal(request, answer);
    return { request, answer };
  };
  const ask = async <Schema extends z.ZodType>(schema: Schema, part: Reads, isRepeatable = true): Promise<z.infer<Schema>> => {
    const { request, answer } = await call(part, isRepeatable);
    return parseBody(request, answer, schema);
  };
  const create = <Schema extends z.ZodType>(schema: Schema, path: string, body: unknown) =>
    ask(schema, { method: "POST", path, body }, false);
  const set = async (path: string, campaignId: string) => {
    await call({ method: "POST", path, query: { campaignId } }, true);
  };
  /** Every page, oldest first as HeyReach orders them. */
  async function* pages<Item>(schema: z.ZodType<{ items?: Item[] | null | undefined }>, path: string, filter: object = {}) {
    for (let offset = 0; ; offset += PAGE) {
      const items = (await ask(schema, { method: "POST", path, body: { ...filter, offset, limit: PAGE } })).items ?? [];
      yield* items;
      if (items.length < PAGE) return;
    }
  }

  return {
    /** Whether the key opens the workspace. */
    async checkKey(): Promise<void> {
      await call({ method: "GET", path: "/auth/CheckApiKey" }, true);
    },

    /** The workspace's LinkedIn accounts. A seat whose `authIsValid` is false has been signed out by LinkedIn and must rest. */
    listSenders: (): Promise<HeyreachSender[]> => all(pages<HeyreachSender>(senderPage, "/li_account/GetAll")),

    listCampaigns: (): Promise<HeyreachCampaign[]> => all(pages<HeyreachCampaign>(campaignPage, "/campaign/GetAll")),

    getCampaign: (campaignId: string): Promise<HeyreachCampaign> =>
      ask(campaign, { method: "GET", path: "/campaign/GetById", query: { campaignId } }),

    /** An empty list of people; each campaign wants one. */
    async createList(name: string): Promise<string> {
      return (await create(createdList, "/list/CreateEmptyList", { name, type: "USER_LIST" })).id;
    },

    /** A campaign in DRAFT. Nobody is excluded by HeyReach: who may be contacted is decided before a lead is added. */
    async createCampaign({ name, listId, seats, schedule, sequence }: NewCampaign): Promise<string> {
      const body = {
        name,
        linkedInUserListId: wholeNumber(listId),
        linkedInAccountIds: seats.map(wholeNumber),
        excludeContactedFromOtherCampaigns: false,
        excludeHasOtherAccConversations: false,
        excludeContactedFromSenderInOtherCampaign: false,
        schedule,
        sequence,
      };
      return (await create(createdCampaign, "/campaign/Create", body)).campaignId;
    },

    /** The only way out of DRAFT. */
    startCampaign: (campaignId: string) => set("/campaign/StartCampaign", campaignId),
    pauseCampaign: (campaignId: string) => set("/campaign/Pause", campaignId),
    /** Refuses a draft. */
    resumeCampaign: (campaignId: string) => set("/campaign/Resume", campaignId),

    /** Adds one person for one seat, and wakes the campaign should it have paused or finished for want of people. */
    async addLead(campaignId: string, seat: string, { profileUrl, customFields, firstName, lastName }: NewLead): Promise<AddedLeads> {
      const lead = {
        profileUrl,
        ...(firstName && { firstName }),
        ...(lastName && { lastName }),
        customUserFields: Object.entries(customFields).map(([name, value]) => ({ name, value })),
      };
      const body = {
        campaignId: wholeNumber(campaignId),
        accountLeadPairs: [{ linkedInAccountId: wholeNumber(seat), lead }],
        resumeFinishedCampaign: true,
        resumePausedCampaign: true,
      };
      const counts = await create(addedLeads, "/campaign/AddLeadsToCampaignV2", body);
      return { added: counts.addedLeadsCount ?? 0, updated: counts.updatedLeadsCount ?? 0, failed: counts.failedLeadsCount ?? 0 };
    },

    /** Nothing further happens to this person in this campaign. */
    async stopLead(campaignId: string, leadUrl: string): Promise<void> {
      await call({ method: "POST", path: "/campaign/StopLeadInCampaign", body: { campaignId: wholeNumber(campaignId), leadUrl } }, true);
    },

    /** Everybody in a campaign, page by page. @param period only those who were added (or whom something happened to) in it */
    campaignLeads(
      campaignId: string,
      period?: { from: Date; to: Date; by?: "CreationTime" | "LastActionTakenTime" },
    ): AsyncGenerator<z.infer<typeof campaignLead>> {
      const filter = period && {
        timeFrom: period.from.toISOString(),
        timeTo: period.to.toISOString(),
        timeFilter: period.by ?? "LastActionTakenTime",
      };
      return pages<z.infer<typeof campaignLead>>(campaignLeadPage, "/campaign/GetLeadsFromCampaign", {
        campaignId: wholeNumber(campaignId),
        ...filter,
      });
    },

    /** Conversations of the seats, page by page, narrowed to campaigns or to one person. */
    conversations(filter: {
      seats: readonly string[];
      campaignIds?: readonly string[];
      profileUrl?: string;
    }): AsyncGenerator<z.infer<typeof conversation>> {
      const filters = {
        linkedInAccountIds: filter.seats.map(wholeNumber),
        ...(filter.campaignIds && { campaignIds: filter.campaignIds.map(wholeNumber) }),
        ...(filter.profileUrl && { leadProfileUrl: filter.profileUrl }),
      };
      return pages<z.infer<typeof conversation>>(conversationPage, "/inbox/GetConversationsV2", { filters });
    },

    /** Writes into a conversation that exists, at once. */
    async sendMessage({ conversationId, seat, message }: { conversationId: string; seat: string; message: string }): Promise<void> {
      const body = { conversationId, linkedInAccountId: wholeNumber(seat), message };
      await call({ method: "POST", path: "/inbox/SendMessage", body }, false);
    },

    listWebhooks: (): Promise<HeyreachWebhookRegistration[]> =>
      all(pages<HeyreachWebhookRegistration>(webhookPage, "/webhooks/GetAllWebhooks")),

    /** One event type each, active at once. @param registration `name` has at most 25 characters */
    async createWebhook({ name, url, eventType }: { name: string; url: string; eventType: string }): Promise<void> {
      await create(createdWebhook, "/webhooks/CreateWebhook", { webhookName: name, webhookUrl: url, eventType, isActive: true });
    },

    async deleteWebhook(webhookId: string): Promise<void> {
      await call({ method: "DELETE", path: "/webhooks/DeleteWebhook", query: { webhookId } }, true);
    },
  };
}

async function all<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const found: Item[] = [];
  for await (const item of items) found.push(item);
  return found;
}

/** HeyReach wants its ids as JSON numbers. */
function wholeNumber(id: string): number {
  const number = Number(id);
  if (!/^\d+$/.test(id) || !Number.isSafeInteger(number)) throw new InvalidError("A HeyReach id is a whole number", "id");
  return number;
}

/** 400 and 404 say why in words, 401 says nothing, 429 passes within the minute. */
function refusal(request: HttpRequest, answer: HttpAnswer): ProviderError {
  const detail = answer.status === 401 ? "the API key is not accepted" : reason(answer.text);
  return failedAnswer(request, answer, { detail, ...(answer.status === 429 ? { retryAfterMs: RATE_LIMIT_WAIT_MS } : {}) });
}

/** HeyReach's own words without what may name a person: addresses of any kind. */
function reason(body: string): string {
  try {
    const { errorMessage } = errorAnswer.parse(JSON.parse(body));
    return errorMessage.replace(/\S*(?:@|:\/\/|linkedin\.com)\S*/gi, "…").slice(0, 200);
  } catch {
    return "no reason given"; // a proxy's HTML page has no reason; the status still says what to do
  }
}

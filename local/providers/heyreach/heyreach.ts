import { z } from "zod";
import { givenKey } from "@/local/providers/given-key";
import { type Acts, heyreachActs, type Moment } from "@/local/providers/heyreach/acts";
import { type Book, type ConversationRecord, identityOf, openBook, type Said, type WebhookRecord } from "@/local/providers/heyreach/book";
import { campaignRoutes, missing, page, refused } from "@/local/providers/heyreach/campaign-routes";
import { tellWebhooks } from "@/local/providers/heyreach/events";
import type { Call, Handled, Handler, StandIn } from "@/local/providers/stand-in";
import { inTurn, openTimers } from "@/local/providers/timers";

/** The key the stand-in accepts, and the part of the webhook address that nobody guesses; they open nothing else. */
export const HEYREACH_KEY = "local-heyreach-key";
const WEBHOOK_TOKEN = "local-heyreach-webhook-token-0000";

const PER_MINUTE = 300;
const MOST_WEBHOOK_NAME = 25;
const EVENT_TYPES = new Set([
  "CONNECTION_REQUEST_SENT",
  "CONNECTION_REQUEST_ACCEPTED",
  "MESSAGE_SENT",
  "MESSAGE_REPLY_RECEIVED",
  "EVERY_MESSAGE_REPLY_RECEIVED",
]);

const seatChange = z.object({
  id: z.number().int(),
  isActive: z.boolean().optional(),
  authIsValid: z.boolean().optional(),
  invitationsPerDay: z.number().int().optional(),
});

/**
 * HeyReach's public API. `_control/heyreach`: `PUT /seats` signs a seat out, rests it, or sets its invitations a day, as its dashboard
 * and LinkedIn do.
 */
export const heyreachStandIn: StandIn = {
  name: "heyreach",
  prefix: "/heyreach/api/public",
  env: (baseUrl) => ({ HEYREACH_BASE_URL: baseUrl, HEYREACH_API_KEY: HEYREACH_KEY, HEYREACH_WEBHOOK_TOKEN: WEBHOOK_TOKEN }),
  play({ records, callbacks, recipients, now, seed }) {
    const book = openBook({ records, seed });
    const timers = openTimers<Moment>(records);
    const acts = heyreachActs({ book, timers, recipients, seed, tell: tellWebhooks({ book, callbacks, seed }) });
    const turn = inTurn();
    const eachInTurn = (handlers: Record<string, Handler>) =>
      Object.fromEntries(Object.entries(handlers).map(([name, run]) => [name, (call: Call) => turn(async () => run(call))]));

    return {
      routes: eachInTurn({
        "GET /auth/CheckApiKey": () => ({ answer: { status: 200 } }),
        ...accountRoutes(book, now),
        ...campaignRoutes({ book, acts, timers, now }),
        ...inboxRoutes(book, acts, now),
        ...webhookRoutes(book, now),
      }),
      authenticate: (call) => (givenKey(call) === HEYREACH_KEY ? undefined : { status: 401 }),
      failure: (status) => (status === 400 || status === 404 ? { status, json: { errorMessage: "As told." } } : { status }),
      limits: { perMinute: () => PER_MINUTE, headers: () => ({}) },
      tick: () => turn(() => acts.advance(now)),
      state: () => timers.state(),
      control: eachInTurn({ "PUT /seats": changeSeat(book, acts, now) }),
    };
  },
};

function changeSeat(book: Book, acts: Acts, now: () => Date): Handler {
  return async ({ body }) => {
    const change = seatChange.safeParse(body);
    const seat = (await book.seats()).find(({ id }) => id === change.data?.id);
    if (!change.success || !seat) return { answer: { status: 400, json: { error: "which seat?" } } };
    const changed = { ...seat, ...change.data } as typeof seat;
    await book.saveSeat(changed, now());
    for (const campaign of await book.campaigns())
      if (campaign.status === "IN_PROGRESS" && campaign.campaignAccountIds.includes(seat.id)) await acts.release(campaign, now());
    return { answer: { status: 200, json: changed } };
  };
}

function accountRoutes(book: Book, now: () => Date): Record<string, Handler> {
  const shown = async () => {
    const campaigns = await book.campaigns();
    return (await book.seats()).map(({ invitationsPerDay, ...seat }) => ({
      ...seat,
      activeCampaigns: campaigns.filter(
        ({ status, campaignAccountIds }) => status === "IN_PROGRESS" && campaignAccountIds.includes(seat.id),
      ).length,
      isValidNavigator: false,
      isValidRecruiter: false,
    }));
  };
  return {
    "POST /li_account/GetAll": async ({ body }) => ({ answer: page(body, await shown()) }),
    "GET /li_account/GetById": async ({ query }) => {
      const seat = (await shown()).find(({ id }) => id === Number(query.get("accountId")));
      return seat ? { answer: { status: 200, json: seat } } : missing("The account does not exist.");
    },
    "POST /list/CreateEmptyList": async ({ body }) => {
      const { name, type = "USER_LIST" } = (body ?? {}) as { name?: string; type?: string };
      if (!name) return refused("The list needs a name.");
      const list = { id: await book.nextId("list"), name, count: 0, listType: type, creationTime: now().toISOString() };
      await book.saveList(list, now());
      return { answer: { status: 200, json: list }, subject: name };
    },
  };
}

type ConversationFilters = { linkedInAccountIds?: number[]; campaignIds?: number[]; leadProfileUrl?: string; searchString?: string };

function inboxRoutes(book: Book, acts: Acts, now: () => Date): Record<string, Handler> {
  async function isWanted({ seat, identity, messages }: ConversationRecord, filters: ConversationFilters): Promise<boolean> {
    const { linkedInAccountIds: seats = [], campaignIds = [], leadProfileUrl, searchString } = filters;
    if (seats.length > 0 && !seats.includes(seat)) return false;
    if (leadProfileUrl && identityOf(leadProfileUrl) !== identity) return false;
    if (searchString && !messages.some(({ body }) => body.includes(searchString))) return false;
    if (campaignIds.length === 0) return true;
    return (await book.leadsOf(seat, identity)).some(({ campaignId }) => campaignIds.includes(campaignId));
  }

  async function list({ body }: Call): Promise<Handled> {
    const { filters } = (body ?? {}) as { filters?: ConversationFilters };
    if (!filters) return refused("filters is required.");
    const found = [];
    for (const { id, data } of await book.conversations()) if (await isWanted(data, filters)) found.push(shownConversation(id, data));
    return {
      answer: page(
        body,
        found.toSorted((one, other) => other.lastMessageAt.localeCompare(one.lastMessageAt)),
      ),
    };
  }

  async function send({ body }: Call): Promise<Handled> {
    const {
      conversationId = "",
      linkedInAccountId,
      message = "",
    } = (body ?? {}) as Record<string, string> & { linkedInAccountId?: number };
    const conversation = await book.conversation(conversationId);
    if (!conversation || conversation.seat !== linkedInAccountId) return missing("The conversation does not exist.");
    if (message.trim() === "") return refused("The message is empty.");
    const { seat, identity, profileUrl } = conversation;
    const at = now();
    const said: Said = { createdAt: at.toISOString(), body: message, sender: "ME" };
    await acts.say({ seat, identity, person: { profileUrl } }, said, at);
    const reference = `heyreach-message-${conversationId}-${conversation.messages.length}`;
    const contact = { channel: "linkedin", act: "message", to: profileUrl, from: String(seat), text: message, at, reference } as const;
    await acts.reactions(contact, { seat, identity, campaignId: 0 });
    return { answer: { status: 200 }, subject: profileUrl };
  }

  return { "POST /inbox/GetConversationsV2": list, "POST /inbox/SendMessage": send };
}

function webhookRoutes(book: Book, now: () => Date): Record<string, Handler> {
  async function create({ body }: Call): Promise<Handled> {
    const given = (body ?? {}) as Partial<WebhookRecord>;
    const { webhookName = "", webhookUrl = "", eventType = "", campaignIds = [], isActive = true } = given;
    if (webhookName.length < 1 || webhookName.length > MOST_WEBHOOK_NAME) return refused("The webhook name must have 1 to 25 characters.");
    if (!/^https?:\/\//.test(webhookUrl)) return refused("The webhook URL is not a URL.");
    if (!EVENT_TYPES.has(eventType)) return refused(`${eventType} is not an event type the stand-in plays.`);
    const webhook: WebhookRecord = { id: await book.nextId("webhook"), webhookName, webhookUrl, eventType, campaignIds, isActive };
    await book.saveWebhook(webhook, now());
    return { answer: { status: 200, json: { webhookId: webhook.id } }, subject: eventType };
  }

  return {
    "POST /webhooks/CreateWebhook": create,
    "POST /webhooks/GetAllWebhooks": async ({ body }) => ({
      answer: page(
        body,
        (await book.webhooks()).filter(({ isActive }) => isActive),
      ),
    }),
    "DELETE /webhooks/DeleteWebhook": async ({ query }) => {
      const webhook = (await book.webhooks()).find(({ id }) => id === Number(query.get("webhookId")));
      if (!webhook) return missing("The webhook does not exist.");
      await book.saveWebhook({ ...webhook, isActive: false }, now());
      return { answer: { status: 200 }, subject: webhook.eventType };
    },
  };
}

function shownConversation(id: string, { seat, profileUrl, messages }: ConversationRecord) {
  const last = messages.at(-1);
  return {
    id,
    read: last?.sender === "ME",
    groupChat: false,
    linkedInAccountId: seat,
    lastMessageAt: last?.createdAt ?? "",
    lastMessageText: last?.body ?? null,
    lastMessageSender: last?.sender ?? null,
    totalMessages: messages.length,
    correspondentProfile: { profileUrl },
    messages: messages.map(({ createdAt, body, sender }) => ({ createdAt, body, sender, isInMail: false })),
  };
}

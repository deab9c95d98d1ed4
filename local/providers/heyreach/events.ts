import type { Callbacks } from "@/local/providers/callbacks";
import type { Book, CampaignRecord, ConversationRecord, LeadRecord } from "@/local/providers/heyreach/book";
import { hexId, seeded } from "@/local/providers/seeded";

export type EventType = "CONNECTION_REQUEST_SENT" | "CONNECTION_REQUEST_ACCEPTED" | "MESSAGE_SENT" | "MESSAGE_REPLY_RECEIVED";

const MINUTE_MS = 60_000;
/** About a day, as the service does; its own waits are not published. */
const RETRY_DELAYS_MS = [1, 5, 15, 60, 180, 360, 720].map((minutes) => minutes * MINUTE_MS);
/** HeyReach looks at LinkedIn every now and then: it learns of what people do later than of its own acts. In minutes. */
const LATENESS: Record<EventType, readonly [number, number]> = {
  CONNECTION_REQUEST_SENT: [1, 3],
  CONNECTION_REQUEST_ACCEPTED: [3, 40],
  MESSAGE_SENT: [1, 3],
  MESSAGE_REPLY_RECEIVED: [1, 15],
};
const SHOWN_MESSAGES = 10;

type Happened = {
  type: EventType;
  at: Date;
  campaign: CampaignRecord;
  lead: LeadRecord;
  conversationId?: string;
  conversation?: ConversationRecord | undefined;
};

/** Tells every webhook that listens, each by itself: two with the same address get two copies, and EVERY_… repeats the reply. */
export function tellWebhooks({ book, callbacks, seed }: { book: Book; callbacks: Callbacks; seed: string }) {
  return async (happened: Happened): Promise<void> => {
    const { type, at, campaign, lead, conversation } = happened;
    const listening = (await book.webhooks()).filter(
      ({ eventType, isActive, campaignIds }) =>
        isActive &&
        (eventType === type || eventType === `EVERY_${type}`) &&
        (campaignIds.length === 0 || campaignIds.includes(campaign.id)),
    );
    const lateMinutes = seeded(seed, type, lead.identity, at.getTime()).whole(...LATENESS[type]);
    for (const webhook of listening) {
      await callbacks.enqueue("heyreach", {
        key: hexId("heyreach", webhook.id, type, lead.campaignId, lead.identity, at.getTime(), conversation?.messages.length ?? 0),
        url: webhook.webhookUrl,
        contentType: "application/json",
        body: JSON.stringify(await bodyOf(book, webhook.eventType, happened)),
        dueAt: new Date(at.getTime() + lateMinutes * MINUTE_MS),
        retryDelaysMs: RETRY_DELAYS_MS,
      });
    }
  };
}

async function bodyOf(book: Book, eventType: string, { type, at, campaign, lead, conversationId, conversation }: Happened) {
  const seat = (await book.seats()).find(({ id }) => id === lead.seat);
  const { person } = lead;
  const note = (await book.link(lead.seat, lead.identity))?.note;
  const fullName = [person.firstName, person.lastName].filter(Boolean).join(" ");
  const isConversation = type === "MESSAGE_SENT" || type === "MESSAGE_REPLY_RECEIVED";
  return {
    event_type: eventType.toLowerCase(),
    timestamp: at.toISOString(),
    correlation_id: hexId("correlation", lead.campaignId, lead.identity),
    campaign: { id: campaign.id, name: campaign.name, status: campaign.status },
    sender: {
      id: lead.seat,
      first_name: seat?.firstName ?? null,
      last_name: seat?.lastName ?? null,
      full_name: seat ? `${seat.firstName} ${seat.lastName}` : null,
      email_address: seat?.emailAddress ?? null,
      profile_url: seat?.profileUrl ?? null,
    },
    lead: {
      id: String(lead.id),
      profile_url: person.profileUrl,
      first_name: person.firstName ?? null,
      last_name: person.lastName ?? null,
      full_name: fullName || null,
      location: null,
      company_name: null,
      company_url: null,
      position: null,
      email_address: null,
      custom_fields: Object.fromEntries((person.customUserFields ?? []).map(({ name, value }) => [name, value])),
      tags: [],
    },
    ...(isConversation
      ? { conversation_id: conversationId ?? null, is_inmail: false, recent_messages: shown(conversation) }
      : { connection_message: note || null }),
  };
}

function shown(conversation: ConversationRecord | undefined) {
  return (conversation?.messages ?? [])
    .slice(-SHOWN_MESSAGES)
    .map(({ createdAt, body, sender }) => ({ creation_time: createdAt, message: body, is_reply: sender === "CORRESPONDENT" }));
}

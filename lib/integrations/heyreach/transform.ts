import "server-only";
import { createHash } from "node:crypto";
import type { ChannelEvent } from "@/lib/domain/channel-events";
import { canonicalProfileUrl, isSameLinkedinProfile } from "@/lib/domain/linkedin";
import { LEAD_FIELDS } from "@/lib/integrations/heyreach/seat-campaigns";
import type { HeyreachWebhook } from "@/lib/integrations/heyreach/webhook";
import type { HeyreachCampaignLead, HeyreachConversation } from "@/lib/integrations/heyreach/wire";

/**
 * What a webhook tells, in neutral words; nothing for event types we have no use for and for people who cannot be told.
 * @param receivedAt stands in where HeyReach names no time
 */
export function toChannelEvents(event: HeyreachWebhook, receivedAt: Date): ChannelEvent[] {
  const profileUrl = canonicalProfileUrl(event.lead.profile_url);
  const seat = event.sender?.id;
  if (!profileUrl || !seat) return [];
  const at = toDate(event.timestamp) ?? receivedAt;
  switch (event.event_type) {
    case "connection_request_sent":
    case "message_sent":
      return toDelivery(event, at);
    case "connection_request_accepted":
      return [{ kind: "invitation_accepted", seat, profileUrl, at }];
    case "message_reply_received":
    case "every_message_reply_received": {
      const messages = (event.recent_messages ?? []).map(({ creation_time, message, is_reply }) => ({
        at: toDate(creation_time) ?? at,
        text: message ?? "",
        isTheirs: is_reply === true,
      }));
      return toReplies({ conversationId: event.conversation_id ?? "", seat, profileUrl, messages });
    }
    default:
      return [];
  }
}

/**
 * What the person wrote in a conversation of the inbox, for finding what webhooks missed: the same events with the same external ids.
 * Group conversations are nobody's reply to us.
 */
export function toConversationEvents(conversation: HeyreachConversation): ChannelEvent[] {
  const profileUrl = canonicalProfileUrl(conversation.correspondentProfile?.profileUrl ?? "");
  const seat = conversation.linkedInAccountId;
  if (!profileUrl || !seat || conversation.groupChat === true) return [];
  const messages = (conversation.messages ?? []).flatMap(({ createdAt, body, sender }) => {
    const at = toDate(createdAt);
    return at ? [{ at, text: body ?? "", isTheirs: sender?.toUpperCase() === "CORRESPONDENT" }] : [];
  });
  return toReplies({ conversationId: conversation.id, seat, profileUrl, messages });
}

/** How far a person got in a campaign of ours. `waiting`: handed over, nothing done yet. `ended`: stopped, or over without an act. */
export type LeadProgress = {
  profileUrl: string;
  seat: string | null;
  progress: "waiting" | "invited" | "accepted" | "messaged" | "failed" | "ended";
  /** Nothing more happens to them there, whatever it came to. */
  isOver: boolean;
  errorCode: string | null;
  at: Date | null;
};

/** Null when HeyReach does not say who it is. */
export function toLeadProgress(lead: HeyreachCampaignLead): LeadProgress | null {
  const profileUrl = canonicalProfileUrl(lead.linkedInUserProfile?.profileUrl ?? lead.profileUrl ?? "");
  if (!profileUrl) return null;
  return {
    profileUrl,
    seat: lead.linkedInSenderId ?? null,
    progress: progressOf(lead),
    isOver: lead.leadCampaignStatus === "Finished" || lead.leadCampaignStatus === "Failed",
    errorCode: lead.errorCode ?? null,
    at: toDate(lead.lastActionTime),
  };
}

/** The acceptance a webhook may have missed, from the list of a campaign's people. */
export function toAcceptance(lead: LeadProgress, seenAt: Date): ChannelEvent[] {
  if (lead.progress !== "accepted" || lead.seat === null) return [];
  return [{ kind: "invitation_accepted", seat: lead.seat, profileUrl: lead.profileUrl, at: lead.at ?? seenAt }];
}

/** Whether we have written this text in the conversation: LinkedIn trims and joins white space. */
export function hasOurMessage(conversation: HeyreachConversation, body: string): boolean {
  const wanted = squeezed(body);
  return (conversation.messages ?? []).some(
    ({ sender, body: written }) => sender?.toUpperCase() === "ME" && squeezed(written ?? "") === wanted,
  );
}

/** Whether a conversation is with that person alone. */
export function isWith(conversation: HeyreachConversation, profileUrl: string): boolean {
  return conversation.groupChat !== true && isSameLinkedinProfile(conversation.correspondentProfile?.profileUrl ?? "", profileUrl);
}

function progressOf({ leadCampaignStatus, leadConnectionStatus, leadMessageStatus }: HeyreachCampaignLead): LeadProgress["progress"] {
  if (leadMessageStatus === "MessageSent" || leadMessageStatus === "MessageReply") return "messaged";
  if (leadConnectionStatus === "ConnectionAccepted") return "accepted";
  if (leadConnectionStatus === "ConnectionSent") return "invited";
  if (leadCampaignStatus === "Failed") return "failed";
  return leadCampaignStatus === "Finished" ? "ended" : "waiting";
}

/** The touch is a field of the lead, set when it was handed over; a message written by hand in the same campaign has none. */
function toDelivery({ lead }: HeyreachWebhook, at: Date): ChannelEvent[] {
  const reference = lead.custom_fields?.[LEAD_FIELDS.touch];
  if (typeof reference !== "string" || reference === "") return [];
  return [{ kind: "delivery", reference, state: "sent", code: null, isPermanent: null, costMicroAud: 0, at }];
}

type Reply = {
  conversationId: string;
  seat: string;
  profileUrl: string;
  messages: readonly { at: Date; text: string; isTheirs: boolean }[];
};

/**
 * Everything the person wrote after the first message of ours that is shown: a webhook shows the conversation as it was when the webhook
 * left, so an answer of ours may already stand behind their request to stop. What was told before has the same id again.
 */
function toReplies({ conversationId, seat, profileUrl, messages }: Reply): ChannelEvent[] {
  const inOrder = messages.toSorted((one, other) => one.at.getTime() - other.at.getTime());
  const first = inOrder.findIndex(({ isTheirs }) => !isTheirs);
  return inOrder
    .slice(first + 1)
    .filter(({ isTheirs, text }) => isTheirs && text.trim() !== "")
    .map(({ at, text }) => ({
      kind: "message",
      channel: "linkedin",
      externalId: externalId(conversationId, profileUrl, at, text),
      from: profileUrl,
      to: seat,
      text,
      at,
    }));
}

/** Messages have no id of their own; the second is as fine as both sources agree on. */
function externalId(conversationId: string, profileUrl: string, at: Date, text: string): string {
  const second = Math.floor(at.getTime() / 1000);
  const hash = createHash("sha256")
    .update(`${profileUrl}\n${squeezed(text)}`)
    .digest("hex")
    .slice(0, 16);
  return `${conversationId}:${second}:${hash}`;
}

function squeezed(text: string): string {
  return text.replace(/\s+/g, " ").trim();
}

function toDate(text: string | null | undefined): Date | null {
  const at = new Date(text ?? Number.NaN);
  return Number.isNaN(at.getTime()) ? null : at;
}

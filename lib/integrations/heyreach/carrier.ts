import "server-only";
import type { ChannelHandOver, OutgoingLinkedIn, Reconciled } from "@/lib/domain/hand-over";
import { canonicalProfileUrl, isSameLinkedinProfile } from "@/lib/domain/linkedin";
import { ProviderError } from "@/lib/errors";
import { type AddedLeads, heyreach } from "@/lib/integrations/heyreach/api";
import {
  accepted,
  acting,
  beforeActing,
  countedOutcome,
  FAILED_PROFILE,
  NO_CAMPAIGN,
  refused,
  refusedCampaign,
  unknown,
} from "@/lib/integrations/heyreach/outcomes";
import {
  findSeatCampaign,
  isOver,
  LEAD_FIELDS,
  listSeatCampaigns,
  type SeatCampaignKind,
  seatCampaignName,
} from "@/lib/integrations/heyreach/seat-campaigns";
import { hasOurMessage, isWith, type LeadProgress, toLeadProgress } from "@/lib/integrations/heyreach/transform";
import type { HeyreachCampaign, HeyreachConversation } from "@/lib/integrations/heyreach/wire";
import type { ProviderAccess } from "@/lib/integrations/http";

type Invite = Extract<OutgoingLinkedIn, { act: "invite" }>;
type Message = Extract<OutgoingLinkedIn, { act: "message" }>;

/**
 * LinkedIn through HeyReach, one act a hand-over (see seat-campaigns.ts for how its campaigns are used). `seat` is HeyReach's id of the
 * account. The key goes into a field of the lead and comes back with its webhooks; a message into an existing conversation carries none and
 * is found again by its text.
 * An accepted invitation leaves within the seat's schedule, hours later: its sending is told by webhook. HeyReach takes it back by itself
 * after `WITHDRAW_AFTER_DAYS`.
 */
export function createHeyreachCarrier(access: ProviderAccess) {
  const api = heyreach(access);
  /** Campaign ids by seat, kind and round: they never change while the campaign lives. */
  const campaignIds = new Map<string, string>();

  async function campaignOf(seat: string, place: Place): Promise<HeyreachCampaign | undefined> {
    const name = seatCampaignName(seat, place.kind, place.round);
    const known = campaignIds.get(name);
    const found = known ? await api.getCampaign(known) : await findSeatCampaign(api, seat, place);
    if (!found || isOver(found)) campaignIds.delete(name);
    else campaignIds.set(name, found.id);
    return found;
  }

  /** How far the person is in the latest round they are in. One who was taken out before the act is nowhere. */
  async function findLatest(seat: string, kind: SeatCampaignKind, profileUrl: string): Promise<LeadProgress | "unnamed" | undefined> {
    for (const campaign of (await listSeatCampaigns(api, seat, [kind])).toReversed()) {
      const lead = isOver(campaign) ? undefined : await findLead(campaign.id, profileUrl);
      if (lead !== undefined) return lead !== "unnamed" && lead.progress === "ended" ? undefined : lead;
    }
    return undefined;
  }

  async function findLead(campaignId: string, profileUrl: string): Promise<LeadProgress | "unnamed" | undefined> {
    let isUnnamed = false;
    for await (const lead of api.campaignLeads(campaignId)) {
      const progress = toLeadProgress(lead);
      if (progress && isSameLinkedinProfile(progress.profileUrl, profileUrl)) return progress;
      isUnnamed ||= progress === null;
    }
    return isUnnamed ? "unnamed" : undefined;
  }

  async function findConversation(seat: string, profileUrl: string): Promise<HeyreachConversation | undefined> {
    for await (const found of api.conversations({ seats: [seat], profileUrl: addressOf(profileUrl) })) {
      if (isWith(found, profileUrl)) return found;
    }
    return undefined;
  }

  /**
   * Adds the person to the seat's campaign of that kind, in the first round they have not been taken out of. In a round that knows them
   * already nothing happens.
   */
  async function add(message: OutgoingLinkedIn, place: Place, fields: Record<string, string>): Promise<Added> {
    const campaign = await campaignOf(message.seat, place);
    if (!campaign) return { handOver: refused("ours", false, NO_CAMPAIGN) };
    const refusal = refusedCampaign(campaign);
    if (refusal) return { handOver: refusal };
    const names = message.act === "invite" ? message : { firstName: null, lastName: null };
    const lead = { profileUrl: addressOf(message.profileUrl), firstName: names.firstName, lastName: names.lastName, customFields: fields };
    const counts = await acting(() => api.addLead(campaign.id, message.seat, lead));
    if ("outcome" in counts) return { handOver: counts };
    if (counts.updated === 0) return { counts, known: undefined };
    const known = await findLead(campaign.id, message.profileUrl).catch(unnamedWhenUnanswered);
    const next = { ...place, round: place.round + 1 };
    const wasTakenOut = known !== undefined && known !== "unnamed" && known.progress === "ended";
    return wasTakenOut && (await campaignOf(message.seat, next)) ? add(message, next, fields) : { counts, known };
  }

  async function invite(message: Invite, key: string): Promise<ChannelHandOver> {
    const fields = { [LEAD_FIELDS.touch]: key, ...(message.note !== null && { [LEAD_FIELDS.note]: message.note }) };
    const result = await add(message, { kind: kindOf(message), round: 1 }, fields);
    if ("handOver" in result) return result.handOver;
    const { counts, known } = result;
    if (counts.updated === 0) return countedOutcome(counts, key);
    if (known === undefined || known === "unnamed") return unknown("The person is in the campaign already");
    if (known.progress === "waiting") return accepted(key, "Waiting in the seat's campaign");
    return refused("address", true, "This seat has invited the person before, and HeyReach does so once");
  }

  async function write(message: Message, key: string): Promise<ChannelHandOver> {
    const conversation = await findConversation(message.seat, message.profileUrl);
    if (conversation) {
      const sent = await acting(() => api.sendMessage({ conversationId: conversation.id, seat: message.seat, message: message.body }));
      return sent ?? accepted(key, "Written into the conversation");
    }
    const result = await add(message, { kind: "message", round: 1 }, { [LEAD_FIELDS.touch]: key, [LEAD_FIELDS.body]: message.body });
    if ("handOver" in result) return result.handOver;
    return result.counts.updated > 0
      ? unknown("An earlier first message to the person is in the campaign")
      : countedOutcome(result.counts, key);
  }

  async function reconcileInvitation(message: Invite, key: string): Promise<Reconciled> {
    const lead = await findLatest(message.seat, kindOf(message), message.profileUrl);
    if (lead === undefined) return { outcome: "not_found" };
    if (lead === "unnamed") return unknown("HeyReach does not say who is in the campaign");
    if (lead.progress === "failed") return refused("address", true, FAILED_PROFILE);
    return accepted(key, "Found in the seat's campaign");
  }

  async function reconcileMessage(message: Message, key: string): Promise<Reconciled> {
    const conversation = await findConversation(message.seat, message.profileUrl);
    if (conversation && hasOurMessage(conversation, message.body)) return accepted(key, "Found in the conversation");
    const lead = await findLatest(message.seat, "message", message.profileUrl);
    if (lead === "unnamed") return unknown("HeyReach does not say who is in the campaign");
    if (lead?.progress === "waiting") return accepted(key, "Waiting in the seat's campaign");
    if (lead?.progress === "failed") return refused("address", true, FAILED_PROFILE);
    // A first message that went out shows in a conversation; without one this could be it, not shown yet.
    return lead?.progress === "messaged" && !conversation ? unknown("Sent, and not in the inbox yet") : { outcome: "not_found" };
  }

  return {
    async handOver(message: OutgoingLinkedIn, key: string): Promise<ChannelHandOver> {
      if (canonicalProfileUrl(message.profileUrl) === null) return refused("address", true, "Not a profile address");
      return beforeActing(() => (message.act === "invite" ? invite(message, key) : write(message, key)));
    },

    /** Looks for an act whose outcome nobody saw. An inbox lags behind: ask some minutes after the attempt, not at once. */
    async reconcile(key: string, message: OutgoingLinkedIn): Promise<Reconciled> {
      try {
        return await (message.act === "invite" ? reconcileInvitation(message, key) : reconcileMessage(message, key));
      } catch (error) {
        if (error instanceof ProviderError) return unknown(error.message);
        throw error;
      }
    },
  };
}

type Place = { kind: SeatCampaignKind; round: number };
type Added = { handOver: ChannelHandOver } | { counts: AddedLeads; known: LeadProgress | "unnamed" | undefined };

function kindOf({ note }: Invite): SeatCampaignKind {
  return note === null ? "invitation" : "noted_invitation";
}

/** Who could not be looked up after acting stays somebody we know nothing of. */
function unnamedWhenUnanswered(error: unknown): "unnamed" {
  if (error instanceof ProviderError) return "unnamed";
  throw error;
}

/** As the address travels: percent-encoded. */
function addressOf(profileUrl: string): string {
  return new URL(canonicalProfileUrl(profileUrl) ?? profileUrl).href;
}

import { z } from "zod";
import { STEP_PURPOSES } from "@/lib/domain/campaigns";
import { CHANNELS } from "@/lib/domain/outreach";

/** Somebody contacted this long ago who has not answered counts as one who did not; who was contacted later is not judged yet. */
export const ANSWER_DAYS = 4;
/** An invitation nobody accepted by then counts as ignored (domain.md 4.9). */
export const ACCEPTANCE_DAYS = 14;
/** Further leads are not counted: it is enough to know that there are some. */
export const MOST_LEADS_LEFT = 1000;

/** What keeps a channel from a lead and what a person can do something about: a fact, a consent or a sender that is missing. */
export const MENDABLE_CODES = [
  "no_consent_basis",
  "publication_stale",
  "not_relevant_to_role",
  "role_address",
  "country_not_open",
  "email_invalid",
  "email_unverified",
  "email_verification_stale",
  "sender_domain_not_verified",
  "phone_missing",
  "phone_not_allowed",
  "dncr_blocked",
  "dncr_unknown",
  "sender_id_not_registered",
  "linkedin_url_missing",
  "address_missing",
  "address_returned",
  "content_not_ready",
  "ungrounded_claim",
  "no_resource",
  "resource_paused",
  "warmup_not_ready",
] as const;

/** Room that is used up: of the senders, of the campaign, of the plan. */
export const ROOM_CODES = [
  "resource_cap",
  "domain_cap",
  "hourly_cap",
  "invitations_a_week",
  "pending_invitations",
  "campaign_daily_limit",
  "client_daily_limit",
] as const;

/** Nothing at all goes out while one of these holds. */
export const STOP_CODES = [
  "platform_stopped",
  "client_inactive",
  "emergency_stop",
  "channel_stopped",
  "breaker_open",
  "sender_identity_missing",
  "campaign_dates",
] as const;

const count = z.int().min(0);
const waiting = <const Codes extends readonly string[]>(codes: Codes) =>
  z.object({
    code: z.enum(codes),
    /** People whose next message of the channel waits or was left out for it. */
    leads: count,
    /** Left out for good, as opposed to waiting. */
    isFinal: z.boolean(),
  });

const channelMetrics = z.object({
  channel: z.enum(CHANNELS),
  /** Whether the sequence in force has a step on it. */
  isPlanned: z.boolean(),
  senders: count,
  /** People with a step on it. */
  planned: count,
  /** People who got a message on it. */
  contacted: count,
  /** Messages a carrier took, or refused because the address does not exist. */
  handedOver: count,
  /** Of those, what came back because the address does not exist; the rest was delivered as far as anybody says. */
  bounced: count,
  /** As of a step: credited to the last message somebody had got by then. */
  replied: count,
  positive: count,
  optedOut: count,
  complained: count,
  meetings: count,
  /** The first reason, by people, that keeps it from them. */
  blockedBy: waiting(MENDABLE_CODES).nullable(),
  /** The same for room that is used up. */
  fullBy: waiting(ROOM_CODES).nullable(),
  /** What its senders carried on the last seven days they were used, of what they may; all campaigns together. */
  room: z.object({ used: count, cap: count, days: count }),
  /** LinkedIn only: invitations old enough to be judged, and how many were accepted. */
  invitations: z.object({ accepted: count, of: count }),
});
export type ChannelMetrics = z.infer<typeof channelMetrics>;

const stepMetrics = z.object({
  /** Place in the sequence in force. */
  number: z.int().min(1).max(20),
  channel: z.enum(CHANNELS),
  purpose: z.enum(STEP_PURPOSES),
  /** People who got it, in every version it stood in. */
  contacted: count,
  /** Of those, people who have had time to answer. */
  settled: count,
  /** Credited to the last message somebody had got by then: answers of people, interest, withdrawals, complaints. */
  replied: count,
  positive: count,
  optedOut: count,
  complained: count,
  meetings: count,
});
export type StepMetrics = z.infer<typeof stepMetrics>;

/**
 * How a campaign stands, in people unless said otherwise. Only figures, names of ours and codes: nothing anybody wrote is in it, so
 * nothing anybody wrote can sway the advice.
 */
export const campaignMetrics = z.object({
  status: z.enum(["draft", "active", "paused", "completed"]),
  /** Since it was last started; null before. */
  daysRunning: count.nullable(),
  /** What keeps it from starting (`listBlockers`). */
  inTheWay: count,
  enrolled: count,
  inSequence: count,
  contacted: count,
  /** A person's own answer; what machines sent back counts nowhere. */
  replied: count,
  positive: count,
  optedOut: count,
  complained: count,
  meetings: count,
  held: count,
  noShow: count,
  awaitingApproval: count,
  /** Who could still join, at most `MOST_LEADS_LEFT`. */
  leadsLeft: count.max(MOST_LEADS_LEFT),
  /** People contacted `ANSWER_DAYS` ago or longer, and how many of them answered. */
  settled: z.object({ contacted: count, replied: count }),
  stoppedBy: waiting(STOP_CODES).nullable(),
  channels: z.array(channelMetrics).max(CHANNELS.length),
  steps: z.array(stepMetrics).max(20),
});
export type CampaignMetrics = z.infer<typeof campaignMetrics>;

export const RECOMMENDATIONS = ["activate", "continue", "modify", "pause"] as const;
export type Recommendation = (typeof RECOMMENDATIONS)[number];

/** From the least to the gravest. A note asks for nothing. */
export const SEVERITIES = ["note", "warning", "critical"] as const;
export type Severity = (typeof SEVERITIES)[number];

export const FINDING_CODES = [
  "bounces_high",
  "complaints",
  "opt_outs_high",
  "opt_outs_at_step",
  "replies_low",
  "step_without_replies",
  "invitations_ignored",
  "no_shows",
  "sending_stopped",
  "no_sender",
  "channel_blocked",
  "approvals_wait",
  "no_leads_left",
  "room_used_up",
] as const;
export type FindingCode = (typeof FINDING_CODES)[number];

/** What a person can do about it with what the product has; a screen knows where each of them is. */
export const CHANGES = [
  "pause_campaign",
  "open_step",
  "open_leads",
  "import_leads",
  "open_mailboxes",
  "open_senders",
  "open_schedule",
  "open_approvals",
  "open_stops",
  "open_organisation",
] as const;
const suggestedChange = z.object({
  kind: z.enum(CHANGES),
  /** Of `open_step`. */
  step: z.int().min(1).max(20).nullable(),
  /** Of `open_leads`: only those who wait for this. */
  reasonCode: z.enum(MENDABLE_CODES).nullable(),
});
export type SuggestedChange = z.infer<typeof suggestedChange>;

export const ADVICE_TEXT_LENGTH = 400;
const text = z.string().trim().min(1).max(ADVICE_TEXT_LENGTH);

const campaignFinding = z.object({
  code: z.enum(FINDING_CODES),
  severity: z.enum(SEVERITIES),
  step: z.int().min(1).max(20).nullable(),
  channel: z.enum(CHANNELS).nullable(),
  /** `count` of `of`; with fewer than `floor` of them nothing is concluded. */
  figures: z.object({ count, of: count, floor: count }),
  /** What is so, with its figures. */
  what: text,
  /** What it means, and how sure that is. */
  why: text,
  suggestedChange: suggestedChange.nullable(),
});
export type CampaignFinding = z.infer<typeof campaignFinding>;

/** Advice on one campaign. Nobody acts on it but a person. */
export const campaignAdvice = z.object({
  recommendation: z.enum(RECOMMENDATIONS),
  reasoning: text,
  /** How far the figures bear the recommendation, from 0 to 1. */
  confidence: z.number().min(0).max(1),
  /** The gravest first. */
  findings: z.array(campaignFinding).max(20),
  suggestedChanges: z.array(suggestedChange).max(20),
});
export type CampaignAdvice = z.infer<typeof campaignAdvice>;

/** Advice with the reasons in a model's words, where one answered. */
export type ExplainedAdvice = {
  advice: CampaignAdvice;
  by: "baseline" | "model";
  /** Why no model did; null when one did. */
  why: string | null;
  /** In micro-dollars AUD, for those who may see money; null for others. */
  costMicroAud: number | null;
};

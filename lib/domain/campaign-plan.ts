import { z } from "zod";
import { STEP_PURPOSES } from "@/lib/domain/campaigns";
import { INDUSTRIES } from "@/lib/domain/industries";
import { CHANNELS } from "@/lib/domain/outreach";

/** A share of leads between campaigns that run side by side (domain.md 4.2): none starves, none takes everything. */
export const SHARE_BOUNDS = { min: 10, max: 80 } as const;

/** What keeps one touch from one lead; the sequence goes on without it, and nothing is put in its place. */
export const SKIP_REASONS = ["replied", "no_linkedin_url", "no_phone", "no_postal_address", "tier_not_hot", "tier_too_low"] as const;

/** Days a planned sequence may span, and how many touches it may have. */
export const SEQUENCE_DAYS = { min: 7, max: 30, usual: 14 } as const;
export const MAXIMUM_TOUCHES = 10;

const count = z.int().min(0);
const line = z.string().trim().min(1).max(300);

export const plannedTouch = z.object({
  /** Of the sequence; the first is 1. */
  day: z.int().min(1).max(SEQUENCE_DAYS.max),
  channel: z.enum(CHANNELS),
  purpose: z.enum(STEP_PURPOSES),
  condition: line.nullable(),
  skipIf: z.array(z.enum(SKIP_REASONS)).max(SKIP_REASONS.length),
  /** Names the message to be written for it: `touch_1_email`. */
  messagingKey: z.string().min(1).max(40),
  channelReason: line,
  gapReason: line,
});
export type PlannedTouch = z.infer<typeof plannedTouch>;

export const sequencePlan = z.object({
  sequenceName: line,
  totalDays: z.int().min(1).max(SEQUENCE_DAYS.max),
  totalTouches: z.int().min(1).max(MAXIMUM_TOUCHES),
  touches: z.array(plannedTouch).min(1).max(MAXIMUM_TOUCHES),
  adaptiveRules: z.array(line).max(8),
  /** Touches by channel. */
  channelSummary: z.object({ email: count, linkedin: count, voice: count, sms: count, mail: count }),
});
export type SequencePlan = z.infer<typeof sequencePlan>;

export const campaignShare = z.object({
  name: z.string().trim().min(1).max(120),
  industry: z.enum(INDUSTRIES),
  /** Of 100. */
  leadAllocation: z.int().min(0).max(100),
  leads: z.int().min(0),
  /** 1 comes first. */
  priority: z.int().min(1).max(10),
  messagingFocus: line,
  icpSubset: z.object({ industries: z.array(z.enum(INDUSTRIES)), titles: z.array(z.string()), painPoints: z.array(z.string()) }),
});
export type CampaignShare = z.infer<typeof campaignShare>;

export const campaignSplit = z.object({
  shouldSplit: z.boolean(),
  campaigns: z.array(campaignShare).min(1).max(3),
  totalLeads: z.int().min(0),
  recommendation: line,
  launchStrategy: z.enum(["parallel", "sequential"]),
});
export type CampaignSplit = z.infer<typeof campaignSplit>;

import "server-only";
import type { Channel, PermissionMode } from "@/lib/domain/outreach";

/** A resource and what it has carried. */
export type ResourceFacts = {
  id: string;
  label: string;
  dailyLimit: number;
  timezone: string;
  isPrewarmed: boolean;
  rampStartedAt: Date | null;
  pausedReason: string | null;
  /** Hand-offs already counted, by the resource's local day, "2026-03-04". */
  used: Readonly<Record<string, number>>;
};

/**
 * Everything the gate may look at, loaded by whoever asks. Plain data, so a decision can be repeated, stored and tested.
 * Where something was not looked up the field is null; it is never guessed.
 */
export type GateFacts = {
  platform: { sendingStopped: boolean };
  client: {
    status: "trialing" | "active" | "past_due" | "cancelled" | "paused";
    isDeleted: boolean;
    pausedReason: string | null;
    legalName: string | null;
    contact: string | null;
    timezone: string;
    dailyOutreach: number;
    /** Messages handed over, by the client's local day. */
    sent: Readonly<Record<string, number>>;
  };
  campaign: {
    status: "draft" | "active" | "paused" | "completed";
    startDate: string | null;
    endDate: string | null;
    timezone: string;
    windowStart: string; // "08:30:00"
    windowEnd: string;
    workDays: readonly number[]; // ISO weekday
    sendsOverShutdown: boolean;
    dailyLimit: number;
    /** Messages handed over, by the campaign's local day. */
    sent: Readonly<Record<string, number>>;
  };
  lead: {
    status: "new" | "enriched" | "scored" | "in_sequence" | "converted" | "unsubscribed" | "bounced";
    isDeleted: boolean;
    email: string;
    emailStatus: "verified" | "guessed" | "catch_all" | "invalid" | "unknown" | null;
    country: string | null;
    state: string | null;
    timezone: string | null;
    tier: "hot" | "warm" | "cool" | "cold" | "dead" | null;
    hasReplied: boolean;
    isCompetitor: boolean;
    heldReason: string | null;
    snoozedUntil: Date | null;
    lastContactedAt: Date | null;
    /** When they were reached out to within the last seven days, on any channel, oldest first. */
    recentContacts: readonly Date[];
    sentInCampaign: number;
  };
  isSuppressed: boolean;
  consent: { basis: "express" | "inferred_relationship" | "inferred_publication"; expiresAt: Date | null } | null;
  mode: PermissionMode;
  touch: {
    channel: Channel;
    dueAt: Date;
    /** An earlier touch of this enrolment whose outcome nobody knows. */
    hasUnresolvedPredecessor: boolean;
    contentHash: string | null;
    approvedHash: string | null;
    /** Why the rendered message may not go out, e.g. an unresolved merge field. Null: not rendered yet. */
    contentProblems: readonly string[] | null;
  };
  /** The mailbox that would carry it and the domain it belongs to; null when none is free to. */
  mailbox: (ResourceFacts & { lastUsedAt: Date | null; minimumSpacingSeconds: number }) | null;
  domain: ResourceFacts | null;
};

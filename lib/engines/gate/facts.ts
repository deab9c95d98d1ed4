import "server-only";
import type { AustralianState } from "@/lib/domain/australian-place";
import type { Breaker } from "@/lib/domain/breakers";
import type { CallOutcome } from "@/lib/domain/channel-events";
import type { MailHost } from "@/lib/domain/mail-hosts";
import type { Channel, PermissionMode } from "@/lib/domain/outreach";
import type { PhoneKind } from "@/lib/domain/phone";
import type { RoleFunction } from "@/lib/domain/role-functions";

/** How many hand-overs were counted on each local day, "2026-03-04". */
export type DayCounts = Readonly<Record<string, number>>;

/** How many were handed over in each hour of the last day, by its first instant, "2026-03-04T09:00:00.000Z". */
export type HourCounts = Readonly<Record<string, number>>;

/** What carries a message (a mailbox, LinkedIn seat, phone number, return address), or the domain above a mailbox. */
export type ResourceFacts = {
  id: string;
  label: string;
  kind: "mailbox" | "domain" | "seat" | "number" | "return_address";
  dailyLimit: number;
  timezone: string;
  isPrewarmed: boolean;
  rampStartedAt: Date | null;
  pausedReason: string | null;
  /** Of a domain: the share of seeds that found its last placement test in the inbox; null where none was made. */
  inboxShare: number | null;
  /** The last eight days, by the resource's own clock. */
  used: DayCounts;
};

/** The resource that would carry the touch. */
export type SenderFacts = ResourceFacts & {
  lastUsedAt: Date | null;
  minimumSpacingSeconds: number;
  hourlyLimit: number;
  /** Hand-overs of the last hour, oldest first. */
  usedLastHour: readonly Date[];
  /** Messages to addresses at servers that accept anything, of today and yesterday. */
  catchAllUsed: DayCounts;
  /** SMS: false for an alphanumeric name, which nobody can answer. */
  isTwoWay: boolean;
  /** SMS: what the sender-ID register says of an alphanumeric name. */
  senderIdStatus: "none" | "pending" | "approved" | "rejected";
  /** LinkedIn: invitations nobody has answered yet. */
  pendingInvitations: number;
  /** A mailbox at Exchange Online: the client's mailboxes there, and what they sent within 24 hours. */
  exchange: { mailboxes: number; sent: HourCounts } | null;
};

/** A wash of a number against the Do Not Call Register. */
export type WashFacts = { result: "clear" | "registered" | "invalid"; receivedAt: Date; isOwn: boolean };

/**
 * Everything the gate may look at, loaded by whoever asks. Plain data, so a decision can be repeated, stored and tested.
 * Where something was not looked up the field is null; it is never guessed.
 */
export type GateFacts = {
  platform: { sendingStopped: boolean; stoppedChannels: readonly Channel[] };
  client: {
    status: "trialing" | "active" | "past_due" | "cancelled" | "paused";
    isDeleted: boolean;
    /** Made-up people to look around among: nobody is ever written to. */
    isSample: boolean;
    pausedReason: string | null;
    /** Why a channel is stopped for this client. */
    stoppedChannels: Readonly<Partial<Record<Channel, string>>>;
    legalName: string | null;
    contact: string | null;
    postalAddress: string | null;
    timezone: string;
    dailyOutreach: number;
    /** Messages handed over, by the client's local day. */
    sent: DayCounts;
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
    /** Which functions the offer is relevant to (AU-03). */
    relevantFunctions: readonly RoleFunction[];
    /** Messages handed over, by the campaign's local day. */
    sent: DayCounts;
  };
  lead: {
    id: string;
    /** Under which the person is recognised, whoever reaches them: their address, number and profile, keyed. */
    personKeys: readonly string[];
    status: "new" | "enriched" | "scored" | "in_sequence" | "converted" | "unsubscribed" | "bounced";
    isDeleted: boolean;
    email: string;
    emailStatus: "verified" | "guessed" | "catch_all" | "invalid" | "unknown" | null;
    emailVerifiedAt: Date | null;
    /** The domain the address is at. */
    emailDomain: string;
    isFreeMail: boolean;
    /** `unknown`: not an Australian number. `states`: where it can ring, as far as the number says. */
    phone: { e164: string; kind: PhoneKind | "unknown"; states: readonly AustralianState[] } | null;
    linkedinUrl: string | null;
    hasPostalAddress: boolean;
    roleFunction: RoleFunction | null;
    /** Every country that something known of them points to, ISO codes; empty: nothing does. */
    countries: readonly string[];
    state: string | null;
    timezone: string | null;
    tier: "hot" | "warm" | "cool" | "cold" | "dead" | null;
    hasReplied: boolean;
    isCompetitor: boolean;
    heldReason: string | null;
    snoozedUntil: Date | null;
    /** When they were last reached out to, this touch's own earlier attempts left out, here and in the next two. */
    lastContactedAt: Date | null;
    /** The same, on this channel. */
    lastOnChannelAt: Date | null;
    /** When they were reached out to within the last seven days, on any channel, oldest first. */
    recentContacts: readonly Date[];
    sentInCampaign: number;
    /** The last contact of an earlier campaign. */
    earlierCampaignAt: Date | null;
  };
  company: {
    /** Null for somebody at a free mail service, who stands for no company. */
    domain: string | null;
    /** Other people of the company who are being written to. */
    othersInFlight: number;
    heldReason: string | null;
    heldUntil: Date | null;
  };
  /** Contacts of the last seven days by anybody on the platform, this client included, oldest first. */
  contactsByAnybody: readonly Date[];
  isSuppressed: boolean;
  /** On the touch's channel. */
  consent: {
    basis: "express" | "inferred_relationship" | "inferred_publication";
    capturedAt: Date;
    expiresAt: Date | null;
    hasStatedPeriod: boolean;
  } | null;
  mode: PermissionMode;
  touch: {
    channel: Channel;
    /** LinkedIn has two acts; every other channel has one. */
    act: "send" | "invite";
    dueAt: Date;
    stepNumber: number;
    /** Nothing of this campaign has reached them yet. */
    isFirst: boolean;
    /** Nothing on this channel has: it opens a thread rather than following one up. */
    isNewThread: boolean;
    /** An earlier touch of this enrolment whose outcome nobody knows. */
    hasUnresolvedPredecessor: boolean;
    contentHash: string | null;
    approvedHash: string | null;
    /** Why the rendered message may not go out, e.g. an unresolved merge field. Null: not rendered yet. */
    contentProblems: readonly string[] | null;
    /** Sentences about the lead that no stored fact bears out, each with what it lacks. Null: not rendered yet. */
    unsupportedClaims: readonly string[] | null;
    /** Phrases of the client's never-say list that stand in the message, each with where. Null: not rendered yet. */
    neverSaid: readonly string[] | null;
  };
  email: {
    /** When this client wrote to the recipient's domain within seven days, oldest first. */
    toDomain: readonly Date[];
    /** The service behind the recipient's personal address; null: an organisation's own domain. */
    personalHost: MailHost | null;
    /** What the sending registrable domain sent to personal addresses of that service. */
    toPersonal: HourCounts;
    authState: "pending" | "propagating" | "verified" | "degraded" | "failed";
  } | null;
  linkedin: { connection: "none" | "invited" | "accepted" | "withdrawn"; invitedAt: Date | null; acceptedAt: Date | null } | null;
  /** What is known of the number for calls and texts. `calls` of the last 14 days, oldest first. */
  phone: { wash: WashFacts | null; calls: readonly { at: Date; outcome: CallOutcome | null }[] } | null;
  /** `isReturned`: a letter to the address they have now came back. */
  letter: { lastLetterAt: Date | null; isReturned: boolean } | null;
  /** Breakers that stand open over anything this touch would use. */
  breakers: readonly { breaker: Breaker; detail: string }[];
  /** Until when a released breaker of the sender, its domain, the campaign or the client is half open: a quarter of the cap. */
  halfOpenUntil: Date | null;
  /** What would carry it, and the domain above a mailbox; null when nothing is free to. */
  resource: SenderFacts | null;
  parent: ResourceFacts | null;
};

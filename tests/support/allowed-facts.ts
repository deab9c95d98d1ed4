import type { GateFacts } from "@/lib/engines/gate/facts";

/** Wednesday 4 March 2026, 10:00 in Sydney: inside every window, no holiday anywhere near. */
export const ALLOWED_AT = new Date("2026-03-03T23:00:00Z");

type DeepPartial<T> = T extends Date | readonly unknown[] | null ? T : T extends object ? { [K in keyof T]?: DeepPartial<T[K]> } : T;

/** For tests: facts to which the gate says yes at ALLOWED_AT, with some of them changed. */
export function allowedFacts(changes: DeepPartial<GateFacts> = {}): GateFacts {
  return merge(ALLOWED, changes) as GateFacts;
}

const ALLOWED: GateFacts = {
  platform: { sendingStopped: false, stoppedChannels: [] },
  client: {
    status: "active",
    isDeleted: false,
    isSample: false,
    pausedReason: null,
    stoppedChannels: {},
    legalName: "Brightwater Digital Pty Ltd",
    contact: "hello@brightwater.example",
    postalAddress: "12 Wharf Street, Sydney NSW 2000",
    timezone: "Australia/Sydney",
    dailyOutreach: 50,
    sent: {},
  },
  campaign: {
    status: "active",
    startDate: null,
    endDate: null,
    timezone: "Australia/Sydney",
    windowStart: "08:30:00",
    windowEnd: "16:30:00",
    workDays: [1, 2, 3, 4, 5],
    sendsOverShutdown: false,
    dailyLimit: 50,
    relevantFunctions: ["executive", "marketing", "sales"],
    sent: {},
  },
  lead: {
    id: "lead",
    personKeys: ["lee"],
    status: "scored",
    isDeleted: false,
    email: "lee.marsden@firm.example",
    emailStatus: "verified",
    emailVerifiedAt: null,
    emailDomain: "firm.example",
    isFreeMail: false,
    phone: { e164: "+61491570006", kind: "mobile", states: [] },
    linkedinUrl: "https://www.linkedin.com/in/lee-marsden",
    hasPostalAddress: true,
    roleFunction: "executive",
    countries: ["AU"],
    state: "NSW",
    timezone: "Australia/Sydney",
    tier: "hot",
    hasReplied: false,
    isCompetitor: false,
    heldReason: null,
    snoozedUntil: null,
    lastContactedAt: null,
    lastOnChannelAt: null,
    recentContacts: [],
    sentInCampaign: 0,
    earlierCampaignAt: null,
  },
  company: { domain: "firm.example", othersInFlight: 0, heldReason: null, heldUntil: null },
  contactsByAnybody: [],
  isSuppressed: false,
  consent: { basis: "inferred_relationship", capturedAt: new Date("2026-02-01T00:00:00Z"), expiresAt: null, hasStatedPeriod: false },
  mode: "autopilot",
  touch: {
    channel: "email",
    act: "send",
    dueAt: ALLOWED_AT,
    stepNumber: 1,
    isFirst: true,
    isNewThread: true,
    hasUnresolvedPredecessor: false,
    contentHash: "a".repeat(64),
    approvedHash: null,
    contentProblems: [],
    unsupportedClaims: [],
    neverSaid: [],
  },
  email: { toDomain: [], personalHost: null, toPersonal: {}, authState: "verified" },
  linkedin: { connection: "accepted", invitedAt: new Date("2026-02-01T00:00:00Z"), acceptedAt: new Date("2026-02-02T00:00:00Z") },
  phone: { wash: { result: "clear", receivedAt: new Date("2026-03-01T00:00:00Z"), isOwn: true }, calls: [] },
  letter: { lastLetterAt: null, isReturned: false },
  breakers: [],
  halfOpenUntil: null,
  resource: {
    id: "mailbox",
    label: "priya@brightwater.example",
    kind: "mailbox",
    dailyLimit: 30,
    timezone: "Australia/Sydney",
    isPrewarmed: true,
    rampStartedAt: null,
    pausedReason: null,
    inboxShare: null,
    used: {},
    lastUsedAt: null,
    minimumSpacingSeconds: 180,
    hourlyLimit: 8,
    usedLastHour: [],
    catchAllUsed: {},
    isTwoWay: true,
    senderIdStatus: "none",
    pendingInvitations: 0,
    exchange: null,
  },
  parent: {
    id: "domain",
    label: "brightwater.example",
    kind: "domain",
    dailyLimit: 50,
    timezone: "Australia/Sydney",
    isPrewarmed: true,
    rampStartedAt: null,
    pausedReason: null,
    inboxShare: null,
    used: {},
  },
};

function merge(base: unknown, changes: unknown): unknown {
  if (!isRecord(base) || !isRecord(changes)) return changes;
  const merged = { ...base };
  for (const [key, value] of Object.entries(changes)) merged[key] = key === "used" || key === "sent" ? value : merge(base[key], value);
  return merged;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof Date);
}

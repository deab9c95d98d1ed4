import type { GateFacts } from "@/lib/engines/gate/facts";

/** Wednesday 4 March 2026, 10:00 in Sydney: inside every window, no holiday anywhere near. */
export const ALLOWED_AT = new Date("2026-03-03T23:00:00Z");

type DeepPartial<T> = T extends Date | readonly unknown[] | null ? T : T extends object ? { [K in keyof T]?: DeepPartial<T[K]> } : T;

/** For tests: facts to which the gate says yes at ALLOWED_AT, with some of them changed. */
export function allowedFacts(changes: DeepPartial<GateFacts> = {}): GateFacts {
  return merge(ALLOWED, changes) as GateFacts;
}

const ALLOWED: GateFacts = {
  platform: { sendingStopped: false },
  client: {
    status: "active",
    isDeleted: false,
    pausedReason: null,
    legalName: "Brightwater Digital Pty Ltd",
    contact: "hello@brightwater.example",
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
    sent: {},
  },
  lead: {
    status: "scored",
    isDeleted: false,
    email: "lee.marsden@firm.example",
    emailStatus: "verified",
    country: "AU",
    state: "NSW",
    timezone: "Australia/Sydney",
    tier: "warm",
    hasReplied: false,
    isCompetitor: false,
    heldReason: null,
    snoozedUntil: null,
    lastContactedAt: null,
    recentContacts: [],
    sentInCampaign: 0,
  },
  isSuppressed: false,
  consent: { basis: "inferred_relationship", expiresAt: null },
  mode: "autopilot",
  touch: {
    channel: "email",
    dueAt: ALLOWED_AT,
    hasUnresolvedPredecessor: false,
    contentHash: "a".repeat(64),
    approvedHash: null,
    contentProblems: [],
  },
  mailbox: {
    id: "mailbox",
    label: "priya@brightwater.example",
    dailyLimit: 30,
    timezone: "Australia/Sydney",
    isPrewarmed: true,
    rampStartedAt: null,
    pausedReason: null,
    used: {},
    lastUsedAt: null,
    minimumSpacingSeconds: 180,
  },
  domain: {
    id: "domain",
    label: "brightwater.example",
    dailyLimit: 50,
    timezone: "Australia/Sydney",
    isPrewarmed: true,
    rampStartedAt: null,
    pausedReason: null,
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

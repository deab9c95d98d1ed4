import type { ResourceCapacity } from "@/lib/db/queries/resource-capacity";

/** For tests: a prewarmed mailbox in Sydney that nothing stands against, with some of it changed. */
export function someResource(change: Partial<ResourceCapacity> = {}): ResourceCapacity {
  return {
    id: "mailbox",
    parentId: null,
    channel: "email",
    kind: "mailbox",
    provider: "smtp",
    externalId: null,
    label: "priya@brightwater.example",
    senderName: "Priya Nair",
    dailyLimit: 30,
    timezone: "Australia/Sydney",
    isPrewarmed: true,
    rampStartedAt: null,
    pausedAt: null,
    pausedReason: null,
    lastUsedAt: null,
    nextFreeAt: null,
    minimumSpacingSeconds: 0,
    hourlyLimit: 8,
    isTwoWay: true,
    senderIdStatus: "none",
    authState: "verified",
    used: {},
    usedLastHour: [],
    catchAllUsed: {},
    pendingInvitations: 0,
    mailHost: null,
    personalLastDay: [],
    inboxShare: null,
    exchangeLastDay: null,
    ...change,
  };
}

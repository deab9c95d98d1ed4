import "server-only";
import { addDays } from "date-fns";
import type { Standing, TouchSituation } from "@/lib/db/queries/gate-facts";
import type { ResourceCapacity } from "@/lib/db/queries/resource-capacity";
import type { SequenceStepInput } from "@/lib/domain/campaigns";
import { DOMAIN_DAILY_LIMIT, MAILBOX_DAILY_LIMIT, PLANNED_MIX, TIER_RESOURCES } from "@/lib/domain/capacity";
import type { PlanTier } from "@/lib/domain/monthly-target";
import { type Channel, CLIENT_DAILY_OUTREACH, type PermissionMode } from "@/lib/domain/outreach";
import type { JudgedTouch } from "@/lib/engines/gate/load-facts";
import type { Reach } from "@/lib/engines/gate/load-reach";
import { toFacts } from "@/lib/engines/gate/to-facts";
import type { SendingCaps } from "@/lib/engines/simulation/sending-room";
import type { SimulatedPlan } from "@/lib/engines/simulation/simulate";

export type SyntheticInput = {
  tier: PlanTier;
  leads: number;
  steps: readonly SequenceStepInput[];
  startAt: Date;
  isPrewarmed: boolean;
  mode: PermissionMode;
};

const ZONE = "Australia/Sydney";
const CAMPAIGN_ID = "campaign";
/** How often people work in each state, of ten; a lead's place follows from its number. */
const PLACES = [
  ["NSW", ZONE],
  ["VIC", "Australia/Melbourne"],
  ["QLD", "Australia/Brisbane"],
  ["NSW", ZONE],
  ["VIC", "Australia/Melbourne"],
  ["WA", "Australia/Perth"],
  ["NSW", ZONE],
  ["VIC", "Australia/Melbourne"],
  ["QLD", "Australia/Brisbane"],
  ["SA", "Australia/Adelaide"],
] as const;
const SCORES = { hot: 90, warm: 70, cool: 45, cold: 25 } as const;
type Tier = keyof typeof SCORES;

/** A client of a plan with what the plan comes with, and a campaign of so many leads in the planned mix, ready to start. Pure. */
export function syntheticClient(input: SyntheticInput): SimulatedPlan & { caps: SendingCaps } {
  const resources = resourcesOf(input);
  const byId = new Map(resources.map((resource) => [resource.id, resource]));
  const found = { standing: NOTHING_STANDS, reach: nothingHappenedYet(input.startAt), isSuppressed: false };
  const senders = sendersByChannel(resources);
  const situations = Array.from({ length: input.leads }, (_, index) => situationsOf(index, input)).flat();
  return {
    startAt: input.startAt,
    situations,
    resources,
    sendersOf: ({ channel }) => senders.get(channel) ?? [],
    judge(situation, resourceId): JudgedTouch {
      const resource = byId.get(resourceId ?? "") ?? null;
      const content = { subject: "", body: "", hash: `${situation.id}`, problems: [], unsupported: [], neverSaid: [], variant: "" };
      const parent = byId.get(resource?.parentId ?? "") ?? null;
      return { situation, resource, content, facts: toFacts(situation, { ...found, content, resource, parent }) };
    },
    caps: {
      campaign: { ...WINDOW, timezone: ZONE, dailyLimit: CAMPAIGN_DAILY_LIMIT },
      client: { timezone: ZONE, dailyOutreach: CLIENT_DAILY_OUTREACH[input.tier] },
      resources,
    },
  };
}

const NOTHING_STANDS: Standing = {
  platform: { sendingStopped: false, stoppedChannels: [] },
  stoppedChannels: {},
  breakers: [],
  usage: new Map(),
};
const WINDOW = { windowStart: "08:30:00", windowEnd: "16:30:00", workDays: [1, 2, 3, 4, 5], sendsOverShutdown: false };
/** As high as a campaign's own limit goes, so that the plan's caps decide. */
const CAMPAIGN_DAILY_LIMIT = 500;

/** Numbers are washed and kept fresh, nobody was ever contacted, nothing is held. */
function nothingHappenedYet(at: Date): Reach {
  return {
    personKeys: [],
    company: { domain: null, othersInFlight: 0, heldReason: null, heldUntil: null },
    contactsByAnybody: [],
    linkedin: { connection: "none", invitedAt: null, acceptedAt: null },
    phone: { wash: { result: "clear", receivedAt: at, isOwn: true }, calls: [] },
    letter: { lastLetterAt: null, isReturned: false },
    toDomain: [],
  };
}

/** The tier of the nth lead: every twenty leads hold the planned mix. */
export function syntheticTier(index: number): Tier {
  const point = ((index % 20) + 0.5) * 5;
  let reached = 0;
  for (const tier of ["hot", "warm", "cool", "cold"] as const) {
    reached += PLANNED_MIX[tier];
    if (point < reached) return tier;
  }
  return "cold";
}

/** One lead's touches. Telephone and postal address are known of warm and hot leads only, a profile of cool ones too. */
function situationsOf(index: number, { steps, startAt, tier: plan, mode }: SyntheticInput): TouchSituation[] {
  const number = String(index + 1).padStart(5, "0");
  const tier = syntheticTier(index);
  const isDeep = tier === "hot" || tier === "warm";
  const [state, timezone] = PLACES[index % PLACES.length] ?? PLACES[0];
  let days = 0;
  return steps.map((step, at) => {
    days += step.delayDays;
    return {
      ...BLANK,
      ...WINDOW,
      id: `lead-${number}-${at + 1}`,
      campaignId: CAMPAIGN_ID,
      leadId: `lead-${number}`,
      enrolmentId: `lead-${number}`,
      stepNumber: at + 1,
      channel: step.channel,
      purpose: step.purpose,
      bodyTemplate: step.bodyTemplate,
      subjectTemplate: step.subjectTemplate,
      dueAt: addDays(startAt, days),
      email: `lee-${number}@firm-${number}.example`,
      domain: `firm-${number}.example`,
      phone: isDeep ? `+6149${String(1_000_000 + index).slice(-7)}` : null,
      linkedinUrl: tier === "cold" ? null : `https://www.linkedin.com/in/lee-${number}`,
      addressLine1: isDeep ? `${index + 1} Example Street` : null,
      leadState: state,
      leadTimezone: timezone,
      alsTier: tier,
      alsScore: SCORES[tier],
      campaignMode: mode,
      tier: plan,
      consentCapturedAt: startAt,
    };
  });
}

/** What all synthetic touches share: everything in order and nothing behind them. */
const BLANK = {
  clientId: "client",
  state: "planned",
  slotAt: null,
  resourceId: null,
  subject: null,
  body: null,
  contentHash: null,
  attempts: 0,
  senderId: null,
  enrolmentState: "active",
  firstName: "Lee",
  lastName: "Marsden",
  title: "Managing Director",
  company: null,
  city: "Exampleton",
  organizationIndustry: null,
  organizationEmployeeCount: null,
  organizationFoundedYear: null,
  organizationIsHiring: null,
  organizationLatestFundingDate: null,
  organizationDescription: null,
  employmentStartDate: null,
  enrichedFields: {},
  servicesOffered: [],
  valueProposition: null,
  companyDescription: null,
  yearsInBusiness: null,
  neverSay: [],
  teamSize: null,
  custom: {},
  openingLine: null,
  openingAt: null,
  source: "import",
  leadStatus: "scored",
  leadDeletedAt: null,
  emailStatus: "verified",
  emailVerifiedAt: null,
  country: "AU",
  organizationCountry: null,
  addressLine2: null,
  postcode: "2000",
  lastRepliedAt: null,
  isCompetitor: false,
  heldReason: null,
  snoozedUntil: null,
  permissionOverride: null,
  campaignStatus: "active",
  startDate: null,
  endDate: null,
  campaignTimezone: ZONE,
  relevantFunctions: ["executive", "marketing", "sales"],
  dailyLimit: CAMPAIGN_DAILY_LIMIT,
  offer: null,
  campaignDeletedAt: null,
  clientName: "Example Agency",
  subscriptionStatus: "active",
  clientDeletedAt: null,
  clientIsSample: false,
  clientPausedAt: null,
  clientPauseReason: null,
  legalName: "Example Agency Pty Ltd",
  abn: null,
  postalAddress: "1 Example Street, Sydney NSW 2000",
  contactEmail: "hello@agency.example",
  clientTimezone: ZONE,
  defaultPermissionMode: "co_pilot",
  defaultOffer: null,
  basis: "inferred_publication",
  consentExpiresAt: null,
  approvedHash: null,
  hasUnresolvedPredecessor: false,
  recentContacts: [],
  lastContactedAt: null,
  lastOnChannelAt: null,
  earlierCampaignAt: null,
  sentOnChannel: 0,
  sentInCampaign: 0,
  threadSubject: null,
} satisfies Partial<TouchSituation>;

function resourcesOf({ tier, startAt, isPrewarmed }: SyntheticInput): ResourceCapacity[] {
  const { mailboxesOfDomains, seats, numbers } = TIER_RESOURCES[tier];
  const base = {
    externalId: null,
    senderName: "Lee Example",
    timezone: ZONE,
    isPrewarmed,
    rampStartedAt: startAt,
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
    exchangeLastDay: null,
    inboxShare: null,
  } satisfies Partial<ResourceCapacity>;
  const one = (
    channel: Channel,
    kind: ResourceCapacity["kind"],
    provider: string,
    label: string,
    dailyLimit: number,
    parentId?: string,
  ) => ({
    ...base,
    id: label,
    label,
    channel,
    kind,
    provider,
    dailyLimit,
    parentId: parentId ?? null,
  });
  return [
    ...mailboxesOfDomains.flatMap((count, at) => {
      const domain = `domain-${at + 1}.example`;
      return [
        one("email", "domain", "smtp", domain, DOMAIN_DAILY_LIMIT),
        ...range(count, (n) => one("email", "mailbox", "smtp", `mailbox-${n}@${domain}`, MAILBOX_DAILY_LIMIT, domain)),
      ];
    }),
    ...range(seats, (n) => one("linkedin", "seat", "heyreach", `seat-${n}`, SEAT_DAILY_LIMIT)),
    ...range(numbers, (n) => one("sms", "number", "twilio", `sms-number-${n}`, NUMBER_DAILY_LIMIT)),
    ...range(numbers, (n) => one("voice", "number", "vapi", `voice-number-${n}`, NUMBER_DAILY_LIMIT)),
    one("mail", "return_address", "clicksend", "return-address", LETTERS_A_DAY),
  ];
}

/** As the gate's ceilings have them. */
const SEAT_DAILY_LIMIT = 17;
const NUMBER_DAILY_LIMIT = 100;
const LETTERS_A_DAY = 1000;

function sendersByChannel(resources: readonly ResourceCapacity[]): Map<Channel, string[]> {
  const senders = new Map<Channel, string[]>();
  for (const { id, channel, kind } of resources) if (kind !== "domain") senders.set(channel, [...(senders.get(channel) ?? []), id]);
  return senders;
}

function range<T>(count: number, make: (n: number) => T): T[] {
  return Array.from({ length: count }, (_, index) => make(index + 1));
}

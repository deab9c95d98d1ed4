import "server-only";
import { type PlannedTouch, SEQUENCE_DAYS } from "@/lib/domain/campaign-plan";
import type { Channel } from "@/lib/domain/outreach";
import { TIER_CHANNELS, type Tier } from "@/lib/domain/scoring";

/** When past campaigns converted: usual days from one touch to the next, and how sure that is. */
export type GapPattern = { gapsDays: readonly number[]; confidence: number };
/** Which channel past campaigns began with when they converted, and how sure that is. */
export type ChannelPattern = { bestFirstChannel: Channel; confidence: number };

export type TouchPlanInput = {
  /** The client has something to send with. */
  channels: readonly Channel[];
  /** Tiers its leads may have. */
  tiers: readonly Tier[];
  days: number;
  isAggressive: boolean;
  gapPattern: GapPattern | null;
  channelPattern: ChannelPattern | null;
};

type Place = Pick<PlannedTouch, "day" | "channel" | "purpose">;

/** The fourteen-day sequence (domain.md 4.1), and the one for a client that has mailboxes only. */
const ALL_CHANNELS: readonly Place[] = [
  { day: 1, channel: "email", purpose: "intro" },
  { day: 3, channel: "linkedin", purpose: "connect" },
  { day: 5, channel: "email", purpose: "value_add" },
  { day: 8, channel: "sms", purpose: "pattern_interrupt" },
  { day: 10, channel: "mail", purpose: "value_add" },
  { day: 12, channel: "email", purpose: "breakup" },
  { day: 14, channel: "voice", purpose: "discovery" },
];
const EMAIL_ONLY: readonly Place[] = [
  { day: 1, channel: "email", purpose: "intro" },
  { day: 5, channel: "email", purpose: "value_add" },
  { day: 12, channel: "email", purpose: "breakup" },
];
const AGGRESSIVE_DAYS = 10;
/** Patterns below the first are not used, above the second alone; between them both are blended (domain.md 1.8). */
const BLEND = { from: 0.5, to: 0.7 };
const LONGEST_GAP = 14;

/** The touches of a sequence by rules alone: our own sequence, cut to the channels that are open, stretched to its days. */
export function planTouches(input: TouchPlanInput): PlannedTouch[] {
  const open = input.channels.filter((channel) => input.tiers.some((tier) => TIER_CHANNELS[tier].includes(channel)));
  // Nothing is connected yet: e-mail is what everybody begins with, and the launch check asks for the mailbox.
  const usable: readonly Channel[] = open.length > 0 ? open : ["email"];
  const base = usable.every((channel) => channel === "email") ? EMAIL_ONLY : ALL_CHANNELS.filter(({ channel }) => usable.includes(channel));
  const ordered = withFirstChannel(base, input.channelPattern);
  const days = placeDays(ordered, input);
  return ordered.map((place, index) => {
    const day = days[index] ?? 1;
    const previous = index > 0 ? { ...ordered[index - 1], day: days[index - 1] ?? 1 } : null;
    return describeTouch({ ...place, day, purpose: purposeAt(place, index) }, index, previous?.channel ?? null, previous?.day ?? null);
  });
}

/** A touch with its key and the reasons a person would ask for. */
export function describeTouch(place: Place, index: number, previousChannel: Channel | null, previousDay: number | null): PlannedTouch {
  return {
    ...place,
    condition: index === 0 ? null : "Nobody has answered",
    skipIf: [...(index === 0 ? [] : (["replied"] as const)), ...SKIPS[place.channel]],
    messagingKey: `touch_${index + 1}_${place.channel}`,
    channelReason: CHANNEL_REASONS[place.channel](place, previousChannel),
    gapReason: gapReason(place, previousDay === null ? null : place.day - previousDay),
  };
}

const SKIPS: Readonly<Record<Channel, PlannedTouch["skipIf"]>> = {
  email: [],
  linkedin: ["no_linkedin_url", "tier_too_low"],
  voice: ["no_phone", "tier_too_low"],
  sms: ["no_phone", "tier_not_hot"],
  mail: ["no_postal_address", "tier_not_hot"],
};

const CHANNEL_REASONS: Readonly<Record<Channel, (place: Place, previous: Channel | null) => string>> = {
  email: ({ purpose }, previous) =>
    purpose === "breakup"
      ? "E-mail, in the same thread: a courteous end that is easy to answer"
      : previous === null
        ? "E-mail reaches every lead, costs least, and leaves something to come back to"
        : "E-mail, in the thread of the first message, so that the context is at hand",
  linkedin: () => "LinkedIn puts a face to the name; cool leads and better, and skipped without a profile",
  voice: () => "A call when writing brought no answer; warm and hot leads only, for it costs the most a touch",
  sms: () => "A text is read within minutes; hot leads with consent only, and never the first contact by itself",
  mail: () => "A letter stands out where inboxes are full; hot leads with a postal address only",
};

function gapReason({ purpose }: Place, gap: number | null): string {
  if (gap === null) return "The first touch goes out as soon as the lead has a slot";
  const days = `${gap} ${gap === 1 ? "day" : "days"}`;
  if (purpose === "breakup") return `${days} later: room to answer before the last message`;
  if (purpose === "discovery") return `${days} later: after the written messages had their chance`;
  if (gap <= 2) return `${days} later, while the message before is still remembered`;
  if (gap <= 4) return `${days} later: a steady rhythm`;
  return `${days} later: enough quiet not to press`;
}

/** The channel that began what converted goes first, where it is known well enough. */
function withFirstChannel(base: readonly Place[], pattern: ChannelPattern | null): Place[] {
  const places = [...base];
  if (!pattern || pattern.confidence <= BLEND.to) return places;
  const at = places.findIndex(({ channel }) => channel === pattern.bestFirstChannel);
  // A text as the first contact of all would be the one thing nobody consented to.
  if (at <= 0 || pattern.bestFirstChannel === "sms") return places;
  const days = places.map(({ day }) => day);
  const [first] = places.splice(at, 1);
  if (first) places.unshift(first);
  return places.map((place, index) => ({ ...place, day: days[index] ?? place.day }));
}

function purposeAt(place: Place, index: number): Place["purpose"] {
  if (index > 0 || place.channel === "linkedin") return place.purpose;
  return place.channel === "voice" ? "discovery" : "intro";
}

/** Days along the sequence: stretched to its length, pulled towards the gaps that converted, each later than the one before. */
function placeDays(places: readonly Place[], { days, isAggressive, gapPattern }: TouchPlanInput): number[] {
  const length = isAggressive ? Math.min(days, AGGRESSIVE_DAYS) : days;
  const stretch = (length - 1) / (SEQUENCE_DAYS.usual - 1);
  const trust = gapPattern ? Math.min(1, Math.max(0, (gapPattern.confidence - BLEND.from) / (BLEND.to - BLEND.from))) : 0;
  let day = 1;
  let exact = 1;
  return places.map((place, index) => {
    const before = places[index - 1];
    if (!before) return day;
    const own = (place.day - before.day) * stretch;
    const learned = gapPattern?.gapsDays[index - 1];
    exact += learned === undefined ? own : own + (Math.min(LONGEST_GAP, Math.max(1, learned)) - own) * trust;
    // Every touch still to come needs a day of its own within the length.
    const latest = length - (places.length - 1 - index);
    day = Math.max(day + 1, Math.min(Math.round(exact), latest));
    return day;
  });
}

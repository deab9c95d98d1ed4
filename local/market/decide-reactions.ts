import { TZDate } from "@date-fns/tz";
import { drawHuman, type HumanChances } from "@/local/market/draw-human";
import { annoyance, friendliness } from "@/local/market/hidden-truth";
import { afterOfficeMinutes } from "@/local/market/office-hours";
import type { Persona } from "@/local/market/persona";
import type { HumanKind, PlannedReaction } from "@/local/market/reaction-kinds";
import { type Seeded, seeded } from "@/local/providers/seeded";

/** What the person has been through with us before this message. */
export type History = {
  awayUntil: Date | null;
  /** Human reactions planned or done. */
  humanReactions: number;
  hasOptedOut: boolean;
  hasBooked: boolean;
  /** Contacts on other channels so far: they annoy as well. */
  otherContacts: number;
};

export type Incoming = {
  /** 1 for the first message this person ever got from us. */
  ordinal: number;
  at: Date;
  /** It answers something they wrote. */
  answersThem: boolean;
};

const MINUTE_MS = 60_000;
/** A patient person stops writing after this many mails. */
const MAXIMUM_HUMAN_REACTIONS = 3;

/** Chance of each answer to one message of an average reader; friendly ones are scaled by the hidden truth. */
const FRIENDLY: HumanChances = [
  ["booking", 0.013],
  ["meeting_request", 0.012],
  ["interested", 0.011],
  ["question", 0.01],
  ["price", 0.008],
];
const UNFRIENDLY: HumanChances = [
  ["refusal", 0.016],
  ["opt_out_reply", 0.014],
  ["one_click", 0.01],
  ["unsubscribe_page", 0.008],
  ["complaint", 0.0012],
];
/** What somebody does whose question was answered. */
const ANSWERED: readonly (readonly [HumanKind | "nothing", number])[] = [
  ["booking", 45],
  ["question", 15],
  ["nothing", 40],
];

/**
 * What follows from one message, and when. Depends on seed, address, ordinal and time of arrival only, so two runs that send the
 * same messages at the same times get the same answers.
 */
export function decideReactions(seed: string, persona: Persona, message: Incoming, history: History): PlannedReaction[] {
  const random = seeded(seed, "reaction", persona.email, message.ordinal);
  if (persona.delivery === "bounces") return [{ kind: "hard_bounce", dueAt: minutesLater(message.at, random.whole(1, 20)) }];
  if (persona.delivery === "full_at_first" && message.ordinal === 1)
    return [{ kind: "soft_bounce", dueAt: minutesLater(message.at, random.whole(5, 240)) }];
  if (history.hasOptedOut) return [];
  if (persona.reader === "left") return [{ kind: "left", dueAt: minutesLater(message.at, 1) }];

  const planned: PlannedReaction[] = [];
  if (persona.reader === "help_desk" && message.ordinal === 1) planned.push({ kind: "ticket", dueAt: minutesLater(message.at, 1) });
  let awayUntil = history.awayUntil;
  if (awayUntil === null && persona.absence?.atMessage === message.ordinal) {
    awayUntil = backOn(message.at, persona.absence.days, persona);
    planned.push({ kind: "away", dueAt: minutesLater(message.at, 1), until: awayUntil });
  }
  const readsFrom = awayUntil && awayUntil > message.at ? awayUntil : message.at;
  return [...planned, ...humanReactions(random, persona, message, { history, readsFrom })];
}

function humanReactions(
  random: Seeded,
  persona: Persona,
  message: Incoming,
  { history, readsFrom }: { history: History; readsFrom: Date },
): PlannedReaction[] {
  const kind = message.answersThem ? drawAnswered(random, history) : drawFirst(random, persona, message, history);
  if (!kind) return [];
  const dueAt = later(readsFrom, random, persona);
  if (kind !== "meeting_request") return [{ kind, dueAt }];
  // Whoever asks for a meeting looks for the link and books once it is at hand.
  return random.chance(0.75)
    ? [
        { kind, dueAt },
        { kind: "booking", dueAt: later(dueAt, random, persona) },
      ]
    : [{ kind, dueAt }];
}

function drawFirst(random: Seeded, persona: Persona, message: Incoming, history: History): HumanKind | undefined {
  if (history.humanReactions > 0) return undefined;
  const { ordinal } = message;
  return drawHuman(random, {
    friendly: [FRIENDLY, friendliness(persona, message)],
    unfriendly: [UNFRIENDLY, annoyance({ ordinal: ordinal + history.otherContacts })],
  });
}

/** What somebody does about an answer to what they wrote, on any channel. */
export function drawAnswered(random: Seeded, history: Pick<History, "hasBooked" | "humanReactions">): HumanKind | undefined {
  if (history.hasBooked || history.humanReactions >= MAXIMUM_HUMAN_REACTIONS) return undefined;
  const kind = random.weighted(ANSWERED);
  return kind === "nothing" ? undefined : kind;
}

/** Two in five answer within three hours at their desk, two within a day and a half, one takes up to four days. */
function later(from: Date, random: Seeded, persona: Persona): Date {
  const [min, max] = random.weighted([
    [[4, 180], 40],
    [[180, 700], 40],
    [[700, 1900], 20],
  ] as const);
  const office = { timezone: persona.company.timezone, ...persona.office };
  return afterOfficeMinutes(from, random.whole(min, max) + random.whole(0, 59) / 60, office);
}

/** The morning of the first working day after `days`. */
function backOn(at: Date, days: number, { company: { timezone }, office }: Persona): Date {
  const local = new TZDate(at, timezone);
  const day = new TZDate(local.getFullYear(), local.getMonth(), local.getDate() + days, timezone);
  return afterOfficeMinutes(new Date(day.getTime()), 0, { timezone, ...office });
}

function minutesLater(at: Date, minutes: number): Date {
  return new Date(at.getTime() + minutes * MINUTE_MS);
}

import { parseAustralianNumber } from "@/lib/domain/phone";
import { bookingBy } from "@/local/market/booking";
import { type CallKind, drawTalk, spokenTurns } from "@/local/market/call-turns";
import { pickUp } from "@/local/market/channel-truth";
import type { ContactPlan, ContactScene } from "@/local/market/contact-plan";
import { needOf } from "@/local/market/hidden-truth";
import { afterOfficeMinutes } from "@/local/market/office-hours";
import { nextQuarter } from "@/local/market/waking-hours";
import { unreachable } from "@/local/market/write-answer";
import type { Reaction } from "@/local/providers/recipients";

type Result = Extract<Reaction, { kind: "conversation" }>["result"];

const RESULTS: Readonly<Record<CallKind, Result>> = {
  hang_up: "not_interested",
  booking: "meeting_booked",
  callback: "callback",
  interested: "interested",
  refusal: "not_interested",
  wrong_number: "wrong_number",
  dnc_request: "dnc_request",
};

/** What takes a call nobody picks up. */
const UNANSWERED = {
  mobile: [
    ["voicemail", 55],
    ["no_answer", 35],
    ["busy", 10],
  ],
  landline: [
    ["no_answer", 55],
    ["voicemail", 25],
    ["busy", 20],
  ],
} as const;

const STRANGER_PICKS_UP = 0.35;
/** Whoever minds machines asks most of the time; few others do. */
const ASKS_FOR_ROBOT = { minds: 0.7, others: 0.12 } as const;
const MINDING_LIFT = 1.8;
/** A call at most this far from the time they asked for is the one they wait for. */
const AGREED_MS = 45 * 60_000;
/** Nobody wants to be called back early in the morning. */
const CALLBACK_HOURS = { opensMinute: 9 * 60 + 30, closesMinute: 16 * 60 + 30 } as const;
const SECOND_MS = 1000;

/** What comes of a call: mostly nobody picks up. */
export function decideCall(scene: ContactScene): ContactPlan {
  const { random, persona, reach, contact, history } = scene;
  if (reach.line === "dead") return unreachable(new Date(contact.at.getTime() + random.whole(2, 6) * SECOND_MS), true);
  if (reach.line === "off_at_first" && history.ordinal === 1) return unreachable(contact.at, false);
  const isAgreed = history.callbackAt !== null && Math.abs(contact.at.getTime() - history.callbackAt.getTime()) <= AGREED_MS;
  const chance = reach.line === "wrong" ? STRANGER_PICKS_UP : pickUp(persona, { at: contact.at, ordinal: history.ordinal, isAgreed });
  if (!random.chance(chance) || history.hasOptedOut || history.hasBooked) return unanswered(scene);
  return conversation(scene, reach.line === "wrong" ? "wrong_number" : drawResult(scene, isAgreed));
}

function unanswered({ random, contact }: ContactScene): ContactPlan {
  const line = parseAustralianNumber(contact.to)?.kind === "landline" ? "landline" : "mobile";
  const kind = random.weighted(UNANSWERED[line]);
  const at = new Date(contact.at.getTime() + random.whole(kind === "busy" ? 2 : 20, kind === "busy" ? 5 : 30) * SECOND_MS);
  return { answer: [{ kind, at }], reactions: [{ kind, dueAt: at }] };
}

function drawResult({ random, persona, reach, annoyed }: ContactScene, isAgreed: boolean): CallKind {
  const minding = reach.mindsMachines ? MINDING_LIFT : 1;
  const need = Math.min(2, needOf(persona));
  return random.weighted<CallKind>([
    ["hang_up", isAgreed ? 3 : 24 * annoyed * minding],
    ["dnc_request", (isAgreed ? 1 : 5) * annoyed * minding],
    ["refusal", isAgreed ? 18 : 34],
    ["callback", isAgreed ? 8 : 13],
    ["interested", (isAgreed ? 25 : 12) * need],
    ["booking", (isAgreed ? 40 : 9) * need],
  ]);
}

function conversation({ seed, random, persona, reach, contact }: ContactScene, kind: CallKind): ContactPlan {
  const at = new Date(contact.at.getTime() + random.whole(6, 18) * SECOND_MS);
  const asks = random.chance(reach.mindsMachines ? ASKS_FOR_ROBOT.minds : ASKS_FOR_ROBOT.others);
  const talk = drawTalk(random, kind, asks);
  const endsAt = new Date(at.getTime() + talk.seconds * SECOND_MS);
  const office = { timezone: persona.company.timezone, ...CALLBACK_HOURS };
  const when =
    kind === "booking"
      ? bookingBy(seed, persona, { url: "", at: endsAt }).startsAt
      : kind === "callback"
        ? nextQuarter(afterOfficeMinutes(endsAt, random.whole(60, 900), office))
        : undefined;
  const turns = spokenTurns(talk, { persona, opening: contact.text, when });
  const consentsToRecording = kind !== "hang_up" && reach.consentsToRecording;
  return {
    answer: [
      {
        ...{ kind: "conversation", at, seconds: talk.seconds, turns, result: RESULTS[kind], consentsToRecording },
        ...(kind === "booking" && when && { meetingAt: when }),
        ...(kind === "callback" && when && { callbackAt: when }),
      },
    ],
    reactions: [{ kind, dueAt: endsAt, ...(kind === "callback" && when && { until: when }) }],
  };
}

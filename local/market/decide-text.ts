import { parseAustralianNumber } from "@/lib/domain/phone";
import { channelLift } from "@/local/market/channel-truth";
import { type ContactPlan, type ContactScene, NOTHING } from "@/local/market/decide-contact";
import { drawAnswered, type HumanKind, type ReactionKind } from "@/local/market/decide-reactions";
import { drawHuman, type HumanChances } from "@/local/market/draw-human";
import { fit } from "@/local/market/hidden-truth";
import { afterOfficeMinutes } from "@/local/market/office-hours";
import { whenAwake } from "@/local/market/waking-hours";
import { hasWordsFor, writeText } from "@/local/market/write-text";
import type { Seeded } from "@/local/providers/seeded";

/** Chance of each answer to one text of an average reader. */
const FRIENDLY: HumanChances = [
  ["meeting_request", 0.012],
  ["interested", 0.02],
  ["question", 0.02],
  ["price", 0.012],
];
const UNFRIENDLY: HumanChances = [
  ["refusal", 0.035],
  ["opt_out_reply", 0.022],
];
const SAYS_WRONG_NUMBER = 0.35;
/** By the number of the text: the first does best. */
const TEXT_LIFT = [1, 0.8] as const;
const LATER_TEXT_LIFT = 0.5;
const SECOND_MS = 1000;
const MINUTE_MS = 60_000;

/** What comes of a text message: mostly nothing, it was read. */
export function decideText(scene: ContactScene): ContactPlan {
  const { random, reach, contact, history } = scene;
  const { at } = contact;
  const isOff = reach.line === "off_at_first" && history.ordinal === 1;
  const takesNone = reach.line === "dead" || parseAustralianNumber(contact.to)?.kind !== "mobile";
  if (takesNone || isOff) return unreachable(new Date(at.getTime() + random.whole(20, 80) * SECOND_MS), takesNone);
  if (history.hasOptedOut || history.hasBooked) return NOTHING;
  if (reach.line === "wrong")
    return history.ordinal === 1 && random.chance(SAYS_WRONG_NUMBER) ? written(scene, "wrong_number", textDelay(random, scene)) : NOTHING;
  const kind = history.answersThem ? drawAnswered(random, history) : drawText(scene);
  return kind ? written(scene, kind, textDelay(random, scene)) : NOTHING;
}

function drawText({ random, persona, history, annoyed }: ContactScene): HumanKind | undefined {
  if (history.humanReactions > 0) return undefined;
  const lift = fit(persona) * channelLift("sms", persona) * (TEXT_LIFT[history.ordinal - 1] ?? LATER_TEXT_LIFT);
  return drawHuman(random, { friendly: [FRIENDLY, lift], unfriendly: [UNFRIENDLY, annoyed] });
}

/** Nobody can be reached there, for good or for now. */
export function unreachable(at: Date, isPermanent: boolean): ContactPlan {
  return { answer: [{ kind: "unreachable", at, isPermanent }], reactions: [{ kind: "unreachable", dueAt: at }] };
}

/** An answer on the channel it came by. Who asks for a meeting mostly books, as after a mail; whoever just books writes nothing. */
export function written({ seed, random, persona, contact, history }: ContactScene, kind: ReactionKind, at: Date): ContactPlan {
  const { act } = contact;
  const reactions = [{ kind, dueAt: at }];
  if (act === "call" || !hasWordsFor(act, kind)) return { answer: [], reactions };
  const text = writeText(seed, persona, { act, kind, ordinal: history.ordinal });
  const office = { timezone: persona.company.timezone, ...persona.office };
  if (kind === "meeting_request" && random.chance(0.75))
    reactions.push({ kind: "booking", dueAt: afterOfficeMinutes(at, random.whole(5, 700), office) });
  return { answer: [{ kind: "reply", at, text }], reactions };
}

/** Phones are near: more than half of the answers come within half an hour. */
function textDelay(random: Seeded, { contact, persona }: ContactScene): Date {
  const [min, max] = random.weighted([
    [[1, 25], 55],
    [[25, 240], 30],
    [[240, 1500], 15],
  ] as const);
  const seconds = random.whole(0, 59);
  return whenAwake(new Date(contact.at.getTime() + random.whole(min, max) * MINUTE_MS + seconds * SECOND_MS), persona.company.timezone);
}

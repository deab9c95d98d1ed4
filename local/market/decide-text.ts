import { parseAustralianNumber } from "@/lib/domain/phone";
import { channelLift } from "@/local/market/channel-truth";
import { type ContactPlan, type ContactScene, NOTHING } from "@/local/market/contact-plan";
import { drawAnswered } from "@/local/market/decide-reactions";
import { drawHuman, type HumanChances } from "@/local/market/draw-human";
import { needOf } from "@/local/market/hidden-truth";
import type { HumanKind } from "@/local/market/reaction-kinds";
import { whenAwake } from "@/local/market/waking-hours";
import { unreachable, written } from "@/local/market/write-answer";
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
  const lift = needOf(persona) * channelLift("sms", persona) * (TEXT_LIFT[history.ordinal - 1] ?? LATER_TEXT_LIFT);
  return drawHuman(random, { friendly: [FRIENDLY, lift], unfriendly: [UNFRIENDLY, annoyed] });
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

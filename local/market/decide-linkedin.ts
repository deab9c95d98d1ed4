import { acceptance, channelLift } from "@/local/market/channel-truth";
import { type ContactPlan, type ContactScene, NOTHING } from "@/local/market/contact-plan";
import { drawAnswered } from "@/local/market/decide-reactions";
import { drawHuman, type HumanChances } from "@/local/market/draw-human";
import { needOf } from "@/local/market/hidden-truth";
import type { Reach } from "@/local/market/reach";
import { whenAwake } from "@/local/market/waking-hours";
import { unreachable, written } from "@/local/market/write-answer";
import type { Seeded } from "@/local/providers/seeded";

/** Chance of each answer to one message of an average connection. */
const FRIENDLY: HumanChances = [
  ["meeting_request", 0.02],
  ["interested", 0.035],
  ["question", 0.035],
  ["price", 0.015],
];
const UNFRIENDLY: HumanChances = [
  ["refusal", 0.05],
  ["opt_out_reply", 0.016],
];
/** By the number of the contact; the invitation was the first. */
const MESSAGE_LIFT = [1, 1, 0.7] as const;
const LATER_MESSAGE_LIFT = 0.4;
const RUDE_TO_INVITATION = 0.012;
const SAYS_SOMETHING = 0.07;
const MINUTE_MS = 60_000;

/** Hours until somebody sees what came: 1 h to 10 days. */
const SEEN_AFTER_HOURS: Readonly<Record<Reach["linkedin"], readonly [number, number]>> = {
  active: [1, 30],
  occasional: [20, 120],
  dormant: [96, 232],
  gone: [1, 1],
};

/** What comes of an invitation: accepted or left lying, seldom a word with it. */
export function decideInvitation(scene: ContactScene): ContactPlan {
  const { random, persona, reach, contact, history, annoyed } = scene;
  if (reach.linkedin === "gone") return unreachable(new Date(contact.at.getTime() + random.whole(1, 10) * MINUTE_MS), true);
  if (history.hasOptedOut || history.hasBooked) return NOTHING;
  const at = seenAt(random, scene);
  const mayWrite = history.humanReactions === 0;
  if (mayWrite && random.chance(RUDE_TO_INVITATION * annoyed))
    return written(scene, random.pick(["refusal", "opt_out_reply"] as const), at);
  if (!random.chance(acceptance(persona, reach))) return NOTHING;
  const accepted: ContactPlan = { answer: [{ kind: "accepts", at }], reactions: [{ kind: "accepts", dueAt: at }] };
  if (!mayWrite || !random.chance(SAYS_SOMETHING * needOf(persona))) return accepted;
  const said = written(scene, "question", new Date(at.getTime() + random.whole(1, 20) * MINUTE_MS));
  return { answer: [...accepted.answer, ...said.answer], reactions: [...accepted.reactions, ...said.reactions] };
}

/** What comes of a message to a connection. */
export function decideMessage(scene: ContactScene): ContactPlan {
  const { random, persona, reach, history, annoyed } = scene;
  if (reach.linkedin === "gone" || history.hasOptedOut || history.hasBooked) return NOTHING;
  const at = seenAt(random, scene);
  if (history.answersThem) {
    const kind = drawAnswered(random, history);
    return kind ? written(scene, kind, at) : NOTHING;
  }
  if (history.humanReactions > 0) return NOTHING;
  const lift = needOf(persona) * channelLift("linkedin", persona) * (MESSAGE_LIFT[history.ordinal - 1] ?? LATER_MESSAGE_LIFT);
  const kind = drawHuman(random, { friendly: [FRIENDLY, lift], unfriendly: [UNFRIENDLY, annoyed] });
  return kind ? written(scene, kind, at) : NOTHING;
}

function seenAt(random: Seeded, { contact, persona, reach }: ContactScene): Date {
  const [min, max] = SEEN_AFTER_HOURS[reach.linkedin];
  return whenAwake(new Date(contact.at.getTime() + random.whole(min * 60, max * 60) * MINUTE_MS), persona.company.timezone);
}

import { channelLift } from "@/local/market/channel-truth";
import type { ContactPlan, ContactScene } from "@/local/market/contact-plan";
import { drawHuman, type HumanChances } from "@/local/market/draw-human";
import { needOf } from "@/local/market/hidden-truth";
import { afterOfficeMinutes } from "@/local/market/office-hours";
import { workingDaysLater } from "@/local/market/waking-hours";

/** Chance of each answer to one letter of an average reader. */
const FRIENDLY: HumanChances = [
  ["booking", 0.006],
  ["meeting_request", 0.01],
  ["interested", 0.014],
  ["question", 0.008],
];
const UNFRIENDLY: HumanChances = [
  ["unsubscribe_page", 0.012],
  ["opt_out_reply", 0.009],
];
const MINUTES_TO_ANSWER = 2400;

/** What comes of a letter: it stays or goes back. Whoever answers types an address into a browser or writes a mail. */
export function decideLetter({ random, persona, reach, contact, history, annoyed }: ContactScene): ContactPlan {
  const { at } = contact;
  const { timezone } = persona.company;
  if (!reach.livesThere) {
    const backAt = workingDaysLater(at, random.whole(4, 9), { timezone, minute: random.whole(9 * 60, 15 * 60) });
    return { answer: [{ kind: "returned", at: backAt }], reactions: [{ kind: "returned", dueAt: backAt }] };
  }
  const delivered: ContactPlan = { answer: [{ kind: "delivered", at }], reactions: [{ kind: "delivered", dueAt: at }] };
  if (history.hasOptedOut || history.hasBooked || history.humanReactions > 0) return delivered;
  const lift = needOf(persona) * channelLift("mail", persona);
  const kind = drawHuman(random, { friendly: [FRIENDLY, lift], unfriendly: [UNFRIENDLY, annoyed] });
  if (!kind) return delivered;
  const dueAt = afterOfficeMinutes(at, random.whole(10, MINUTES_TO_ANSWER), { timezone, ...persona.office });
  return { answer: delivered.answer, reactions: [...delivered.reactions, { kind, dueAt }] };
}

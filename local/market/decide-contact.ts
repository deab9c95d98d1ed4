import { decideCall } from "@/local/market/decide-call";
import { decideLetter } from "@/local/market/decide-letter";
import { decideInvitation, decideMessage } from "@/local/market/decide-linkedin";
import type { History, PlannedReaction } from "@/local/market/decide-reactions";
import { decideText } from "@/local/market/decide-text";
import { annoyance } from "@/local/market/hidden-truth";
import type { Persona } from "@/local/market/persona";
import { type Reach, reachOf } from "@/local/market/reach";
import type { Contact, Reaction } from "@/local/providers/recipients";
import { type Seeded, seeded } from "@/local/providers/seeded";

/** What the person has been through with us before this contact, on all channels. */
export type ContactHistory = History & {
  /** 1 for the first contact on this channel. */
  ordinal: number;
  /** Mails and contacts before this one. */
  touches: number;
  /** They wrote to us on this channel, or asked to be called, and this is the first contact since. */
  answersThem: boolean;
  /** When they asked to be called. */
  callbackAt: Date | null;
};

/** `answer` is for whoever carried the contact; `reactions` is what the person, or the line, did, for the market itself. */
export type ContactPlan = { answer: readonly Reaction[]; reactions: readonly PlannedReaction[] };

/** Everything a decision depends on. */
export type ContactScene = {
  seed: string;
  random: Seeded;
  persona: Persona;
  reach: Reach;
  contact: Pick<Contact, "channel" | "act" | "to" | "text" | "at">;
  history: ContactHistory;
  /** How much likelier than the average an unfriendly answer is. */
  annoyed: number;
};

export const NOTHING: ContactPlan = { answer: [], reactions: [] };

const DECIDERS: Readonly<Record<Contact["act"], (scene: ContactScene) => ContactPlan>> = {
  text: decideText,
  invitation: decideInvitation,
  message: decideMessage,
  call: decideCall,
  letter: decideLetter,
};

/**
 * What follows from one contact, and when. Depends on seed, person, channel, ordinal on that channel, time and history only, so two
 * runs that reach the same people at the same times get the same answers.
 */
export function decideContact(seed: string, persona: Persona, contact: ContactScene["contact"], history: ContactHistory): ContactPlan {
  return DECIDERS[contact.act]({
    seed,
    random: seeded(seed, "contact", contact.channel, contact.act, persona.email, history.ordinal),
    persona,
    reach: reachOf(seed, persona),
    contact,
    history,
    annoyed: annoyance({ ordinal: history.touches + 1 }),
  });
}

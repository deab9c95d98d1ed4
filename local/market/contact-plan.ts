import type { History } from "@/local/market/decide-reactions";
import type { Persona } from "@/local/market/persona";
import type { Reach } from "@/local/market/reach";
import type { PlannedReaction } from "@/local/market/reaction-kinds";
import type { Contact, Reaction } from "@/local/providers/recipients";
import type { Seeded } from "@/local/providers/seeded";

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

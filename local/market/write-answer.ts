import type { ContactPlan, ContactScene } from "@/local/market/contact-plan";
import { afterOfficeMinutes } from "@/local/market/office-hours";
import type { ReactionKind } from "@/local/market/reaction-kinds";
import { hasWordsFor, writeText } from "@/local/market/write-text";

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

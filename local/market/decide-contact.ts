import type { ContactHistory, ContactPlan, ContactScene } from "@/local/market/contact-plan";
import { decideCall } from "@/local/market/decide-call";
import { decideLetter } from "@/local/market/decide-letter";
import { decideInvitation, decideMessage } from "@/local/market/decide-linkedin";
import { decideText } from "@/local/market/decide-text";
import { annoyance } from "@/local/market/hidden-truth";
import type { Persona } from "@/local/market/persona";
import { reachOf } from "@/local/market/reach";
import type { Contact } from "@/local/providers/recipients";
import { seeded } from "@/local/providers/seeded";

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

import { composeMessage } from "@/local/mail/mime/compose-message";
import type { Acted, Actor } from "@/local/market/acted";
import { bookingBy } from "@/local/market/booking";
import { findBookingPage, findContact, lastMailbox } from "@/local/market/contact-store";
import { type Persona, personaOf } from "@/local/market/persona";
import type { Contacted, Reaction } from "@/local/market/record";
import { fromWeb } from "@/local/market/settle-web";
import { unsubscribeAt, wayOutIn } from "@/local/market/web-opt-out";
import { hasWordsFor, letterSubject, writeText } from "@/local/market/write-text";

type Scene = { reaction: Reaction; contact: Contacted; persona: Persona };

const MAIL_ADDRESS = /[\w.+-]+@[\w-]+(?:\.[\w-]+)+/;

/**
 * What one person had in mind about a contact on a channel beside e-mail. Answers on that channel itself travel with whoever carried
 * the contact and are only noted here; bookings, addresses typed from a letter and mails about one are the market's own doing.
 */
export async function actOnContact(actor: Actor, reaction: Reaction & { reference: string }): Promise<Acted> {
  const { kind, channel, dueAt } = reaction;
  if (channel === "email") throw new Error("a mail is no contact");
  const contact = await findContact(actor.store.pool, { channel, reference: reaction.reference });
  const scene = { reaction, contact, persona: personaOf(actor.seed, reaction.email) };
  if (kind === "booking") return bookAfter(actor, scene);
  if (kind === "unsubscribe_page") return typeAddress(actor, scene);
  if (contact.act === "letter" && hasWordsFor("letter", kind)) return writeBack(actor, scene, kind);
  return { state: "done", outcome: `by ${channel}`, optedOut: kind === "opt_out_reply" || kind === "dnc_request", at: dueAt };
}

/** Whoever agreed to a time on the phone, or meant to book after an answer, does so on the page they find. */
async function bookAfter({ store, seed }: Actor, { reaction, contact, persona }: Scene): Promise<Acted> {
  const person = await store.person(persona.email);
  if (person?.optedOutAt || person?.bookedAt) return { state: "dropped", outcome: "changed their mind" };
  const url = await findBookingPage(store.pool, contact);
  if (!url) return { state: "dropped", outcome: "no booking page was offered" };
  return { state: "done", outcome: "booked", booking: bookingBy(seed, persona, { url, at: reaction.dueAt }) };
}

/** The way out printed in a letter; one that names none is answered by mail. */
async function typeAddress(actor: Actor, scene: Scene): Promise<Acted> {
  const url = wayOutIn(scene.contact.text);
  if (!url) return writeBack(actor, scene, "opt_out_reply");
  return fromWeb(await unsubscribeAt(url), { reaction: scene.reaction, messageId: scene.contact.reference });
}

/** A mail to the address in the letter, else to the mailbox that wrote to them last. */
async function writeBack({ store, mail, seed }: Actor, { reaction, contact, persona }: Scene, kind: string): Promise<Acted> {
  const person = await store.person(persona.email);
  if (person?.optedOutAt || person?.bookedAt) return { state: "dropped", outcome: "changed their mind" };
  const to = MAIL_ADDRESS.exec(contact.text)?.[0] ?? (await lastMailbox(store.pool, persona.email));
  if (!to) return { state: "dropped", outcome: "the letter names no address to write to" };
  const name = `${persona.firstName} ${persona.lastName}`;
  const text = `${writeText(seed, persona, { act: "letter", kind, ordinal: reaction.ordinal })}\n\n${name}\n`;
  const raw = await composeMessage({
    ...{ from: { name, address: persona.email }, to: { name: "", address: to } },
    ...{ subject: letterSubject(seed, persona), text, date: reaction.dueAt },
  });
  await mail.deliver({ mailFrom: persona.email, to, raw });
  const sentMessageId = /^message-id:\s*(<[^>]+>)/im.exec(raw.toString("latin1"))?.[1] ?? null;
  return { state: "done", outcome: "wrote a mail", sentMessageId, optedOut: kind === "opt_out_reply" };
}

import { buildArf } from "@/local/mail/mime/build-arf";
import { buildAutoReply } from "@/local/mail/mime/build-auto-reply";
import { buildDsn } from "@/local/mail/mime/build-dsn";
import { buildReply } from "@/local/mail/mime/build-reply";
import { domainOf, type OriginalMessage, readOriginal } from "@/local/mail/mime/original-message";
import { actOnContact } from "@/local/market/act-on-contact";
import type { Acted, Actor } from "@/local/market/acted";
import { bookingBy } from "@/local/market/booking";
import { type Persona, personaOf } from "@/local/market/persona";
import { isChannelKind, MACHINE_KINDS } from "@/local/market/reaction-kinds";
import type { Reaction, Received } from "@/local/market/record";
import { fromWeb } from "@/local/market/settle-web";
import { clickUnsubscribe, unsubscribeOnPage } from "@/local/market/web-opt-out";
import { isReplyKind, type ReplyKind, writeNotice, writeReply } from "@/local/market/write-reply";

type Scene = { reaction: Reaction; message: Received & { raw: Buffer }; persona: Persona; original: OriginalMessage };

/** Does what one person, or their mailbox, had in mind; over the same wires as a real one. */
export async function act(actor: Actor, reaction: Reaction): Promise<Acted> {
  const { mailId, reference } = reaction;
  if (reference !== null) return actOnContact(actor, { ...reaction, reference });
  if (mailId === null) throw new Error("a reaction to nothing");
  const message = await actor.store.message(mailId);
  const scene = { reaction, message, persona: personaOf(actor.seed, reaction.email), original: await readOriginal(message.raw) };
  const { kind } = reaction;
  // RFC 5321 section 4.5.5: no machine answers a message without an envelope sender.
  if (message.mailFrom === "" && (kind === "complaint" || isMachineKind(kind))) return { state: "dropped", outcome: "no return path" };
  if (isReplyKind(kind)) return reply(actor, scene, kind);
  if (isChannelKind(kind)) throw new Error(`nobody does ${kind} about a mail`);
  switch (kind) {
    case "hard_bounce":
    case "soft_bounce":
      return bounce(actor, scene, kind === "hard_bounce");
    case "away":
    case "ticket":
    case "left":
      return notice(actor, scene, kind);
    case "complaint":
      return complain(actor, scene);
    case "one_click":
      return fromWeb(await clickUnsubscribe(message.raw), { reaction, messageId: message.messageId });
    case "unsubscribe_page":
      return fromWeb(await unsubscribeOnPage(message.raw), { reaction, messageId: message.messageId });
    case "booking":
      return book(actor, scene);
    default: {
      const unknown: never = kind;
      throw new Error(`nobody knows how to ${unknown}`);
    }
  }
}

async function reply({ store, mail, seed }: Actor, { reaction, persona, original, message }: Scene, kind: ReplyKind): Promise<Acted> {
  if ((await store.person(persona.email))?.optedOutAt) return { state: "dropped", outcome: "changed their mind" };
  const { text, quoted } = writeReply(seed, persona, { kind, ordinal: reaction.ordinal, senderName: message.senderName });
  const raw = await buildReply({ from: addressOf(persona), original, text, now: reaction.dueAt, quoted });
  await mail.deliver({ mailFrom: persona.email, to: original.replyTo.address, raw });
  return { state: "done", outcome: "answered", sentMessageId: messageIdOf(raw), optedOut: kind === "opt_out_reply" };
}

const HARD_DIAGNOSTICS = [
  ["5.1.1", "550 5.1.1 The email account that you tried to reach does not exist"],
  ["5.1.10", "550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found by SMTP address lookup"],
  ["5.1.1", "550 5.1.1 Recipient address rejected: User unknown in virtual mailbox table"],
  ["5.2.1", "550 5.2.1 The email account that you tried to reach is disabled"],
] as const;

async function bounce({ mail }: Actor, { reaction, persona, message }: Scene, isHard: boolean): Promise<Acted> {
  const pick = (persona.email.length + persona.firstName.length) % HARD_DIAGNOSTICS.length;
  const [status, diagnostic] = isHard
    ? (HARD_DIAGNOSTICS[pick] ?? HARD_DIAGNOSTICS[0])
    : (["4.2.2", "452 4.2.2 The recipient's inbox is out of storage space"] as const);
  const raw = buildDsn({
    action: isHard ? "failed" : "delayed",
    status,
    diagnostic,
    recipient: persona.email,
    returnTo: message.mailFrom,
    originalMessage: message.raw,
    returned: isHard ? "message" : "headers",
    now: reaction.dueAt,
    arrivedAt: message.receivedAt,
  });
  await mail.deliver({ mailFrom: "", to: message.mailFrom, raw });
  return { state: "done", outcome: status, sentMessageId: messageIdOf(raw), bounced: isHard };
}

async function notice(
  { mail, seed }: Actor,
  { reaction, persona, original, message }: Scene,
  kind: "away" | "ticket" | "left",
): Promise<Acted> {
  const { ordinal, until, dueAt } = reaction;
  const text = writeNotice(seed, persona, { kind, ordinal, until });
  const raw = await buildAutoReply({ kind, from: addressOf(persona), original, now: dueAt, ...(until && { returnsOn: until }), text });
  await mail.deliver({ mailFrom: "", to: message.mailFrom, raw });
  return { state: "done", outcome: "answered", sentMessageId: messageIdOf(raw) };
}

async function complain({ mail }: Actor, { reaction, persona, message }: Scene): Promise<Acted> {
  const raw = buildArf({
    complainant: persona.email,
    returnTo: message.mailFrom,
    originalMessage: message.raw,
    now: reaction.dueAt,
    arrivedAt: message.receivedAt,
  });
  await mail.deliver({ mailFrom: `fbl@${domainOf(persona.email)}`, to: message.mailFrom, raw });
  return { state: "done", outcome: "reported", sentMessageId: messageIdOf(raw), optedOut: true };
}

/** Whoever finds no booking page asks for one instead, unless they have written already. */
async function book(actor: Actor, scene: Scene): Promise<Acted> {
  const { reaction, persona, message } = scene;
  const person = await actor.store.person(persona.email);
  if (person?.optedOutAt || person?.bookedAt) return { state: "dropped", outcome: "changed their mind" };
  const url = await actor.store.bookingLink(persona.email, message.mailbox);
  if (url) return { state: "done", outcome: "booked", booking: bookingBy(actor.seed, persona, { url, at: reaction.dueAt }) };
  if (await actor.store.hasWritten(persona.email)) return { state: "dropped", outcome: "no booking page was offered" };
  return reply(actor, scene, "meeting_request");
}

function isMachineKind(kind: string): boolean {
  return (MACHINE_KINDS as readonly string[]).includes(kind);
}

function addressOf({ firstName, lastName, email }: Persona) {
  return { name: `${firstName} ${lastName}`, address: email };
}

function messageIdOf(raw: Buffer): string | null {
  return /^message-id:\s*(<[^>]+>)/im.exec(raw.toString("latin1"))?.[1] ?? null;
}

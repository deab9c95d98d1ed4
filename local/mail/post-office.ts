import { simpleParser } from "mailparser";
import type { CallbackSender } from "@/local/http/callback-sender";
import type { Behaviour, Reaction } from "@/local/mail/behaviour";
import type { Delivery, MessageWithRaw } from "@/local/mail/message";
import { mailDate } from "@/local/mail/mime/compose-report";
import { headerBlock } from "@/local/mail/mime/original-message";
import { stableId } from "@/local/mail/mime/stable-id";
import { buildReaction } from "@/local/mail/reaction";
import type { SmtpEnvelope } from "@/local/mail/smtp";
import type { MailStore, NewMessage, NewRecipient } from "@/local/mail/store";
import { singleFlight } from "@/local/single-flight";

export type DeliveredListener = (message: MessageWithRaw) => void | Promise<void>;

type Options = { store: MailStore; sender: CallbackSender; clock: { now(): Date }; log(line: string): void };

/** Carries messages: from SMTP into mailboxes, from mailboxes to listeners, and from the world back to the product. */
export class PostOffice {
  readonly #store: MailStore;
  readonly #clock: { now(): Date };
  readonly #log: (line: string) => void;
  readonly #listeners = new Set<DeliveredListener>();
  #lastReport = "";
  readonly #react: () => Promise<void>;
  readonly #announce: () => Promise<void>;
  readonly #send: () => Promise<void>;

  constructor({ store, sender, clock, log }: Options) {
    this.#store = store;
    this.#clock = clock;
    this.#log = log;
    this.#react = singleFlight(() => this.#runReactions());
    this.#announce = singleFlight(() => this.#runAnnouncements());
    this.#send = singleFlight(() => sender.sendDue());
  }

  /** Takes a message from SMTP; what follows from it is stored with it. Answers the first recipient's id. */
  async acceptFromSmtp(envelope: SmtpEnvelope): Promise<string> {
    const { mailboxes } = this.#store;
    const now = this.#clock.now();
    for (const address of [envelope.mailFrom, envelope.user ?? ""]) if (address.includes("@")) await mailboxes.addSender(address);

    const message = await newMessage(envelope, now, "ESMTPA");
    const recipients = envelope.recipients.map((mailbox) =>
      toRecipient(mailbox, mailboxes.isOurs(mailbox), mailboxes.behaviourOf(mailbox), now),
    );
    const [id = ""] = await this.#store.acceptOutgoing(message, recipients, envelope.user);
    const followUps = [
      recipients.some((recipient) => recipient.reaction) && this.#react,
      recipients.some((recipient) => recipient.announce) && this.#announce,
      recipients.some((recipient) => recipient.webhook) && this.#send,
    ];
    for (const followUp of followUps) if (followUp) followUp().catch((error: unknown) => this.#report(error));
    return id;
  }

  /** Brings a message of the world into a mailbox; to one of the product's it also goes out as a webhook. Answers its id. */
  async deliver({ mailFrom, to, raw }: Delivery): Promise<string> {
    const id = await this.#deliverOnce({ mailFrom, to, raw });
    if (id === undefined) throw new Error("a message without a reaction is always delivered");
    return id;
  }

  /** Makes a mailbox answer a message it holds, now. Answers the id of the answer; undefined where none may go out. */
  async react(message: MessageWithRaw, reaction: Reaction): Promise<string | undefined> {
    const delivery = await buildReaction(message, reaction, this.#clock.now());
    return delivery && this.deliver(delivery);
  }

  /** @returns a function that ends the subscription */
  onDelivered(listener: DeliveredListener): () => void {
    this.#listeners.add(listener);
    this.kick();
    return () => {
      this.#listeners.delete(listener);
    };
  }

  /** Does what is due. Resolves when reactions and listeners are through; webhooks go on by themselves. */
  async tick(): Promise<void> {
    await this.#react();
    await this.#announce();
    this.#send().catch((error: unknown) => this.#report(error));
  }

  /** As `tick`, without waiting. */
  kick(): void {
    this.tick().catch((error: unknown) => this.#report(error));
  }

  /** Messages the listeners have yet to be told of; 0 while nobody listens. */
  async untold(): Promise<number> {
    return this.#listeners.size > 0 ? this.#store.countUnannounced() : 0;
  }

  /** Resolves when nothing is running any more. */
  async settle(): Promise<void> {
    await Promise.allSettled([this.#react(), this.#announce(), this.#send()]);
  }

  async #deliverOnce(delivery: Delivery, reactionId?: number): Promise<string | undefined> {
    const { mailboxes } = this.#store;
    const message = await newMessage(delivery, this.#clock.now(), "local");
    const recipient = { mailbox: delivery.to, webhook: mailboxes.isOurs(delivery.to), announce: false };
    const id = await this.#store.acceptIncoming(message, recipient, reactionId);
    this.#send().catch((error: unknown) => this.#report(error));
    return id;
  }

  async #runReactions(): Promise<void> {
    for (;;) {
      const now = this.#clock.now();
      const due = await this.#store.dueReactions(now);
      if (due.length === 0) return;
      for (const { id, reaction, message } of due) {
        const delivery = await this.#buildOrDrop(message, reaction, now);
        if (delivery) await this.#deliverOnce(delivery, id);
        else await this.#store.dropReaction(id, now);
      }
    }
  }

  /** A message nobody can answer must not hold up the others. */
  async #buildOrDrop(message: MessageWithRaw, reaction: Reaction, now: Date): Promise<Delivery | undefined> {
    try {
      return await buildReaction(message, reaction, now);
    } catch (error) {
      this.#report(error);
      return undefined;
    }
  }

  async #runAnnouncements(): Promise<void> {
    while (this.#listeners.size > 0) {
      const messages = await this.#store.unannounced();
      if (messages.length === 0) return;
      for (const message of messages) for (const listener of this.#listeners) await listener(message);
      await this.#store.markAnnounced(messages.map((message) => message.id));
    }
  }

  /** Once for each kind of trouble: the next try is a fifth of a second away. */
  #report(error: unknown): void {
    const line = `mail: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`;
    if (line !== this.#lastReport) this.#log(line);
    this.#lastReport = line;
  }
}

function toRecipient(mailbox: string, isOurs: boolean, behaviour: Behaviour, now: Date): NewRecipient {
  const isReturned = behaviour.kind === "react" && behaviour.reaction.kind === "bounce";
  const recipient = { mailbox, webhook: isOurs, announce: !isOurs && !isReturned };
  if (behaviour.kind !== "react") return recipient;
  return { ...recipient, reaction: { reaction: behaviour.reaction, dueAt: new Date(now.getTime() + behaviour.afterMs) } };
}

/** Adds the trace fields a receiving server adds, and reads what lists show. */
async function newMessage({ mailFrom, raw }: { mailFrom: string; raw: Buffer }, now: Date, protocol: string): Promise<NewMessage> {
  const { subject = "", from, messageId = "" } = await simpleParser(headerBlock(raw));
  const trace = `Return-Path: <${mailFrom}>\r\nReceived: by mail.localhost with ${protocol} id ${stableId(raw)};\r\n ${mailDate(now)}\r\n`;
  return {
    mailFrom,
    headerFrom: storable(from?.text ?? ""),
    subject: storable(subject),
    messageId: storable(messageId),
    raw: Buffer.concat([Buffer.from(trace), raw]),
    receivedAt: now,
  };
}

/** Postgres text cannot hold U+0000, which an encoded word can smuggle in. */
function storable(text: string): string {
  return text.replaceAll("\0", "");
}

import { normalizeAddress } from "@/local/mail/address";
import { type Behaviour, type BehaviourInput, behaviour } from "@/local/mail/behaviour";
import { startHttp } from "@/local/mail/http";
import type { Delivery } from "@/local/mail/message";
import { type DeliveredListener, PostOffice } from "@/local/mail/post-office";
import { type SmtpFaults, startSmtp } from "@/local/mail/smtp";
import { MailStore } from "@/local/mail/store";
import { createWebhookSender, type PostmarkTarget } from "@/local/mail/webhook-sender";

export type MailOptions = {
  /** 0 picks a free port. */
  smtpPort: number;
  httpPort: number;
  /** Database of the stand-ins; schema `mail` is created in it. */
  databaseUrl: string;
  clock: { now(): Date };
  /** Where mail for the product's mailboxes is posted. */
  postmark: PostmarkTarget;
  /** Domains whose mail comes back even to addresses that never sent anything. */
  inboundDomains?: readonly string[];
  log?: (line: string) => void;
};

export type Mail = {
  url: string;
  smtpUrl: string;
  /** Told of every message that reached a mailbox outside the product, at least once; a listener that throws is told again. */
  onDelivered(listener: DeliveredListener): () => void;
  /** Brings a raw message into a mailbox and answers its id; see `mime/` for builders. */
  deliver(message: { mailFrom: string; to: string; raw: Buffer | string }): Promise<string>;
  /** How an address behaves from now on; kept over restarts. */
  setBehaviour(address: string, behaviour: BehaviourInput): Promise<void>;
  /** Does what is due by the clock. */
  tick(): Promise<void>;
  close(): Promise<void>;
};

/** How often, in real time, timers are looked at and an unreachable product is tried again. */
const POLL_MS = 200;

/** Starts the world's mail system: SMTP in, mailboxes on a web page, and Postmark's inbound webhook for what comes back. */
export async function startMail(options: MailOptions): Promise<Mail> {
  const { clock, postmark, log = () => undefined } = options;
  const store = await MailStore.open(options.databaseUrl, (error) => log(`mail: database ${error.message}`));
  await store.mailboxes.load(options.inboundDomains ?? []);

  const sender = createWebhookSender({ table: store.webhooks, clock, postmark });
  const office = new PostOffice({ store, sender, clock, log });
  const faults: SmtpFaults = { smtp: null, badUsers: new Set() };
  const opened: (() => Promise<void>)[] = [() => store.close()];
  const smtp = await startSmtp({
    port: options.smtpPort,
    faults,
    refusalOf(recipient) {
      const known: Behaviour = store.mailboxes.behaviourOf(recipient);
      return known.kind === "reject" || known.kind === "defer" ? known : undefined;
    },
    accept: (envelope) => office.acceptFromSmtp(envelope),
    log,
  }).catch((error: unknown) => giveUp(error, opened));
  opened.unshift(() => smtp.close());
  const http = await startHttp(options.httpPort, { store, office, sender, faults, clock, log }).catch((error: unknown) =>
    giveUp(error, opened),
  );
  const poll = setInterval(() => office.kick(), POLL_MS);

  return {
    url: http.url,
    smtpUrl: smtp.url,
    onDelivered: (listener) => office.onDelivered(listener),
    deliver: ({ mailFrom, to, raw }) => office.deliver(normalizeDelivery(mailFrom, to, raw)),
    setBehaviour: (address, value) => store.mailboxes.setBehaviour(normalizeAddress(address), behaviour.parse(value)),
    tick: () => office.tick(),
    async close() {
      clearInterval(poll);
      await Promise.all([smtp.close(), http.close()]);
      sender.close();
      await office.settle();
      await store.close();
    },
  };
}

/** A port that is taken must not leave the rest running. */
async function giveUp(error: unknown, opened: readonly (() => Promise<void>)[]): Promise<never> {
  for (const close of opened) await close();
  throw error;
}

function normalizeDelivery(mailFrom: string, to: string, raw: Buffer | string): Delivery {
  return { mailFrom: normalizeAddress(mailFrom), to: normalizeAddress(to), raw: Buffer.isBuffer(raw) ? raw : Buffer.from(raw) };
}

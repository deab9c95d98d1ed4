import { createTransport, type Transporter } from "nodemailer";
import type SMTPPool from "nodemailer/lib/smtp-pool";
import { Pool } from "pg";
import { afterAll, afterEach, beforeAll, beforeEach, expect, vi } from "vitest";
import type { PostmarkInbound } from "@/local/mail/postmark-inbound";
import { type Mail, startMail } from "@/local/mail/server";
import { type ContactHistory, NOTHING } from "@/local/market/contact-plan";
import { contactPointsOf } from "@/local/market/contact-points";
import { storeContact } from "@/local/market/contact-store";
import { decideContact } from "@/local/market/decide-contact";
import { decideReactions, type History } from "@/local/market/decide-reactions";
import { type Persona, personaOf } from "@/local/market/persona";
import type { ReactionKind } from "@/local/market/reaction-kinds";
import { type Market, startMarket } from "@/local/market/server";
import type { Contact } from "@/local/providers/recipients";
import { type ReceivedRequest, RestartableServer, type ScriptedAnswer } from "@/tests/support/restartable-server";
import { type TestDatabase, testDatabase } from "@/tests/support/test-database";

export const SEED = "tests";
export const SECRET = "booking-secret";
export const AVA = "ava@mail.agency.example";
export const HOUR_MS = 3_600_000;
/** Nothing has passed between the person and us. */
export const STRANGER: History = { awayUntil: null, humanReactions: 0, hasOptedOut: false, hasBooked: false, otherContacts: 0 };

export const FIRST_CONTACT: ContactHistory = { ...STRANGER, ordinal: 1, touches: 0, answersThem: false, callbackAt: null };
const OUR_NUMBER = "+61491570156";
const CHANNEL_OF = { text: "sms", invitation: "linkedin", message: "linkedin", call: "voice", letter: "mail" } as const;

type StateJson = {
  pendingReactions: number;
  dueReactions: number;
  nextReactionAt: string | null;
  queuedCallbacks: number;
  productUnreachable: string | null;
};

/** The product as the market meets it: unsubscribe page, booking callback and inbound mail; it answers what the test says. */
export class Product extends RestartableServer {
  readonly requests: ReceivedRequest[] = [];
  readonly inbound: PostmarkInbound[] = [];
  /** Status by the start of the path; 200 where none fits. */
  readonly answers = new Map<string, number>();

  protected answer(request: ReceivedRequest): ScriptedAnswer {
    if (request.path === "/inbound") this.inbound.push(JSON.parse(request.body));
    else this.requests.push(request);
    const status = [...this.answers].find(([start]) => request.path.startsWith(start))?.[1] ?? 200;
    return { status, headers: { "content-type": "text/html" }, body: request.method === "GET" ? PAGE : "" };
  }

  to(path: string): ReceivedRequest[] {
    return this.requests.filter((request) => request.path.startsWith(path));
  }
}

const PAGE = `<html><body><form action="/search"><input name="q"></form>
<form method="post" action="/u/token/confirm"><input type="hidden" name="proof" value="a&amp;b"><button type="submit">Unsubscribe me</button></form></body></html>`;

/** A market on a real mail system and a real database, a product behind it, and a clock to move; new for each test. */
export class MarketFixture {
  product = new Product();
  nowMs = 0;
  #days = 0;
  #names = 0;
  #database: TestDatabase | undefined;
  #pool: Pool | undefined;
  #mail: Mail | undefined;
  #market: Market | undefined;
  #transport: Transporter<SMTPPool.SentMessageInfo> | undefined;

  constructor() {
    beforeAll(async () => {
      this.#database = await testDatabase();
      this.#pool = new Pool({ connectionString: this.#database.localUrl, max: 1 });
    });
    afterAll(async () => {
      await this.#pool?.end();
      await this.#database?.drop();
    });
    beforeEach(async () => {
      // A Tuesday, 10:00 in Sydney; a week later for each test, because the tests share one database.
      this.nowMs = Date.parse("2026-02-09T23:00:00Z") + this.#days++ * 7 * 24 * HOUR_MS;
      this.product = new Product();
      await this.product.start();
      await this.start();
    });
    afterEach(async () => {
      await this.stop();
      await this.product.stop();
    });
  }

  get market(): Market {
    if (!this.#market) throw new Error("the market is not open");
    return this.#market;
  }

  get mail(): Mail {
    if (!this.#mail) throw new Error("the mail system is not running");
    return this.#mail;
  }

  async start(): Promise<void> {
    const databaseUrl = this.#database?.localUrl ?? "";
    const clock = { now: () => new Date(this.nowMs) };
    const postmark = { webhookUrl: `${this.product.url}/inbound`, user: "postmark", password: "s3cret" };
    this.#mail = await startMail({ smtpPort: 0, httpPort: 0, databaseUrl, clock, postmark });
    this.#market = await startMarket({
      ...{ port: 0, databaseUrl, clock, seed: SEED, mail: this.#mail },
      ...{ appUrl: this.product.url, bookingSecret: SECRET },
    });
    const { hostname: host, port } = new URL(this.#mail.smtpUrl);
    this.#transport = createTransport({ host, port: Number(port), pool: true, auth: { user: AVA, pass: "any" }, ignoreTLS: true });
  }

  async stop(): Promise<void> {
    this.#transport?.close();
    await this.market.close();
    await this.mail.close();
  }

  /** The market alone is stopped and started again on the same state. */
  async restart(): Promise<void> {
    await this.stop();
    await this.start();
  }

  get now(): Date {
    return new Date(this.nowMs);
  }

  /** Somebody no test has used who would do exactly this about a first message that arrives now. */
  someone(kinds: readonly ReactionKind[], isFit: (persona: Persona) => boolean = () => true): Persona {
    for (let tries = 0; tries < 50_000; tries += 1) {
      const persona = personaOf(SEED, `kim.lee@tideway-joinery-${++this.#names}.example`);
      const planned = decideReactions(SEED, persona, { ordinal: 1, at: this.now, answersThem: false }, STRANGER);
      if (planned.map(({ kind }) => kind).join() === kinds.join() && isFit(persona)) return persona;
    }
    throw new Error(`nobody does ${kinds.join()}`);
  }

  /** Somebody no test has used, known to the market, who would do exactly this about such a contact that reaches them now. */
  async contactable(
    act: Contact["act"],
    kinds: readonly ReactionKind[],
    isFit: (persona: Persona) => boolean = () => true,
  ): Promise<{ persona: Persona; contact(more?: Partial<Contact>): Contact }> {
    const channel = CHANNEL_OF[act];
    for (let tries = 0; tries < 50_000; tries += 1) {
      const persona = personaOf(SEED, `kim.lee@tideway-joinery-${++this.#names}.example`);
      const { phone, profileUrl, street, postcode } = contactPointsOf(SEED, persona);
      const letterbox = `${persona.firstName} ${persona.lastName}, ${street}, ${postcode}`;
      const to = channel === "linkedin" ? profileUrl : channel === "mail" ? letterbox : phone;
      const contact = (more: Partial<Contact> = {}): Contact => ({
        ...{ channel, act, to, from: OUR_NUMBER, text: "", at: this.now, reference: `${act}-${persona.email}`, ...more },
      });
      const { reactions } = decideContact(SEED, persona, contact(), FIRST_CONTACT);
      if (reactions.map(({ kind }) => kind).join() !== kinds.join() || !isFit(persona)) continue;
      await this.market.people.findPersonByEmail(persona.email);
      return { persona, contact };
    }
    throw new Error(`nobody does ${kinds.join()} about a ${act}`);
  }

  /** The history by which somebody would decide about this contact; the contact itself is kept, without consequence. */
  async historyAt(contact: Contact & { email: string }): Promise<ContactHistory> {
    const histories: ContactHistory[] = [];
    if (!this.#pool) throw new Error("the database is not there yet");
    await storeContact(this.#pool, contact, ({ history }) => {
      histories.push(history);
      return { plan: NOTHING, violations: [] };
    });
    const [history] = histories;
    if (!history) throw new Error("the contact was told before");
    return history;
  }

  /** Sends as the product does; resolves when the market has it. @returns the Message-ID */
  async send(to: string, more: { inReplyTo?: string; messageId?: string; text?: string; isOutreach?: boolean } = {}): Promise<string> {
    if (!this.#transport) throw new Error("the mail system is not running");
    const url = `${this.product.url}/u/token`;
    const { messageId, inReplyTo, isOutreach = true } = more;
    const info = await this.#transport.sendMail({
      ...{ from: `Ava Quinn <${AVA}>`, to, subject: "Quick question", date: this.now },
      text: more.text ?? `Hi,\nmay I ask?\n\n--\nIf you would rather not hear from me again, use this link: ${url}\n`,
      headers: isOutreach ? { "List-Unsubscribe": `<${url}>`, "List-Unsubscribe-Post": "List-Unsubscribe=One-Click" } : {},
      ...(messageId && { messageId }),
      ...(inReplyTo && { inReplyTo, references: inReplyTo }),
    });
    await this.mail.tick();
    return info.messageId;
  }

  async get<T>(path: string): Promise<T> {
    return (await (await fetch(this.market.url + path)).json()) as T;
  }

  state(): Promise<StateJson> {
    return this.get("/_control/state");
  }

  /** Moves the clock as its owner does: first the time, then the news. */
  async moveTo(at: string | Date | null): Promise<void> {
    if (at === null) throw new Error("nothing is to happen");
    this.nowMs = Math.max(this.nowMs, new Date(at).getTime());
    await this.mail.tick();
    await fetch(`${this.market.url}/_control/tick`, { method: "POST" });
  }

  /** Lets everything happen that is planned now. */
  async moveOn(): Promise<void> {
    for (let { nextReactionAt } = await this.state(); nextReactionAt !== null; { nextReactionAt } = await this.state())
      await this.moveTo(nextReactionAt);
  }

  /** Resolves with the inbound mails once there are that many. */
  async inbound(count: number): Promise<PostmarkInbound[]> {
    await vi.waitFor(() => expect(this.product.inbound).toHaveLength(count), { timeout: 5000 });
    return this.product.inbound;
  }
}

import { createTransport, type SendMailOptions, type Transporter } from "nodemailer";
import type SMTPPool from "nodemailer/lib/smtp-pool";
import { afterAll, afterEach, beforeAll, beforeEach, expect, vi } from "vitest";
import type { PostmarkInbound } from "@/local/mail/postmark-inbound";
import { type Mail, type MailOptions, startMail } from "@/local/mail/server";
import { type ReceivedRequest, RestartableServer, type ScriptedAnswer } from "@/tests/support/restartable-server";
import { type TestDatabase, testDatabase } from "@/tests/support/test-database";

export const AVA = "ava@mail.agency.example";
export const MINUTE_MS = 60_000;
export const DAY_MS = 86_400_000;

type StoredJson = { id: string; subject: string; text: string; mailFrom: string; receivedAt: string };
type StateJson = {
  queuedWebhooks: number;
  pendingTimers: number;
  nextTimerAt: string | null;
  untold: number;
  productUnreachable: string | null;
};

/** The product: keeps what it is told and answers as the test says. */
class Product extends RestartableServer {
  readonly received: PostmarkInbound[] = [];
  readonly authorizations: (string | undefined)[] = [];
  readonly unsubscribes: string[] = [];
  status = 200;

  protected answer({ method, path, headers, body }: ReceivedRequest): ScriptedAnswer {
    if (path === "/u/token") this.unsubscribes.push(`${method} ${body}`);
    else {
      this.authorizations.push(headers.authorization);
      this.received.push(JSON.parse(body));
    }
    return { status: this.status };
  }

  /** Resolves when `count` webhooks have come in all. */
  async got(count: number): Promise<void> {
    await vi.waitFor(() => expect(this.received).toHaveLength(count), { timeout: 5000 });
  }
}

/** A mail system on a real database, a product behind it, an SMTP client in front and a clock to move; new for each test. */
export class MailFixture {
  product = new Product();
  nowMs = 0;
  #database: TestDatabase | undefined;
  #mail: Mail | undefined;
  #transport: Transporter<SMTPPool.SentMessageInfo> | undefined;
  #names = 0;

  constructor() {
    beforeAll(async () => {
      this.#database = await testDatabase();
    });
    afterAll(() => this.#database?.drop());
    beforeEach(async () => {
      this.nowMs = Date.parse("2026-11-20T03:00:00Z") + this.#names * DAY_MS;
      this.product = new Product();
      await this.product.start();
      await this.start();
    });
    afterEach(async () => {
      await this.stop();
      await this.product.stop();
    });
  }

  get mail(): Mail {
    if (!this.#mail) throw new Error("the mail system is not running");
    return this.#mail;
  }

  async start(extra: Partial<MailOptions> = {}): Promise<void> {
    this.#mail = await this.startAnother(extra);
    const { port } = this;
    this.#transport = createTransport({
      host: "127.0.0.1",
      port,
      pool: true,
      maxConnections: 5,
      auth: { user: AVA, pass: "any" },
      ignoreTLS: true,
    });
  }

  /** A mail system on the same database that the caller closes. */
  startAnother(extra: Partial<MailOptions>): Promise<Mail> {
    return startMail({
      smtpPort: 0,
      httpPort: 0,
      databaseUrl: this.#database?.localUrl ?? "",
      clock: { now: () => new Date(this.nowMs) },
      postmark: { webhookUrl: `${this.product.url}/inbound`, user: "postmark", password: "s3cret" },
      ...extra,
    });
  }

  async stop(): Promise<void> {
    this.#transport?.close();
    await this.mail.close();
  }

  async restart(extra: Partial<MailOptions> = {}): Promise<void> {
    await this.stop();
    await this.start(extra);
  }

  get port(): number {
    return Number(new URL(this.mail.smtpUrl).port);
  }

  unique(stem: string): string {
    return `${stem}-${++this.#names}`;
  }

  /** An address outside the product that no other test uses. */
  sam(tag = ""): string {
    return `${this.unique("sam")}${tag && `+${tag}`}@prospect.example`;
  }

  /** Sends as the product does, from Ava's mailbox. */
  async send(to: string, more: SendMailOptions = {}): Promise<SMTPPool.SentMessageInfo> {
    if (!this.#transport) throw new Error("the mail system is not running");
    return this.#transport.sendMail({ from: `Ava <${AVA}>`, to, subject: "Quick question", text: "Hi Sam,\nmay I ask?", ...more });
  }

  async get<T>(path: string): Promise<T> {
    return (await (await fetch(this.mail.url + path)).json()) as T;
  }

  /** A control call. */
  async post(name: string, body: unknown): Promise<Response> {
    return fetch(`${this.mail.url}/_control/${name}`, { method: "POST", body: JSON.stringify(body) });
  }

  async inbox(address: string): Promise<StoredJson[]> {
    return (await this.get<{ messages: StoredJson[] }>(`/_control/messages?full=1&to=${encodeURIComponent(address)}`)).messages;
  }

  async state(): Promise<StateJson> {
    return this.get("/_control/state");
  }

  /** Moves the clock as its owner does: first the time, then the news. */
  async advance(ms: number): Promise<void> {
    this.nowMs += ms;
    await this.post("tick", {});
  }
}

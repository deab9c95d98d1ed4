import { afterAll, afterEach, beforeAll, beforeEach, expect } from "vitest";
import { type Smartlead, type SmartleadMailbox, smartlead } from "@/lib/integrations/smartlead/api";
import { createSmartleadCarrier, type SmartleadCarrier } from "@/lib/integrations/smartlead/carrier";
import { type SmartleadNews, toSmartleadNews } from "@/lib/integrations/smartlead/transform";
import { smartleadEvent, verifySmartlead } from "@/lib/integrations/smartlead/webhook";
import type { SmtpMessage } from "@/lib/integrations/smtp/hand-over";
import { type MemoryMail, memoryMail } from "@/local/providers/mail/memory-mail";
import { startProviders } from "@/local/providers/server";
import { SMARTLEAD_KEY, SMARTLEAD_WEBHOOK_SECRET, SMARTLEAD_WEBHOOK_TOKEN, smartleadStandIn } from "@/local/providers/smartlead/smartlead";
import { type Document, hasContracts, readContract, watchedFetch } from "@/tests/contracts/contract";
import { webhookReceiver } from "@/tests/contracts/webhook-receiver";

export const START = new Date("2026-11-24T02:00:00Z");
export const DAY_MS = 86_400_000;
export const AVA = "ava@getagency.example";
export const SAM = "sam@prospect.example";

/** Routes of the public reference that the document leaves out, with what we rely on of them. */
function withMoreRoutes({ paths }: Document): void {
  const query = (...names: string[]) => names.map((name) => ({ name, in: "query", required: true, schema: { type: "string" } }));
  const json = (schema: Record<string, unknown>) => ({ content: { "application/json": { schema } } });
  const refusals = Object.fromEntries(
    ["400", "401", "404", "422", "429", "500", "503"].map((status) => [status, json({ type: "object" })]),
  );
  const text = { content: { "text/plain": {}, "application/json": { schema: { type: "object" } } } };
  const history = {
    type: "object",
    required: ["history"],
    properties: { history: { type: "array", items: { type: "object", required: ["type", "time"] } } },
  };
  const post = (body: Record<string, unknown>) => ({
    post: { parameters: query("api_key"), requestBody: json(body), responses: { "200": text, ...refusals } },
  });
  const reply = ["email_stats_id", "email_body", "reply_message_id", "reply_email_time", "reply_email_body"];
  const schedule = ["timezone", "days_of_the_week", "start_hour", "end_hour", "min_time_btw_emails", "max_new_leads_per_day"];
  const more: Document["paths"] = {
    "/leads/": { get: { parameters: query("api_key", "email"), responses: { "200": json({ type: "object" }), ...refusals } } },
    "/campaigns/{id}/leads/{lead}/message-history": {
      get: { parameters: query("api_key"), responses: { "200": json(history), ...refusals } },
    },
    "/campaigns/{id}/schedule": post({ type: "object", required: schedule }),
    "/campaigns/{id}/settings": post({ type: "object", required: ["track_settings", "stop_lead_settings"] }),
    "/campaigns/{id}/reply-email-thread": post({ type: "object", required: reply }),
  };
  for (const act of ["pause", "resume", "unsubscribe"]) more[`/campaigns/{id}/leads/{lead}/${act}`] = post({ type: "object" });
  for (const operations of Object.values(paths))
    for (const operation of Object.values(operations ?? {})) if (operation) operation.responses = { ...refusals, ...operation.responses };
  Object.assign(paths, more);
}

export const mailbox: SmartleadMailbox = {
  fromName: "Ava",
  fromEmail: AVA,
  user: AVA,
  password: "mailbox-secret",
  smtp: { host: "smtp.example", port: 587 },
  imap: { host: "imap.example", port: 993 },
  maximumPerDay: 30,
  warmup: { isEnabled: true, perDay: 35, rampUpPerDay: 3, replyRatePercent: 30 },
};

export const message = (change: Partial<SmtpMessage> = {}): SmtpMessage => ({
  messageId: "<ours@getagency.example>",
  from: { name: "Ava", address: AVA },
  to: { name: "Sam Example", address: SAM },
  subject: "Quick question",
  text: "Hi Sam,\n\n5 > 4 & {{not_a_field}} {a|b}\n\nStop: https://app.example/u/one\n",
  date: START,
  inReplyTo: null,
  references: [],
  headers: {},
  ...change,
});
export const followUp = (inReplyTo: string) =>
  message({
    subject: "Re: Quick question",
    text: "One more thought.\n\nStop: https://app.example/u/two",
    inReplyTo,
    references: [inReplyTo],
  });

/** Our client, a stand-in with mail in memory, a product that takes its webhooks, and a clock to move; new for each test. */
export class SmartleadFixture {
  now = START;
  mail: MemoryMail = memoryMail();
  readonly #contract = hasContracts ? readContract("smartlead", withMoreRoutes) : null;
  #product: Awaited<ReturnType<typeof webhookReceiver>> | undefined;
  #standIn: Awaited<ReturnType<typeof startProviders>> | undefined;
  #watch = watchedFetch(null, "");

  constructor() {
    beforeAll(async () => {
      this.#product = await webhookReceiver();
    });
    afterAll(() => this.#product?.close());
    beforeEach(() => this.#start());
    afterEach(async () => {
      await this.#standIn?.close();
      expect(this.#watch.problems).toEqual([]);
    });
  }

  get fetch(): typeof fetch {
    return this.#watch.fetch;
  }

  get baseUrl(): string {
    return `${this.#standIn?.url}/smartlead/api/v1`;
  }

  get api(): Smartlead {
    return smartlead({ apiKey: SMARTLEAD_KEY, baseUrl: this.baseUrl, fetch: this.fetch });
  }

  /** One for each test: it remembers campaigns. */
  carrier: SmartleadCarrier = createSmartleadCarrier({ apiKey: "", baseUrl: "", fetch });

  fail(fault: object): Promise<Response> {
    return this.#control("faults", { provider: "smartlead", ...fault });
  }

  /** Moves the clock and waits until everything due has been told. */
  async passMinutes(minutes: number): Promise<void> {
    this.now = new Date(this.now.getTime() + minutes * 60_000);
    await this.#control("tick", {});
    const due = async () => {
      const state = await (await fetch(`${this.#standIn?.url}/_control/state`)).json();
      return (state as { callbacks: { due: number } }).callbacks.due;
    };
    await expect.poll(due).toBe(0);
  }

  /** What the product was told, every signature checked. */
  news(): SmartleadNews[] {
    return (this.#product?.received ?? []).flatMap(({ path, headers, body }) => {
      const pathToken = path.split("/").at(-1) ?? "";
      const knock = { headers, body, secrets: SMARTLEAD_WEBHOOK_SECRET, pathToken, pathTokens: SMARTLEAD_WEBHOOK_TOKEN };
      expect(verifySmartlead(knock)).toBe("signed");
      return toSmartleadNews(smartleadEvent.parse(JSON.parse(body)), this.now);
    });
  }

  /** Connects the mailbox and hands a first message over; resolves when it is out and told. */
  async passedOn(change: Partial<SmtpMessage> = {}, key = "touch-1") {
    await this.api.saveMailbox(mailbox);
    const handed = await this.carrier.handOver(message(change), key);
    await this.passMinutes(10);
    await this.passMinutes(1); // Smartlead tells a little later
    return handed;
  }

  async #start(): Promise<void> {
    this.now = START;
    this.mail = memoryMail();
    const appUrl = this.#product?.url ?? "";
    if (this.#product) this.#product.received.length = 0;
    const clock = { now: () => this.now };
    const world = { clock, seed: 1, appUrl, mail: this.mail, standIns: [smartleadStandIn] };
    this.#standIn = await startProviders({ port: 0, databaseUrl: null, ...world });
    this.#watch = watchedFetch(this.#contract, "/smartlead/api/v1");
    this.carrier = createSmartleadCarrier({ apiKey: SMARTLEAD_KEY, baseUrl: this.baseUrl, fetch: this.fetch });
  }

  #control(path: string, body: unknown): Promise<Response> {
    return fetch(`${this.#standIn?.url}/_control/${path}`, { method: "POST", body: JSON.stringify(body) });
  }
}

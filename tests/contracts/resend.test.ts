import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { RESEND_EMAIL_MICRO_AUD } from "@/lib/domain/provider-costs";
import { type Resend, resend } from "@/lib/integrations/resend/api";
import { createResendCarrier, type ResendCarrier, type ResendMessage } from "@/lib/integrations/resend/carrier";
import { toChannelEvents, touchOf } from "@/lib/integrations/resend/transform";
import { resendEvent, verifyResend } from "@/lib/integrations/resend/webhook";
import { emailAnswer, errorAnswer, sentAnswer } from "@/lib/integrations/resend/wire";
import { buildArf } from "@/local/mail/mime/build-arf";
import { buildDsn } from "@/local/mail/mime/build-dsn";
import { type MemoryMail, memoryMail } from "@/local/providers/mail/memory-mail";
import { RESEND_FEEDBACK } from "@/local/providers/resend/deliver";
import { RESEND_KEY, RESEND_WEBHOOK_SECRET, resendStandIn } from "@/local/providers/resend/resend";
import { startProviders } from "@/local/providers/server";
import { type Document, hasContracts, readContract, readSamples, watchedFetch } from "@/tests/contracts/contract";
import { scriptedFetch } from "@/tests/contracts/stand-in";
import { webhookReceiver } from "@/tests/contracts/webhook-receiver";

const START = new Date("2026-11-24T02:00:00Z");
const PERMANENT = { outcome: "refused", isPermanent: true, response: "550 5.1.1 no such user" } as const;
const PASSING = { outcome: "refused", isPermanent: false, response: "452 4.2.2 mailbox full" } as const;

/** The document lists no refusals; every one has this shape. */
function withRefusals({ paths }: Document): void {
  const schema = { type: "object", required: ["statusCode", "name", "message"] };
  const refusal = { content: { "application/json": { schema } } };
  for (const operations of Object.values(paths))
    for (const operation of Object.values(operations ?? {}))
      for (const status of ["400", "401", "403", "404", "409", "422", "429", "500"]) if (operation) operation.responses[status] ??= refusal;
}

const message = (change: Partial<ResendMessage> = {}): ResendMessage => ({
  purpose: "conversation",
  messageId: "<ours@mail.agency.example>",
  from: { name: "Ava, Example", address: "ava@mail.agency.example" },
  to: { name: "Sam", address: "sam@prospect.example" },
  subject: "Re: Quick question",
  text: "Tuesday works.\n\nStop: https://app.example/u/abc",
  date: START,
  inReplyTo: "<reply-1@prospect.example>",
  references: ["<one@mail.agency.example>", "<reply-1@prospect.example>"],
  headers: { "List-Unsubscribe-Post": "List-Unsubscribe=One-Click" },
  ...change,
});

describe.skipIf(!hasContracts)("Resend: our client and the stand-in keep the contract", () => {
  const contract = hasContracts ? readContract("resend", withRefusals) : null;
  let product: Awaited<ReturnType<typeof webhookReceiver>>;
  let standIn: Awaited<ReturnType<typeof startProviders>>;
  let watch: ReturnType<typeof watchedFetch>;
  let mail: MemoryMail;
  let now = START;
  let api: Resend;
  let carrier: ResendCarrier;

  beforeAll(async () => {
    product = await webhookReceiver();
  });
  afterAll(() => product.close());
  beforeEach(async () => {
    now = START;
    mail = memoryMail();
    product.received.length = 0;
    product.state.status = 200;
    const clock = { now: () => now };
    standIn = await startProviders({ port: 0, databaseUrl: null, clock, seed: 1, appUrl: product.url, mail, standIns: [resendStandIn] });
    watch = watchedFetch(contract, "/resend");
    const access = { apiKey: RESEND_KEY, baseUrl: `${standIn.url}/resend`, fetch: watch.fetch };
    api = resend(access);
    carrier = createResendCarrier(access);
  });
  afterEach(async () => {
    await standIn.close();
    expect(watch.problems).toEqual([]);
  });

  const control = (path: string, body: unknown) => fetch(`${standIn.url}/_control/${path}`, { method: "POST", body: JSON.stringify(body) });
  const fail = (fault: object) => control("faults", { provider: "resend", ...fault });
  const passMinutes = async (minutes: number) => {
    now = new Date(now.getTime() + minutes * 60_000);
    await control("tick", {});
    await expect
      .poll(async () => ((await (await fetch(`${standIn.url}/_control/state`)).json()) as { callbacks: { due: number } }).callbacks.due)
      .toBe(0);
  };
  const events = () =>
    product.received.map(({ headers, body }) => {
      expect(verifyResend({ headers, body, secrets: RESEND_WEBHOOK_SECRET, now })).toMatch(/^msg_/);
      return resendEvent.parse(JSON.parse(body));
    });
  const email = { from: { name: "Ava", address: "ava@mail.agency.example" }, to: ["sam@prospect.example"], subject: "Hi", text: "Hello" };

  test("the same request under the same key is sent once; another one under it is refused", async () => {
    const first = await api.sendEmail(email, "key-1");
    expect(await api.sendEmail(email, "key-1")).toEqual(first);
    expect(first.pauseMs).toBe(0);
    expect(mail.sent).toHaveLength(1);
    await expect(api.sendEmail({ ...email, text: "Other" }, "key-1")).rejects.toMatchObject({
      status: 409,
      reason: "invalid_idempotent_request",
      retryable: false,
    });
    now = new Date(START.getTime() + 25 * 3_600_000);
    expect((await api.sendEmail(email, "key-1")).id).not.toBe(first.id);
  });

  test("a batch, and what was sent as Resend has it: its Message-ID is not the id", async () => {
    const { ids } = await api.sendBatch([email, { ...email, to: ["lee@prospect.example"] }], "batch-1");
    expect(ids).toHaveLength(2);
    const found = await api.getEmail(ids[1] ?? "");
    expect(found).toMatchObject({ to: ["lee@prospect.example"], message_id: mail.sent[1]?.messageId });
    expect((await api.listEmails({ limit: 1 })).data.map(({ id }) => id)).toEqual([ids[1]]);
    await expect(api.getEmail("none")).rejects.toMatchObject({ status: 404, reason: "not_found" });
  });

  test("an answer in a conversation goes out threaded, tagged and once", async () => {
    const handed = await carrier.handOver(message(), "touch-1");
    expect(handed).toMatchObject({ outcome: "accepted", costMicroAud: RESEND_EMAIL_MICRO_AUD });
    expect(await carrier.handOver(message(), "touch-1")).toEqual(handed);
    expect(mail.sent).toHaveLength(1);
    const [sent] = mail.sent;
    expect(sent).toMatchObject({ from: '"Ava, Example" <ava@mail.agency.example>', text: message().text });
    expect(sent?.headers).toMatchObject({ "In-Reply-To": "<reply-1@prospect.example>", References: message().references.join(" ") });
    const reference = handed.outcome === "accepted" ? (handed.reference ?? "") : "";
    expect(await carrier.readMessageId(reference)).toBe(sent?.messageId);
    await passMinutes(1);
    expect(events().map(({ type }) => type)).toEqual(["email.sent", "email.delivered"]);
    expect(events().every((event) => touchOf(event) === "touch-1" && event.data.email_id === reference)).toBe(true);
    expect(
      events()
        .flatMap(toChannelEvents)
        .map((event) => event.kind === "delivery" && event.state),
    ).toEqual(["sent", "delivered"]);
  });

  test("a first message is not Resend's to carry", async () => {
    expect(await carrier.handOver(message({ inReplyTo: null }), "touch-2")).toMatchObject({ outcome: "refused", cause: "content" });
    expect(mail.sent).toEqual([]);
    const notice = message({ purpose: "notice", inReplyTo: null, references: [] });
    expect(await carrier.handOver(notice, "notice-1")).toMatchObject({ outcome: "accepted" });
  });

  test("an answer that is lost is unknown, and found again; a request that never arrived is not there", async () => {
    await fail({ operation: "POST /emails", kind: "answer_lost" });
    expect(await carrier.handOver(message(), "touch-3")).toMatchObject({ outcome: "unknown" });
    expect(await carrier.reconcile("touch-3", message())).toMatchObject({ outcome: "accepted" });
    expect(mail.sent).toHaveLength(1);
    await fail({ operation: "POST /emails", kind: "drop" });
    const other = message({ text: "Something else" });
    expect(await carrier.handOver(other, "touch-4")).toMatchObject({ outcome: "unknown" });
    expect(await carrier.reconcile("touch-4", other)).toEqual({ outcome: "not_found" });
  });

  test.each([
    [401, { outcome: "refused", isPermanent: false, cause: "ours" }],
    [403, { outcome: "refused", isPermanent: false, cause: "ours" }],
    [409, { outcome: "unknown" }],
    [422, { outcome: "refused", isPermanent: true, cause: "content" }],
    [429, { outcome: "refused", isPermanent: false, cause: "moment" }],
    [500, { outcome: "unknown" }],
  ])("a hand-over that is answered %i", async (status, expected) => {
    await fail({ operation: "POST /emails", kind: "status", status });
    const handed = await carrier.handOver(message(), "touch-5");
    expect(handed).toMatchObject(expected);
    expect(JSON.stringify(handed)).not.toMatch(/prospect\.example|re_local/);
  });

  test("a server nobody listens at has not acted", async () => {
    const nowhere = createResendCarrier({ apiKey: RESEND_KEY, baseUrl: "http://127.0.0.1:1", fetch });
    expect(await nowhere.handOver(message(), "touch-6")).toMatchObject({ outcome: "refused", cause: "moment" });
    expect(await nowhere.reconcile("touch-6", message())).toMatchObject({ outcome: "unknown" });
  });

  test("limits say how long to wait", async () => {
    await fail({ kind: "status", status: 429, retryAfterSeconds: 7 });
    await expect(api.getEmail("x")).rejects.toMatchObject({ status: 429, retryable: true, retryAfterMs: 7_000 });
    await fail({ kind: "status", status: 429 });
    await expect(api.getEmail("x")).rejects.toMatchObject({ reason: "rate_limit_exceeded", retryable: true, retryAfterMs: 1_000 });
  });

  test("a refused address bounces for good and is not written to again; a full mailbox is tried again", async () => {
    mail.answerFor("gone@prospect.example", PERMANENT);
    mail.answerFor("full@prospect.example", PASSING);
    await api.sendEmail({ ...email, to: ["gone@prospect.example"] }, "gone-1");
    await api.sendEmail({ ...email, to: ["full@prospect.example"] }, "full-1");
    await passMinutes(1);
    mail.answerFor("full@prospect.example", undefined);
    await passMinutes(20);
    await passMinutes(1);
    expect(mail.sent.map(({ to }) => to)).toEqual(["full@prospect.example"]);
    await api.sendEmail({ ...email, to: ["gone@prospect.example"] }, "gone-2");
    await passMinutes(1);
    const told = events()
      .flatMap(toChannelEvents)
      .flatMap((event) => (event.kind === "delivery" ? [[event.state, event.code, event.isPermanent]] : []));
    expect(told.filter(([state]) => state === "undelivered")).toEqual([
      ["undelivered", "Permanent/General", true],
      ["undelivered", "suppressed/previous_bounce", null],
    ]);
    expect(told).toContainEqual(["sent", "delivery_delayed", false]);
    expect(told.filter(([state]) => state === "delivered")).toHaveLength(1);
  });

  test("returned mail and complaints are read from Resend's own mailbox, once", async () => {
    await api.sendEmail(email, "returned");
    await api.sendEmail({ ...email, to: ["lee@prospect.example"] }, "complained");
    const original = (index: number) => Buffer.from(`Message-ID: ${mail.sent[index]?.messageId}\r\nSubject: Hi\r\n\r\nHello\r\n`);
    const report = { returnTo: RESEND_FEEDBACK, now };
    const dsn = { action: "failed", status: "5.1.1", diagnostic: "550 5.1.1 unknown", recipient: "sam@prospect.example" } as const;
    mail.receive(RESEND_FEEDBACK, buildDsn({ ...report, ...dsn, originalMessage: original(0) }).toString(), now);
    mail.receive(
      RESEND_FEEDBACK,
      buildArf({ ...report, complainant: "lee@prospect.example", originalMessage: original(1) }).toString(),
      now,
    );
    await passMinutes(1);
    await passMinutes(1);
    const told = events().filter(({ type }) => type === "email.bounced" || type === "email.complained");
    expect(told.flatMap(toChannelEvents)).toMatchObject([
      { kind: "delivery", state: "undelivered", isPermanent: true },
      { kind: "opted_out", address: "lee@prospect.example", isComplaint: true },
    ]);
  });

  test("a webhook that is not taken comes again as Resend repeats it, under the same id", async () => {
    product.state.status = 500;
    await api.sendEmail(email, "again");
    await passMinutes(1);
    product.state.status = 200;
    await passMinutes(6);
    const ids = product.received.map(({ headers }) => headers.get("svix-id"));
    expect(ids.length).toBeGreaterThan(2);
    expect(new Set(ids).size).toBe(2);
  });
});

describe.skipIf(!hasContracts)("Resend: every sample", () => {
  const samples = hasContracts ? readSamples("resend") : {};
  const event = (name: string) => resendEvent.parse(samples[`webhook-email.${name}.json`]);

  test("answers and errors parse", async () => {
    expect(sentAnswer.parse(samples["send.response.json"]).id).toMatch(/^3f0d1c52/);
    expect(emailAnswer.parse(samples["get-email.response.json"]).message_id).toBe("<3f0d1c52@mail.example.com>");
    expect(errorAnswer.parse(samples["error-409-idempotency.json"]).name).toBe("invalid_idempotent_request");
    const limited = resend({
      apiKey: "k",
      baseUrl: "https://a.example",
      fetch: scriptedFetch(429, JSON.stringify(samples["error-429.json"]), { "ratelimit-reset": "3" }),
    });
    await expect(limited.getEmail("1")).rejects.toMatchObject({ reason: "rate_limit_exceeded", retryAfterMs: 3_000 });
  });

  test.each([
    ["sent", [{ kind: "delivery", state: "sent" }]],
    ["delivered", [{ kind: "delivery", state: "delivered" }]],
    ["delivery_delayed", [{ kind: "delivery", state: "sent", isPermanent: false }]],
    ["bounced", [{ kind: "delivery", state: "undelivered", isPermanent: true, code: "Permanent/General" }]],
    ["complained", [{ kind: "opted_out", channel: "email", address: "sam@example.com", isComplaint: true }]],
    ["failed", [{ kind: "delivery", state: "failed", code: "reached_daily_quota", isPermanent: null }]],
    ["suppressed", [{ kind: "delivery", state: "undelivered", isPermanent: null }]],
    ["opened", []],
    ["clicked", []],
    ["scheduled", []],
  ])("email.%s", (name, expected) => {
    expect(toChannelEvents(event(name))).toMatchObject(expected);
    expect(toChannelEvents(event(name))).toHaveLength(expected.length);
  });

  test.each([
    ["Transient", false],
    ["Undetermined", null],
  ])("a %s bounce condemns nobody", (type, isPermanent) => {
    const bounced = event("bounced");
    expect(toChannelEvents({ ...bounced, data: { ...bounced.data, bounce: { type } } })).toMatchObject([{ isPermanent }]);
  });
});

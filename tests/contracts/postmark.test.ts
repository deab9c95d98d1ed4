import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type Postmark, postmark, postmarkDay } from "@/lib/integrations/postmark/api";
import { bounceEvents, toChannelEvents, toRawEmail } from "@/lib/integrations/postmark/transform";
import { postmarkExternalId, postmarkInbound, postmarkRecord, verifyPostmark } from "@/lib/integrations/postmark/webhook";
import { errorAnswer, inboundAnswer } from "@/lib/integrations/postmark/wire";
import { composeMessage } from "@/local/mail/mime/compose-message";
import { readOriginal } from "@/local/mail/mime/original-message";
import { type MemoryMail, memoryMail } from "@/local/providers/mail/memory-mail";
import { POSTMARK_TOKEN, postmarkStandIn } from "@/local/providers/postmark/postmark";
import { startProviders } from "@/local/providers/server";
import { LOCAL_KEYS } from "@/local/stack-config";
import { hasContracts, readContract, readSamples, watchedFetch } from "@/tests/contracts/contract";
import { scriptedFetch } from "@/tests/contracts/stand-in";
import { webhookReceiver } from "@/tests/contracts/webhook-receiver";

const NOW = new Date("2026-11-24T02:00:00Z");
const AVA = "ava@getagency.example";
const CREDENTIALS = { user: LOCAL_KEYS.postmarkUser, password: LOCAL_KEYS.postmarkPassword };
const DAY_MS = 86_400_000;

describe.skipIf(!hasContracts)("Postmark: our client and the stand-in keep the contract", () => {
  const contract = hasContracts ? readContract("postmark") : null;
  let product: Awaited<ReturnType<typeof webhookReceiver>>;
  let standIn: Awaited<ReturnType<typeof startProviders>>;
  let watch: ReturnType<typeof watchedFetch>;
  let mail: MemoryMail;
  let api: Postmark;

  beforeAll(async () => {
    product = await webhookReceiver();
  });
  afterAll(() => product.close());
  beforeEach(async () => {
    mail = memoryMail();
    product.received.length = 0;
    const clock = { now: () => NOW };
    standIn = await startProviders({ port: 0, databaseUrl: null, clock, seed: 1, appUrl: product.url, mail, standIns: [postmarkStandIn] });
    watch = watchedFetch(contract, "/postmark");
    api = postmark({ apiKey: POSTMARK_TOKEN, baseUrl: `${standIn.url}/postmark`, fetch: watch.fetch });
  });
  afterEach(async () => {
    await standIn.close();
    expect(watch.problems).toEqual([]);
  });

  const control = (path: string, body: unknown) => fetch(`${standIn.url}/_control/${path}`, { method: "POST", body: JSON.stringify(body) });
  const arrive = async (number: number, receivedAt: Date, state: "delivered" | "queued" | "exhausted" = "delivered") => {
    const raw = await composeMessage({
      from: { name: "Sam Example", address: "sam@prospect.example" },
      to: { name: "Ava", address: AVA },
      subject: `Re: Quick question ${number}`,
      text: "Tell me more — please",
      date: receivedAt,
      inReplyTo: "<one@getagency.example>",
      references: ["<one@getagency.example>"],
      headers: { "Auto-Submitted": "no" },
    });
    const id = `00000000-0000-4000-8000-00000000000${number}`;
    const stored = {
      id,
      number,
      mailbox: AVA,
      direction: "incoming" as const,
      mailFrom: "sam@prospect.example",
      headerFrom: "",
      subject: "",
      messageId: "",
      receivedAt,
    };
    mail.posted.unshift({ message: { ...stored, raw }, state, attempts: state === "queued" ? 1 : 0 });
    return id;
  };

  test("what came in is listed newest first, by page and day, whether or not its webhook was taken", async () => {
    await arrive(1, new Date(NOW.getTime() - 3 * DAY_MS));
    await arrive(2, new Date(NOW.getTime() - DAY_MS), "exhausted");
    const last = await arrive(3, NOW, "queued");
    const all = await api.listInbound({ count: 10, offset: 0 });
    expect([all.TotalCount, all.InboundMessages.map(({ Subject, Status }) => [Subject.at(-1), Status])]).toEqual([
      3,
      [
        ["3", "scheduled"],
        ["2", "failed"],
        ["1", "processed"],
      ],
    ]);
    expect((await api.listInbound({ count: 1, offset: 1 })).InboundMessages.map(({ Subject }) => Subject.at(-1))).toEqual(["2"]);
    const since = new Date(NOW.getTime() - 2 * DAY_MS);
    expect((await api.listInbound({ count: 10, offset: 0, since, recipient: AVA })).TotalCount).toBe(2);
    expect((await api.listInbound({ count: 10, offset: 0, recipient: "nobody@getagency.example" })).TotalCount).toBe(0);
    const [first] = all.InboundMessages;
    expect(first?.MessageID).toBe(last);
  });

  test("a fetched message becomes the mail it was", async () => {
    const raw = await toRawEmail(await api.getInbound(await arrive(1, NOW)), NOW);
    const original = await readOriginal(mail.posted[0]?.message.raw ?? Buffer.alloc(0));
    expect(await readOriginal(Buffer.from(raw))).toMatchObject({
      messageId: original.messageId,
      references: original.references,
      subject: original.subject,
      date: original.date,
      from: original.from,
      to: [{ address: AVA }],
      text: original.text,
    });
    expect(raw).toMatch(/^In-Reply-To: <one@getagency.example>\r$/m);
    expect(raw).toMatch(/^Auto-Submitted: no\r$/m);
  });

  test("bounces are told with our credentials, listed, fetched and lifted", async () => {
    await control("postmark/returned", { type: "HardBounce", email: "sam@prospect.example", messageId: "m-1" });
    await control("postmark/returned", { type: "SpamComplaint", email: "lee@prospect.example", messageId: "m-2" });
    await control("tick", {});
    await expect.poll(() => product.received.length).toBe(2);
    const told = product.received.map(({ headers, body }) => {
      expect(verifyPostmark(headers.get("authorization"), CREDENTIALS)).toBe(true);
      return postmarkRecord.parse(JSON.parse(body));
    });
    expect(told.flatMap(toChannelEvents)).toMatchObject([
      { kind: "delivery", reference: "m-1", state: "undelivered", isPermanent: true },
      { kind: "opted_out", address: "lee@prospect.example", isComplaint: true },
    ]);
    const { TotalCount, Bounces } = await api.listBounces({ count: 50, offset: 0, since: NOW });
    expect(TotalCount).toBe(2);
    expect(Bounces.flatMap(bounceEvents)).toEqual(told.toReversed().flatMap(toChannelEvents));
    const hard = Bounces[1]?.ID ?? "";
    expect(await api.getBounce(hard)).toMatchObject({ Email: "sam@prospect.example", Inactive: true });
    expect((await api.activateBounce(hard)).Bounce.Inactive).toBe(false);
    await expect(api.getBounce("99")).rejects.toMatchObject({ status: 422, errorCode: 407, retryable: false });
  });

  test("the hook is set with its source switched on, and tokens stay out", async () => {
    const url = "https://inbound:secret@app.example/api/webhooks/postmark";
    await api.setInboundHook(url);
    const server = await api.getServer();
    expect(server).toMatchObject({ InboundHookUrl: url, RawEmailEnabled: true });
    expect(JSON.stringify(server)).not.toContain(POSTMARK_TOKEN);
  });

  test.each([
    [{ status: 422 }, { status: 422, errorCode: 406, retryable: false }],
    [{ status: 429 }, { status: 429, retryable: true, retryAfterMs: 10_000 }],
    [{ status: 500 }, { status: 500, retryable: true }],
  ])("%o", async (fault, expected) => {
    await control("faults", { provider: "postmark", kind: "status", ...fault });
    await expect(api.setInboundHook("https://inbound:secret@app.example/")).rejects.toMatchObject(expected);
  });

  test("a wrong token is not tried again, and no error holds the hook's credentials", async () => {
    const wrong = postmark({ apiKey: "nope", baseUrl: `${standIn.url}/postmark`, fetch: watch.fetch });
    const error = await wrong.setInboundHook("https://inbound:secret@app.example/").catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ status: 401, errorCode: 10, retryable: false });
    expect(`${(error as Error).message} ${JSON.stringify(error)}`).not.toMatch(/secret|nope/);
  });
});

test("Postmark's days are those of New York", () => {
  expect(postmarkDay(new Date("2026-11-24T04:59:00Z"))).toBe("2026-11-23");
  expect(postmarkDay(new Date("2026-11-24T05:00:00Z"))).toBe("2026-11-24");
});

describe.skipIf(!hasContracts)("Postmark: every sample", () => {
  const samples = hasContracts ? readSamples("postmark") : {};
  const events = (name: string, change: object = {}) =>
    toChannelEvents(postmarkRecord.parse({ ...(samples[`${name}.json`] as object), ...change }));
  const opted = (isComplaint: boolean) => [{ kind: "opted_out", channel: "email", address: "sam@example.com", isComplaint }];

  test("records", () => {
    expect(events("bounce-hard")).toMatchObject([{ kind: "delivery", state: "undelivered", code: "1", isPermanent: true }]);
    expect(events("bounce-soft")).toMatchObject([{ isPermanent: false, code: "4096" }]);
    expect(events("bounce-soft", { TypeCode: 512 })).toMatchObject([{ isPermanent: false }]);
    expect(events("bounce-soft", { TypeCode: 8192 })).toMatchObject([{ isPermanent: null }]);
    expect(events("bounce-hard", { TypeCode: 100_000 })).toMatchObject([{ isPermanent: true }]);
    expect(events("spam-complaint")).toMatchObject(opted(true));
    expect(events("subscription-change")).toMatchObject(opted(false));
    expect(events("subscription-change", { SuppressionReason: "HardBounce" })).toMatchObject([{ kind: "delivery", isPermanent: true }]);
  });

  test("an address Postmark serves again stays suppressed with us", () => {
    expect(events("subscription-change", { SuppressSending: false })).toEqual([]);
  });

  test("inbound messages, errors, and what tells a repeat", async () => {
    expect(errorAnswer.parse(samples["error-406.422.json"]).ErrorCode).toBe(406);
    const refused = postmark({
      apiKey: "k",
      baseUrl: "https://a.example",
      fetch: scriptedFetch(422, JSON.stringify(samples["error-406.422.json"])),
    });
    await expect(refused.getServer()).rejects.toMatchObject({ errorCode: 406, message: "postmark: GET /server answered 422 (error 406)" });
    for (const name of ["inbound-reply", "inbound-out-of-office"]) {
      const sample = samples[`${name}.json`];
      expect(postmarkInbound.safeParse(sample).error?.message).toContain("raw email content"); // the samples come without
      expect(postmarkInbound.parse({ ...(sample as object), RawEmail: "x" }).OriginalRecipient).toBe("ava+t1a1@reply.example.com");
      const raw = await toRawEmail(inboundAnswer.parse(sample), NOW);
      expect(raw).toMatch(/^In-Reply-To: <3f0d1c52@mail\.example\.com>\r$/m);
      if (name === "inbound-out-of-office") expect(raw).toMatch(/^Auto-Submitted: auto-replied\r$/m);
    }
    const ids = ["bounce-hard", "bounce-soft", "spam-complaint", "subscription-change", "inbound-reply", "inbound-out-of-office"].map(
      (name) => postmarkExternalId(samples[`${name}.json`]),
    );
    expect(new Set(ids).size).toBe(6);
    expect(ids).not.toContain(undefined);
    expect(postmarkExternalId({ RecordType: "Later" })).toBeUndefined();
  });
});

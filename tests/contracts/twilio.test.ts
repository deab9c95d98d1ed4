import { readFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { OutgoingText } from "@/lib/domain/hand-over";
import { TWILIO_LINE_TYPE_LOOKUP_MICRO_AUD, TWILIO_SMS_SEGMENT_MICRO_AUD } from "@/lib/domain/provider-costs";
import { type Twilio, twilio } from "@/lib/integrations/twilio/api";
import { createTwilioCarrier } from "@/lib/integrations/twilio/carrier";
import { meaningOfCode } from "@/lib/integrations/twilio/error-codes";
import { messageToEvents } from "@/lib/integrations/twilio/transform";
import { keyOfCallback, readTwilioWebhook, twilioFields, verifyTwilio } from "@/lib/integrations/twilio/webhook";
import type { ListeningHttp } from "@/local/http/listen-http";
import type { Contact, Reaction } from "@/local/providers/recipients";
import { startProviders } from "@/local/providers/server";
import { TWILIO_ACCOUNT } from "@/local/providers/twilio/account";
import { twilioStandIn } from "@/local/providers/twilio/twilio";
import { type Document, hasContracts, readContract, readSamples, watchedFetch } from "@/tests/contracts/contract";
import { scriptedFetch } from "@/tests/contracts/stand-in";

const BASE = "/twilio";
const START = new Date("2026-11-24T02:00:00Z");
const [SENDER, OTHER_SENDER, VOICE] = ["+61491570156", "+61491570157", "+61255501001"];
const PERSON = "+61491570006";
const KEY = { accountSid: TWILIO_ACCOUNT.accountSid, user: TWILIO_ACCOUNT.accountSid, secret: TWILIO_ACCOUNT.authToken };
const MINUTE = 60_000;

/** The document lists no refusals although it holds their schema, and calls the paths of its pages addresses. */
function correct({ paths, components }: Document): void {
  const refusal = { content: { "application/json": { schema: components?.schemas?.TwilioError ?? {} } } };
  for (const operation of Object.values(paths).flatMap((methods) => Object.values(methods ?? {}))) {
    if (!operation?.responses) continue;
    for (const status of [400, 401, 404, 429, 500, 503]) operation.responses[status] = refusal;
    const page = operation.responses[200]?.content?.["application/json"]?.schema?.properties as
      | Record<string, { format?: string }>
      | undefined;
    for (const name of ["uri", "first_page_uri", "next_page_uri", "previous_page_uri"])
      if (page?.[name]) page[name].format = "uri-reference";
  }
}

type Received = { path: string; signature: string | null; body: string };

describe.skipIf(!hasContracts)("Twilio: our client and the stand-in keep the contract", () => {
  const contract = hasContracts ? readContract("twilio", correct) : null;
  let now = START;
  let standIn: ListeningHttp;
  let product: Server;
  let productUrl: string;
  let received: Received[] = [];
  let reactions: (contact: Contact) => Reaction[] = () => [];
  let watch: ReturnType<typeof watchedFetch>;
  let api: Twilio;
  let carrier: ReturnType<typeof createTwilioCarrier>;

  beforeAll(async () => {
    product = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on("data", (chunk: Buffer) => chunks.push(chunk));
      request.on("end", () => {
        const signature = request.headers["x-twilio-signature"] ?? null;
        received.push({ path: request.url ?? "", signature: signature as string | null, body: Buffer.concat(chunks).toString() });
        response.writeHead(204).end();
      });
    });
    await new Promise<void>((resolve) => {
      product.listen(0, "127.0.0.1", resolve);
    });
    productUrl = `http://127.0.0.1:${(product.address() as AddressInfo).port}`;
  });
  afterAll(() => void product.close());
  beforeEach(async () => {
    now = START;
    received = [];
    reactions = () => [];
    standIn = await startProviders({
      port: 0,
      databaseUrl: null,
      clock: { now: () => now },
      seed: 1,
      appUrl: productUrl,
      recipients: { react: async (contact) => reactions(contact) },
      standIns: [twilioStandIn],
    });
    watch = watchedFetch(contract, BASE);
    const access = { apiKey: KEY, baseUrl: standIn.url + BASE, lookupsBaseUrl: standIn.url + BASE, fetch: watch.fetch };
    api = twilio(access);
    carrier = createTwilioCarrier({ ...access, statusCallback: `${productUrl}/api/webhooks/twilio`, now: () => now });
  });
  afterEach(async () => {
    await standIn.close();
    expect(watch.problems).toEqual([]);
  });

  const control = async (path: string, body?: unknown) => {
    const response = await fetch(`${standIn.url}/_control${path}`, { method: "POST", ...(body ? { body: JSON.stringify(body) } : {}) });
    if (!response.ok) throw new Error(`${path} answered ${response.status}: ${await response.text()}`);
  };
  const fail = (fault: Record<string, unknown>) => control("/faults", { provider: "twilio", ...fault });
  const advance = async (ms: number) => {
    now = new Date(now.getTime() + ms);
    await control("/tick");
  };
  const text = (change: Partial<OutgoingText> = {}): OutgoingText => ({
    to: PERSON,
    from: SENDER ?? "",
    body: "Hi Sam, Ava from Example Agency. Reply STOP to opt out.",
    ...change,
  });
  const isSigned = ({ path, signature, body }: Received) =>
    verifyTwilio({ signature, url: productUrl + path, body, secrets: TWILIO_ACCOUNT.authToken });
  const statuses = () =>
    received.flatMap(({ body }) => {
      const webhook = readTwilioWebhook(twilioFields(body));
      return webhook?.kind === "status" ? [[webhook.status.MessageStatus, webhook.status.ErrorCode ?? null]] : [];
    });
  const accepted = async (message = text(), key = "touch-1") => {
    const handed = await carrier.handOver(message, key);
    if (handed.outcome !== "accepted" || handed.reference === null) throw new Error(`not accepted: ${JSON.stringify(handed)}`);
    return handed.reference;
  };

  test("a text is queued, sent and delivered, each told with our key and a valid signature; its price comes later", async () => {
    const handed = await carrier.handOver(text(), "touch-1");
    expect(handed).toEqual({
      outcome: "accepted",
      reference: expect.stringMatching(/^SM[0-9a-f]{32}$/),
      costMicroAud: TWILIO_SMS_SEGMENT_MICRO_AUD,
      response: "201 queued",
    });
    const sid = handed.outcome === "accepted" ? (handed.reference ?? "") : "";
    expect(await api.getMessage(sid)).toMatchObject({ state: "queued", costMicroAud: null, sentAt: null, segments: 1 });
    await advance(MINUTE);
    expect(statuses()).toEqual([
      ["queued", null],
      ["sent", null],
      ["delivered", null],
    ]);
    expect(received.every(isSigned)).toBe(true);
    expect(received.map(({ path }) => keyOfCallback(path))).toEqual(["touch-1", "touch-1", "touch-1"]);
    expect(received.some((one) => isSigned({ ...one, path: one.path.replace("touch-1", "touch-2") }))).toBe(false);
    await advance(MINUTE);
    const message = await api.getMessage(sid);
    expect(message).toMatchObject({ state: "delivered", errorCode: null, costMicroAud: 79_825, isOutbound: true });
    expect(messageToEvents(message, now)).toEqual([
      { kind: "delivery", reference: sid, state: "delivered", code: null, isPermanent: null, costMicroAud: 79_825, at: now },
    ]);
  });

  test("two segments cost two", async () => {
    expect(await carrier.handOver(text({ body: "a".repeat(161) }), "k")).toMatchObject({ costMicroAud: 2 * TWILIO_SMS_SEGMENT_MICRO_AUD });
  });

  test.each([
    [false, "30003"],
    [true, "30005"],
  ])("a handset that cannot be reached (for good: %s)", async (isPermanent, code) => {
    reactions = ({ at }) => [{ kind: "unreachable", at: new Date(at.getTime() + 5_000), isPermanent }];
    await accepted();
    await advance(5 * MINUTE);
    expect(statuses().at(-1)).toEqual(["undelivered", code]);
  });

  test("a number without a carrier behind it is only known later; a text too old for its validity is never sent", async () => {
    await accepted(text({ to: "+611800123456" }));
    await advance(5 * MINUTE);
    expect(statuses().at(-1)).toEqual(["undelivered", "30006"]);
    received = [];
    const slow = Array.from({ length: 20 }, (_, index) => `+6149157${String(1000 + index)}`);
    for (const to of slow) {
      await api.sendMessage({ ...text({ to }), statusCallback: `${productUrl}/cb`, validitySeconds: 1 });
    }
    await advance(5 * MINUTE);
    expect(statuses()).toContainEqual(["failed", "30036"]);
    expect(statuses()).toContainEqual(["delivered", null]);
  });

  test("a reply arrives at the number's address; a STOP blocks the sender until START, and only that sender", async () => {
    reactions = ({ text: body, at }) =>
      body.includes("STOP") ? [{ kind: "reply", at: new Date(at.getTime() + 2 * MINUTE), text: "Stop" }] : [];
    await accepted();
    await advance(MINUTE);
    expect(received.map(({ path }) => path)).not.toContain("/api/webhooks/twilio");
    await advance(5 * MINUTE);
    const reply = received.find(({ path }) => path === "/api/webhooks/twilio");
    expect(reply && isSigned(reply)).toBe(true);
    expect(contract && reply && contractOfWebhook(twilioFields(reply.body))).toEqual([]);
    expect(readTwilioWebhook(twilioFields(reply?.body ?? ""))).toMatchObject({
      kind: "inbound",
      text: { From: PERSON, To: SENDER, Body: "Stop" },
    });

    const again = await carrier.handOver(text({ body: "Are you sure?" }), "touch-2");
    expect(again).toMatchObject({ outcome: "refused", cause: "opted_out", isPermanent: true });
    expect(JSON.stringify(again)).not.toContain(PERSON);
    await accepted(text({ from: OTHER_SENDER ?? "", body: "From elsewhere" }));
    await control("/twilio/inbound", { from: PERSON, to: SENDER, text: "START" });
    await accepted(text({ body: "Welcome back" }));
  });

  test.each([
    ["a landline", { to: "+61298765432" }, 21635, { cause: "address", isPermanent: true }],
    ["no number", { to: "+6149157000" }, 21211, { cause: "address", isPermanent: true }],
    ["a satellite telephone", { to: "+61147123456" }, 21614, { cause: "address", isPermanent: true }],
    ["another country", { to: "+64211234567" }, 21408, { cause: "ours", isPermanent: false }],
    ["a sender that is not ours", { from: "+61491570999" }, 21660, { cause: "ours", isPermanent: false }],
    ["a sender for calls", { from: VOICE ?? "" }, 21661, { cause: "ours", isPermanent: false }],
    ["no text", { body: "" }, 21602, { cause: "content", isPermanent: true }],
    ["a text too long", { body: "a".repeat(1601) }, 21617, { cause: "content", isPermanent: true }],
  ])("%s is refused at once", async (_name, change, code, expected) => {
    const handed = await carrier.handOver(text(change), "k");
    expect(handed).toMatchObject({ outcome: "refused", ...expected, response: expect.stringContaining(String(code)) });
    expect((await api.listMessages({})).messages).toEqual([]);
  });

  test.each([
    ["too many", 429, { outcome: "refused", cause: "moment", isPermanent: false }],
    ["Twilio says it is away", 503, { outcome: "refused", cause: "moment", isPermanent: false }],
    ["Twilio fell over", 500, { outcome: "unknown" }],
    ["a key that is not accepted", 401, { outcome: "refused", cause: "ours", isPermanent: false }],
    ["a code of the list", 21610, { outcome: "refused", cause: "opted_out", isPermanent: true }],
    ["a code nobody knew of", 29999, { outcome: "refused", cause: "content", isPermanent: true }],
  ])("%s", async (_name, status, expected) => {
    await fail({ kind: "status", status });
    expect(await carrier.handOver(text(), "k")).toMatchObject(expected);
  });

  test("an answer lost after acting is unknown and found again; one lost before is not found", async () => {
    await fail({ kind: "answer_lost" });
    expect(await carrier.handOver(text(), "touch-1")).toMatchObject({ outcome: "unknown" });
    await advance(MINUTE);
    const { messages } = await api.listMessages({ to: PERSON });
    expect(await carrier.reconcile("touch-1", text())).toEqual({
      outcome: "accepted",
      reference: messages[0]?.sid,
      costMicroAud: TWILIO_SMS_SEGMENT_MICRO_AUD,
      response: "found delivered",
    });
    expect(received.map(({ path }) => keyOfCallback(path))).toContain("touch-1");

    await fail({ kind: "drop" });
    expect(await carrier.handOver(text({ body: "Another" }), "touch-2")).toMatchObject({ outcome: "unknown" });
    expect(await carrier.reconcile("touch-2", text({ body: "Another" }))).toEqual({ outcome: "not_found" });
    await fail({ kind: "status", status: 500 });
    expect(await carrier.reconcile("touch-2", text({ body: "Another" }))).toMatchObject({ outcome: "unknown" });
  });

  test("a text to the same person four days ago is not the one that is looked for, nor is their own reply", async () => {
    await accepted();
    await advance(4 * 24 * 60 * MINUTE);
    expect(await carrier.reconcile("touch-9", text())).toEqual({ outcome: "not_found" });
    await control("/twilio/inbound", { from: PERSON, to: SENDER, text: text().body });
    expect(await carrier.reconcile("touch-9", text())).toEqual({ outcome: "not_found" });
  });

  test("nobody at the other end is a refusal that may be tried again, since nothing was sent", async () => {
    const gone = createServer();
    await new Promise<void>((resolve) => {
      gone.listen(0, "127.0.0.1", resolve);
    });
    const base = `http://127.0.0.1:${(gone.address() as AddressInfo).port}`;
    await new Promise((resolve) => {
      gone.close(resolve);
    });
    const nowhere = { apiKey: KEY, baseUrl: base, lookupsBaseUrl: base, fetch };
    const alone = createTwilioCarrier({ ...nowhere, statusCallback: "https://app.example.com/cb", now: () => now });
    expect(await alone.handOver(text(), "k")).toMatchObject({ outcome: "refused", cause: "moment", isPermanent: false });
  });

  test("lists page by Twilio's own links, latest first, without losing or repeating any", async () => {
    for (let index = 0; index < 7; index += 1) {
      await accepted(text({ body: `Text ${index}` }));
      now = new Date(now.getTime() + 1000);
    }
    const bodies: string[] = [];
    let page: string | null = null;
    do {
      const list = await api.listMessages({ to: PERSON, pageSize: 3, page });
      bodies.push(...list.messages.map(({ body }) => body));
      page = list.nextPage;
    } while (page !== null);
    expect(bodies).toEqual([6, 5, 4, 3, 2, 1, 0].map((index) => `Text ${index}`));
    await expect(api.listMessages({ page: "https://elsewhere.example/2010-04-01/Accounts/ACx/Messages.json" })).rejects.toThrow(RangeError);
  });

  test("what kind of line a number is", async () => {
    const costMicroAud = TWILIO_LINE_TYPE_LOOKUP_MICRO_AUD;
    expect(await api.lookUpNumber(PERSON)).toMatchObject({ isValid: true, e164: PERSON, country: "AU", lineType: "mobile", costMicroAud });
    expect(["landline", "voip"]).toContain((await api.lookUpNumber("+61298765432")).lineType);
    expect(await api.lookUpNumber("+611800123456")).toMatchObject({ lineType: "toll_free" });
    expect(await api.lookUpNumber("+6149")).toMatchObject({ isValid: false, lineType: "unknown", costMicroAud: 0 });
    await fail({ kind: "status", status: 404 });
    const error = await api.lookUpNumber(PERSON).catch((thrown: unknown) => thrown as Error);
    expect(String(error)).toContain("/v2/PhoneNumbers/{number} answered 404");
    expect(String(error)).not.toContain(PERSON.slice(1));
  });

  test("our numbers are listed and set up", async () => {
    const { numbers } = await api.listNumbers();
    expect(numbers.filter(({ canText }) => canText)).toHaveLength(3);
    expect(numbers.find(({ e164 }) => e164 === SENDER)).toMatchObject({ canText: true, smsUrl: `${productUrl}/api/webhooks/twilio` });
    const voice = (await api.listNumbers({ e164: VOICE ?? "" })).numbers;
    expect(voice).toEqual([expect.objectContaining({ canText: false, canCall: true, voiceUrl: null })]);
    const changed = await api.updateNumber(voice[0]?.sid ?? "", { voiceUrl: "https://app.example.com/voice", name: "Calls" });
    expect(changed).toMatchObject({ e164: VOICE, voiceUrl: "https://app.example.com/voice", name: "Calls", smsUrl: null });
    await expect(api.updateNumber("PN00", { name: "x" })).rejects.toMatchObject({ status: 404, twilioCode: 20404, retryable: false });
  });

  test("numbers are bought against papers, once; a lost answer is looked up", async () => {
    // Buying is not in the contract documents, so nothing checks these calls against them.
    const access = { apiKey: KEY, baseUrl: standIn.url + BASE, lookupsBaseUrl: standIn.url + BASE, fetch };
    const shop = twilio(access);
    const [mobile] = await shop.findAvailableNumbers("sms", { limit: 1 });
    const e164 = mobile?.e164 ?? "";
    await expect(shop.buyNumber(e164, {})).rejects.toMatchObject({ twilioCode: 21649, retryable: false });
    await fail({ kind: "answer_lost" });
    await expect(shop.buyNumber(e164, { bundleSid: "BU1", smsUrl: "https://app.example.com/sms" })).rejects.toMatchObject({
      retryable: false,
    });
    expect((await shop.listNumbers({ e164 })).numbers).toEqual([
      expect.objectContaining({ e164, canText: true, smsUrl: "https://app.example.com/sms" }),
    ]);
    await expect(shop.buyNumber(e164, { bundleSid: "BU1" })).rejects.toMatchObject({ twilioCode: 21422 });
    const local = await shop.findAvailableNumbers("voice", { areaCode: "03", limit: 2 });
    expect(local).toEqual([
      { e164: "+61355502000", locality: "Melbourne", region: "VIC" },
      { e164: "+61355502001", locality: "Melbourne", region: "VIC" },
    ]);
    expect(await shop.buyNumber("+61355502000", { addressSid: "AD1", name: "Melbourne" })).toMatchObject({
      name: "Melbourne",
      canText: false,
    });
  });

  test("a wrong key is refused before anything else, and what is not played says so", async () => {
    const wrong = twilio({ apiKey: { ...KEY, secret: "no" }, baseUrl: standIn.url + BASE, lookupsBaseUrl: standIn.url + BASE, fetch });
    await expect(wrong.listMessages({})).rejects.toMatchObject({ status: 401, twilioCode: 20003, retryable: false });
    const authorization = `Basic ${Buffer.from(`${KEY.user}:${KEY.secret}`).toString("base64")}`;
    const unplayed = await fetch(`${standIn.url}${BASE}/2010-04-01/Accounts/${KEY.accountSid}/Queues.json`, { headers: { authorization } });
    expect(unplayed.status).toBe(501);
  });
});

describe.skipIf(!hasContracts)("Twilio: every sample parses", () => {
  const samples = hasContracts ? readSamples("twilio") : {};
  const answering = (status: number, name: string) => {
    const base = "https://api.example";
    return twilio({ apiKey: KEY, baseUrl: base, lookupsBaseUrl: base, fetch: scriptedFetch(status, JSON.stringify(samples[name])) });
  };

  test("answers", async () => {
    expect(await answering(201, "message-create.response.json").getMessage("SM1")).toEqual({
      sid: "SM11111111111111111111111111111111",
      isOutbound: true,
      from: null,
      to: "+61491570006",
      body: "Hi Sam, Ava from Example Agency. Reply STOP to opt out.",
      status: "accepted",
      state: "queued",
      errorCode: null,
      segments: 1,
      costMicroAud: null,
      createdAt: new Date("2026-01-15T01:30:00Z"),
      sentAt: null,
    });
    expect(await answering(200, "lookup-mobile.response.json").lookUpNumber("+61491570006")).toMatchObject({
      isValid: true,
      lineType: "mobile",
      carrier: "Example Mobile",
    });
    const refused = answering(400, "error-21610.400.json").getMessage("SM1");
    await expect(refused).rejects.toMatchObject({ twilioCode: 21610, message: expect.stringContaining("21610 replied STOP") });
  });

  test("every code the contract names has a meaning", () => {
    const document = JSON.parse(readFileSync(new URL("../../../shared/contracts/twilio.openapi.json", import.meta.url), "utf8"));
    const meanings = Object.keys(document["x-common-error-codes"]).map((code) => [code, meaningOfCode(Number(code))?.cause]);
    expect(Object.fromEntries(meanings)).toEqual({
      20003: "ours",
      20404: "ours",
      20429: "moment",
      21211: "address",
      21408: "ours",
      21610: "opted_out",
      21614: "address",
      30003: "moment",
      30004: "address",
      30005: "address",
      30006: "address",
      30007: "content",
      30008: "moment",
    });
  });

  test("none is left out", () => {
    const read = ["error-21610.400.json", "lookup-mobile.response.json", "message-create.response.json"];
    expect(
      Object.keys(samples)
        .filter((name) => !name.startsWith("webhook-"))
        .sort((a, b) => a.localeCompare(b)),
    ).toEqual(read);
  });
});

describe("answers a carrier must tell apart", () => {
  const answered = (status: number, body: string) => {
    const base = "https://api.example";
    const access = { apiKey: KEY, baseUrl: base, lookupsBaseUrl: base, fetch: scriptedFetch(status, body) };
    const carrier = createTwilioCarrier({ ...access, statusCallback: "https://app.example.com/cb", now: () => START });
    return carrier.handOver({ to: PERSON, from: SENDER ?? "", body: "Hi" }, "k");
  };
  const message = { sid: "SM1", direction: "outbound-api", status: "queued", num_segments: "1" };

  test.each([
    ["a proxy's 503, behind which Twilio may have acted", 503, "<html>", { outcome: "unknown" }],
    ["a proxy's 403", 403, "<html>", { outcome: "refused", cause: "ours", isPermanent: false }],
    ["a proxy's 429", 429, "<html>", { outcome: "refused", cause: "moment", isPermanent: false }],
    ["a time-out of the server", 408, "{}", { outcome: "unknown" }],
    ["a 201 nobody can read", 201, "{}", { outcome: "unknown" }],
    [
      "a 201 that failed already",
      201,
      JSON.stringify({ ...message, status: "failed", error_code: 30002 }),
      { outcome: "refused", cause: "ours" },
    ],
    [
      "a price at once",
      201,
      JSON.stringify({ ...message, price: "-0.10", price_unit: "AUD" }),
      { outcome: "accepted", costMicroAud: 100_000 },
    ],
    ["a price in yen", 201, JSON.stringify({ ...message, price: "-9", price_unit: "JPY" }), { outcome: "accepted", costMicroAud: 80_000 }],
  ])("%s", async (_name, status, body, expected) => {
    expect(await answered(status, body)).toMatchObject(expected);
  });
});

/** Fields the contract wants of an inbound webhook that are missing. */
function contractOfWebhook(fields: Record<string, string>): string[] {
  return ["MessageSid", "From", "To", "Body", "AccountSid"].filter((name) => fields[name] === undefined);
}

import { describe, expect, test } from "vitest";
import { TWILIO_LINE_TYPE_LOOKUP_MICRO_AUD, TWILIO_SMS_SEGMENT_MICRO_AUD } from "@/lib/domain/provider-costs";
import { twilio } from "@/lib/integrations/twilio/api";
import { messageToEvents } from "@/lib/integrations/twilio/transform";
import { keyOfCallback, readTwilioWebhook, twilioFields } from "@/lib/integrations/twilio/webhook";
import { hasContracts } from "@/tests/contracts/contract";
import { CALLER, MINUTE_MS, OTHER_TEXT_SENDER, PERSON, TEXT_SENDER, TWILIO_KEY, twilioBench } from "@/tests/contracts/twilio-bench";

describe.skipIf(!hasContracts)("Twilio: our client and the stand-in keep the contract", () => {
  const bench = twilioBench();
  const { accepted, advance, control, fail, isSigned, statuses, text } = bench;

  test("a text is queued, sent and delivered, each told with our key and a valid signature; its price comes later", async () => {
    const handed = await bench.carrier.handOver(text(), "touch-1");
    expect(handed).toEqual({
      outcome: "accepted",
      reference: expect.stringMatching(/^SM[0-9a-f]{32}$/),
      costMicroAud: TWILIO_SMS_SEGMENT_MICRO_AUD,
      response: "201 queued",
    });
    const sid = handed.outcome === "accepted" ? (handed.reference ?? "") : "";
    expect(await bench.api.getMessage(sid)).toMatchObject({ state: "queued", costMicroAud: null, sentAt: null, segments: 1 });
    await advance(MINUTE_MS);
    expect(statuses()).toEqual([
      ["queued", null],
      ["sent", null],
      ["delivered", null],
    ]);
    expect(bench.received.every(isSigned)).toBe(true);
    expect(bench.received.map(({ path }) => keyOfCallback(path))).toEqual(["touch-1", "touch-1", "touch-1"]);
    expect(bench.received.some((one) => isSigned({ ...one, path: one.path.replace("touch-1", "touch-2") }))).toBe(false);
    await advance(MINUTE_MS);
    const message = await bench.api.getMessage(sid);
    expect(message).toMatchObject({ state: "delivered", errorCode: null, costMicroAud: 79_825, isOutbound: true });
    expect(messageToEvents(message, bench.now)).toEqual([
      { kind: "delivery", reference: sid, state: "delivered", code: null, isPermanent: null, costMicroAud: 79_825, at: bench.now },
    ]);
  });

  test("two segments cost two", async () => {
    expect(await bench.carrier.handOver(text({ body: "a".repeat(161) }), "k")).toMatchObject({
      costMicroAud: 2 * TWILIO_SMS_SEGMENT_MICRO_AUD,
    });
  });

  test.each([
    [false, "30003"],
    [true, "30005"],
  ])("a handset that cannot be reached (for good: %s)", async (isPermanent, code) => {
    bench.reactions = ({ at }) => [{ kind: "unreachable", at: new Date(at.getTime() + 5_000), isPermanent }];
    await accepted();
    await advance(5 * MINUTE_MS);
    expect(statuses().at(-1)).toEqual(["undelivered", code]);
  });

  test("a number without a carrier behind it is only known later; a text too old for its validity is never sent", async () => {
    await accepted(text({ to: "+611800123456" }));
    await advance(5 * MINUTE_MS);
    expect(statuses().at(-1)).toEqual(["undelivered", "30006"]);
    bench.received = [];
    const slow = Array.from({ length: 20 }, (_, index) => `+6149157${String(1000 + index)}`);
    for (const to of slow) {
      await bench.api.sendMessage({ ...text({ to }), statusCallback: `${bench.productUrl}/cb`, validitySeconds: 1 });
    }
    await advance(5 * MINUTE_MS);
    expect(statuses()).toContainEqual(["failed", "30036"]);
    expect(statuses()).toContainEqual(["delivered", null]);
  });

  test("a reply arrives at the number's address; a STOP blocks the sender until START, and only that sender", async () => {
    bench.reactions = ({ text: body, at }) =>
      body.includes("STOP") ? [{ kind: "reply", at: new Date(at.getTime() + 2 * MINUTE_MS), text: "Stop" }] : [];
    await accepted();
    await advance(MINUTE_MS);
    expect(bench.received.map(({ path }) => path)).not.toContain("/api/webhooks/twilio");
    await advance(5 * MINUTE_MS);
    const reply = bench.received.find(({ path }) => path === "/api/webhooks/twilio");
    expect(reply && isSigned(reply)).toBe(true);
    expect(readTwilioWebhook(twilioFields(reply?.body ?? ""))).toMatchObject({
      kind: "inbound",
      text: { From: PERSON, To: TEXT_SENDER, Body: "Stop" },
    });

    const again = await bench.carrier.handOver(text({ body: "Are you sure?" }), "touch-2");
    expect(again).toMatchObject({ outcome: "refused", cause: "opted_out", isPermanent: true });
    expect(JSON.stringify(again)).not.toContain(PERSON);
    await accepted(text({ from: OTHER_TEXT_SENDER, body: "From elsewhere" }));
    await control("/twilio/inbound", { from: PERSON, to: TEXT_SENDER, text: "START" });
    await accepted(text({ body: "Welcome back" }));
  });

  test("lists page by Twilio's own links, latest first, without losing or repeating any", async () => {
    for (let index = 0; index < 7; index += 1) {
      await accepted(text({ body: `Text ${index}` }));
      bench.now = new Date(bench.now.getTime() + 1000);
    }
    const bodies: string[] = [];
    let page: string | null = null;
    do {
      const list = await bench.api.listMessages({ to: PERSON, pageSize: 3, page });
      bodies.push(...list.messages.map(({ body }) => body));
      page = list.nextPage;
    } while (page !== null);
    expect(bodies).toEqual([6, 5, 4, 3, 2, 1, 0].map((index) => `Text ${index}`));
    bench.now = new Date(bench.now.getTime() + 60_000);
    const { messages } = await bench.api.listMessages({ sentSince: new Date(bench.now.getTime() - 62_000) });
    expect(messages.length).toBeGreaterThan(0);
    expect(messages.length).toBeLessThan(7);
    await expect(bench.api.listMessages({ page: "https://elsewhere.example/2010-04-01/Accounts/ACx/Messages.json" })).rejects.toThrow(
      RangeError,
    );
  });

  test("what kind of line a number is", async () => {
    const costMicroAud = TWILIO_LINE_TYPE_LOOKUP_MICRO_AUD;
    expect(await bench.api.lookUpNumber(PERSON)).toMatchObject({
      isValid: true,
      e164: PERSON,
      country: "AU",
      lineType: "mobile",
      costMicroAud,
    });
    expect(["landline", "voip"]).toContain((await bench.api.lookUpNumber("+61298765432")).lineType);
    expect(await bench.api.lookUpNumber("+611800123456")).toMatchObject({ lineType: "toll_free" });
    expect(await bench.api.lookUpNumber("+6149")).toMatchObject({ isValid: false, lineType: "unknown", costMicroAud: 0 });
    await fail({ kind: "status", status: 404 });
    const error = await bench.api.lookUpNumber(PERSON).catch((thrown: unknown) => thrown as Error);
    expect(String(error)).toContain("/v2/PhoneNumbers/{number} answered 404");
    expect(String(error)).not.toContain(PERSON.slice(1));
  });

  test("our numbers are listed and set up", async () => {
    const { numbers } = await bench.api.listNumbers();
    expect(numbers.filter(({ canText }) => canText)).toHaveLength(3);
    expect(numbers.find(({ e164 }) => e164 === TEXT_SENDER)).toMatchObject({
      canText: true,
      smsUrl: `${bench.productUrl}/api/webhooks/twilio`,
    });
    const voice = (await bench.api.listNumbers({ e164: CALLER })).numbers;
    expect(voice).toEqual([expect.objectContaining({ canText: false, canCall: true, voiceUrl: null })]);
    const changed = await bench.api.updateNumber(voice[0]?.sid ?? "", { voiceUrl: "https://app.example.com/voice", name: "Calls" });
    expect(changed).toMatchObject({ e164: CALLER, voiceUrl: "https://app.example.com/voice", name: "Calls", smsUrl: null });
    await expect(bench.api.updateNumber("PN00", { name: "x" })).rejects.toMatchObject({ status: 404, twilioCode: 20404, retryable: false });
  });

  test("numbers are bought against papers, once; a lost answer is looked up", async () => {
    // Buying is not in the contract documents, so nothing checks these calls against them.
    const access = { apiKey: TWILIO_KEY, baseUrl: bench.baseUrl, lookupsBaseUrl: bench.baseUrl, fetch };
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
    const wrong = twilio({ apiKey: { ...TWILIO_KEY, secret: "no" }, baseUrl: bench.baseUrl, lookupsBaseUrl: bench.baseUrl, fetch });
    await expect(wrong.listMessages({})).rejects.toMatchObject({ status: 401, twilioCode: 20003, retryable: false });
    const authorization = `Basic ${Buffer.from(`${TWILIO_KEY.user}:${TWILIO_KEY.secret}`).toString("base64")}`;
    const unplayed = await fetch(`${bench.baseUrl}/2010-04-01/Accounts/${TWILIO_KEY.accountSid}/Queues.json`, {
      headers: { authorization },
    });
    expect(unplayed.status).toBe(501);
  });
});

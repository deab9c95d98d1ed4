import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { describe, expect, test } from "vitest";
import { TWILIO_SMS_SEGMENT_MICRO_AUD } from "@/lib/domain/provider-costs";
import { createTwilioCarrier } from "@/lib/integrations/twilio/carrier";
import { keyOfCallback } from "@/lib/integrations/twilio/webhook";
import { hasContracts } from "@/tests/contracts/contract";
import { NOW, scriptedFetch } from "@/tests/contracts/stand-in";
import { CALLER, MINUTE_MS, PERSON, TEXT_SENDER, TWILIO_KEY, twilioBench } from "@/tests/contracts/twilio-bench";

describe.skipIf(!hasContracts)("Twilio: the carrier against the stand-in", () => {
  const bench = twilioBench();
  const { accepted, advance, control, fail, text } = bench;

  test.each([
    ["a landline", { to: "+61298765432" }, 21635, { cause: "address", isPermanent: true }],
    ["no number", { to: "+6149157000" }, 21211, { cause: "address", isPermanent: true }],
    ["a satellite telephone", { to: "+61147123456" }, 21614, { cause: "address", isPermanent: true }],
    ["another country", { to: "+64211234567" }, 21408, { cause: "ours", isPermanent: false }],
    ["a sender that is not ours", { from: "+61491570999" }, 21660, { cause: "ours", isPermanent: false }],
    ["a sender for calls", { from: CALLER }, 21661, { cause: "ours", isPermanent: false }],
    ["no text", { body: "" }, 21602, { cause: "content", isPermanent: true }],
    ["a text too long", { body: "a".repeat(1601) }, 21617, { cause: "content", isPermanent: true }],
  ])("%s is refused at once", async (_name, change, code, expected) => {
    const handed = await bench.carrier.handOver(text(change), "k");
    expect(handed).toMatchObject({ outcome: "refused", ...expected, response: expect.stringContaining(String(code)) });
    expect((await bench.api.listMessages({})).messages).toEqual([]);
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
    expect(await bench.carrier.handOver(text(), "k")).toMatchObject(expected);
  });

  test("an answer lost after acting is unknown and found again; one lost before is not found", async () => {
    await fail({ kind: "answer_lost" });
    expect(await bench.carrier.handOver(text(), "touch-1")).toMatchObject({ outcome: "unknown" });
    await advance(MINUTE_MS);
    const { messages } = await bench.api.listMessages({ to: PERSON });
    expect(await bench.carrier.reconcile("touch-1", text())).toEqual({
      outcome: "accepted",
      reference: messages[0]?.sid,
      costMicroAud: TWILIO_SMS_SEGMENT_MICRO_AUD,
      response: "found delivered",
    });
    expect(bench.received.map(({ path }) => keyOfCallback(path))).toContain("touch-1");

    await fail({ kind: "drop" });
    expect(await bench.carrier.handOver(text({ body: "Another" }), "touch-2")).toMatchObject({ outcome: "unknown" });
    expect(await bench.carrier.reconcile("touch-2", text({ body: "Another" }))).toEqual({ outcome: "not_found" });
    await fail({ kind: "status", status: 500 });
    expect(await bench.carrier.reconcile("touch-2", text({ body: "Another" }))).toMatchObject({ outcome: "unknown" });
  });

  test("a text to the same person four days ago is not the one that is looked for, nor is their own reply", async () => {
    await accepted();
    await advance(4 * 24 * 60 * MINUTE_MS);
    expect(await bench.carrier.reconcile("touch-9", text())).toEqual({ outcome: "not_found" });
    await control("/twilio/inbound", { from: PERSON, to: TEXT_SENDER, text: text().body });
    expect(await bench.carrier.reconcile("touch-9", text())).toEqual({ outcome: "not_found" });
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
    const nowhere = { apiKey: TWILIO_KEY, baseUrl: base, lookupsBaseUrl: base, fetch };
    const alone = createTwilioCarrier({ ...nowhere, statusCallback: "https://app.example.com/cb", now: () => bench.now });
    expect(await alone.handOver(text(), "k")).toMatchObject({ outcome: "refused", cause: "moment", isPermanent: false });
  });
});

describe("answers a carrier must tell apart", () => {
  const answered = (status: number, body: string) => {
    const base = "https://api.example";
    const access = { apiKey: TWILIO_KEY, baseUrl: base, lookupsBaseUrl: base, fetch: scriptedFetch(status, body) };
    const carrier = createTwilioCarrier({ ...access, statusCallback: "https://app.example.com/cb", now: () => NOW });
    return carrier.handOver({ to: PERSON, from: TEXT_SENDER, body: "Hi" }, "k");
  };
  const message = { sid: "SM1", direction: "outbound-api", status: "queued", num_segments: "1" };

  test.each([
    ["a proxy's 503, behind which Twilio may have acted", 503, "<html>", { outcome: "unknown" }],
    ["a page that is not there, so a wrong address", 404, "<html>", { outcome: "refused", cause: "ours", isPermanent: false }],
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

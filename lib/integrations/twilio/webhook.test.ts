import { createHash, createHmac } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { inboundToEvents, statusToEvents } from "@/lib/integrations/twilio/transform";
import {
  calledUrl,
  keyOfCallback,
  readTwilioWebhook,
  statusCallbackUrl,
  twilioEventId,
  twilioFields,
  verifyTwilio,
} from "@/lib/integrations/twilio/webhook";

const shared = new URL("../../../../shared/contracts/samples/", import.meta.url);
const hasSamples = existsSync(shared);
const TOKEN = "0123456789abcdef0123456789abcdef";
const URL_CALLED = "https://app.example.com/api/webhooks/twilio?touch=t1";
const AT = new Date("2026-01-15T01:30:00Z");
const BODY = "MessageSid=SM1&MessageStatus=delivered&To=%2B61491570006&AccountSid=AC1&Body=a+b%26c&Empty=";

/** Bytes that sort as JavaScript, and Twilio's own library, sort text. */
const utf16 = (text: string) => Buffer.from(text, "utf16le").swap16();
/** As Twilio does it, written independently of the code under test. */
const sign = (fields: Record<string, string>, { url = URL_CALLED, token = TOKEN } = {}) => {
  const pieces = Object.entries(fields)
    .sort(([a], [b]) => Buffer.compare(utf16(a), utf16(b)))
    .map(([name, value]) => name + value);
  return createHmac("sha1", token)
    .update(url + pieces.join(""))
    .digest("base64");
};
const SIGNATURE = sign(twilioFields(BODY));
const verify = (change: Partial<Parameters<typeof verifyTwilio>[0]> = {}) =>
  verifyTwilio({ signature: SIGNATURE, url: URL_CALLED, body: BODY, secrets: TOKEN, ...change });

describe("X-Twilio-Signature over a form", () => {
  test("a good one, as text and bytes, with either token of a rotation and with fields nobody knew of", () => {
    expect(verify()).toBe(true);
    expect(verify({ body: Buffer.from(BODY) })).toBe(true);
    expect(verify({ secrets: ["another", TOKEN] })).toBe(true);
    const more = `${BODY}&BrandNew=1`;
    expect(verify({ body: more, signature: sign(twilioFields(more)) })).toBe(true);
  });

  test.each<[string, Parameters<typeof verify>[0]]>([
    ["missing", { signature: null }],
    ["empty", { signature: "" }],
    ["truncated", { signature: SIGNATURE.slice(0, -2) }],
    ["of another token", { signature: sign(twilioFields(BODY), { token: "x" }) }],
    ["of an empty token", { signature: sign(twilioFields(BODY), { token: "" }), secrets: "" }],
    ["without tokens", { secrets: [] }],
    ["of another body", { body: BODY.replace("delivered", "failed") }],
    ["with a field more", { body: `${BODY}&ErrorCode=30003` }],
    ["with a field less", { body: BODY.replace("&AccountSid=AC1", "") }],
    ["of another path", { url: URL_CALLED.replace("twilio", "vapi") }],
    ["of another query", { url: URL_CALLED.replace("t1", "t2") }],
    ["of the address inside the proxy", { url: URL_CALLED.replace("https://app.example.com", "http://10.0.0.5:3000") }],
    ["of JSON sent where a form was signed", { body: JSON.stringify(twilioFields(BODY)) }],
  ])("%s is refused", (_name, change) => {
    expect(verify(change)).toBe(false);
  });

  test("order in the body does not matter, a name that comes twice does", () => {
    const shuffled = BODY.split("&").reverse().join("&");
    expect(verify({ body: shuffled })).toBe(true);
    expect(verify({ body: `${BODY}&To=%2B61400000000` })).toBe(false);
    expect(verify({ body: `${BODY}&To=%2B61491570006` })).toBe(true);
  });

  test("any fields", () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string({ minLength: 1, unit: "grapheme" }), fc.string({ unit: "grapheme" })), (fields) => {
        const body = new URLSearchParams(fields).toString();
        expect(verify({ body, signature: sign(Object.fromEntries(new URLSearchParams(body))) })).toBe(true);
      }),
    );
  });

  test.skipIf(!hasSamples)("the worked example", () => {
    const vectors = JSON.parse(readFileSync(new URL("signatures/vectors.json", shared), "utf8"));
    const { auth_token: secrets, url, params, headers } = vectors.twilio_form;
    const check = { signature: headers["x-twilio-signature"], url, body: new URLSearchParams(params).toString(), secrets };
    expect(verifyTwilio(check)).toBe(true);
    expect(verifyTwilio({ ...check, url: `${url}&x=1` })).toBe(false);
  });
});

describe("X-Twilio-Signature over another body", () => {
  const body = '{"a": 1.0}';
  const hash = createHash("sha256").update(body).digest("hex");
  const url = `https://app.example.com/api/webhooks/twilio?bodySHA256=${hash}`;
  const check = { body, url, signature: sign({}, { url }) };

  test("the address names the body's hash", () => {
    expect(verify(check)).toBe(true);
    const upper = url.replace(hash, hash.toUpperCase());
    expect(verify({ body, url: upper, signature: sign({}, { url: upper }) })).toBe(true);
  });

  test.each<[string, Parameters<typeof verify>[0]]>([
    ["a re-serialised body", { ...check, body: JSON.stringify(JSON.parse(body)) }],
    ["an address without the hash", { ...check, url: "https://app.example.com/api/webhooks/twilio" }],
    ["an unsigned hash", { ...check, body: "{}", url: url.replace(hash, createHash("sha256").update("{}").digest("hex")) }],
    ["another token", { ...check, secrets: "x" }],
    ["a body with no hash signed", { ...check, url: URL_CALLED, signature: sign({}) }],
  ])("%s is refused", (_name, change) => {
    expect(verify(change)).toBe(false);
  });
});

test("the called address is the public origin with the path and query that arrived", () => {
  expect(calledUrl("https://app.example.com/", "http://10.0.0.5:3000/api/webhooks/twilio?touch=a%20b")).toBe(
    "https://app.example.com/api/webhooks/twilio?touch=a%20b",
  );
  const callback = statusCallbackUrl("https://app.example.com/api/webhooks/twilio?x=1", "touch-1");
  expect(callback).toBe("https://app.example.com/api/webhooks/twilio?x=1&touch=touch-1");
  expect(keyOfCallback(callback)).toBe("touch-1");
  expect(keyOfCallback("/api/webhooks/twilio")).toBeNull();
});

describe("what a webhook says", () => {
  const status = (MessageStatus: string, ErrorCode?: string) =>
    statusToEvents({ MessageSid: "SM1", MessageStatus, AccountSid: "AC1", To: "+61491570006", ...(ErrorCode ? { ErrorCode } : {}) }, AT);
  const delivery = (state: string, code: string | null, isPermanent: boolean | null) => ({
    kind: "delivery",
    reference: "SM1",
    state,
    code,
    isPermanent,
    costMicroAud: null,
    at: AT,
  });

  test.each([
    ["queued", undefined, "queued", null],
    ["sending", undefined, "queued", null],
    ["sent", undefined, "sent", null],
    ["delivered", undefined, "delivered", null],
    ["undelivered", "30003", "undelivered", false],
    ["undelivered", "30005", "undelivered", true],
    ["undelivered", "30006", "undelivered", true],
    ["undelivered", "30007", "undelivered", null],
    ["undelivered", "30008", "undelivered", null],
    ["failed", "30036", "failed", false],
    ["failed", "30002", "failed", null],
    ["failed", "39999", "failed", null],
    ["canceled", undefined, "failed", null],
  ])("%s %s", (given, code, state, isPermanent) => {
    expect(status(given, code)).toEqual([delivery(state, code ?? null, isPermanent)]);
  });

  test("a block after STOP is the person's withdrawal as well", () => {
    const optedOut = { kind: "opted_out", channel: "sms", address: "+61491570006", isComplaint: false, at: AT };
    expect(status("failed", "21610")).toEqual([optedOut, delivery("failed", "21610", null)]);
  });

  test("a status nobody knew of says nothing", () => {
    expect(status("teleported")).toEqual([]);
    expect(status("constructor")).toEqual([]);
  });

  test.each([
    ["Yes please", undefined, ["message"]],
    ["STOP", undefined, ["opted_out", "message"]],
    ["opt-out", undefined, ["opted_out", "message"]],
    ["arrêt", "STOP", ["opted_out", "message"]],
    ["START", "START", ["message"]],
    ["HELP", "HELP", ["message"]],
  ])("%s (%s)", (Body, OptOutType, kinds) => {
    const text = { MessageSid: "SM2", AccountSid: "AC1", From: "+61491570006", To: "+61491570156", Body };
    const events = inboundToEvents({ ...text, ...(OptOutType ? { OptOutType } : {}) }, AT);
    expect(events.map(({ kind }) => kind)).toEqual(kinds);
    expect(events.at(-1)).toMatchObject({ externalId: "SM2", from: "+61491570006", to: "+61491570156", text: Body, at: AT });
  });

  test("repeats of one webhook share a name, its states do not", () => {
    const fields = twilioFields(BODY);
    expect(twilioEventId(fields)).toBe("SM1:delivered");
    expect(twilioEventId({ ...fields, MessageStatus: "sent" })).toBe("SM1:sent");
    expect(twilioEventId({ MessageSid: "SM2", AccountSid: "AC1", From: "+61491570006", To: "+61491570156", Body: "" })).toBe("SM2");
    expect(twilioEventId({ CallSid: "CA1" })).toBeUndefined();
    expect(twilioEventId("nonsense")).toBeUndefined();
  });

  test.skipIf(!hasSamples)("every sample is read", () => {
    const names = readdirSync(new URL("twilio/", shared)).filter((name) => name.startsWith("webhook-"));
    const kinds = names
      .sort((a, b) => a.localeCompare(b))
      .map((name) => {
        const fields = JSON.parse(readFileSync(new URL(`twilio/${name}`, shared), "utf8"));
        return [name, readTwilioWebhook(twilioFields(new URLSearchParams(fields).toString()))?.kind];
      });
    expect(kinds).toEqual([
      ["webhook-inbound-sms.form.json", "inbound"],
      ["webhook-inbound-stop.form.json", "inbound"],
      ["webhook-sms-status-delivered.form.json", "status"],
      ["webhook-sms-status-undelivered.form.json", "status"],
    ]);
  });
});

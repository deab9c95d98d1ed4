import { existsSync, readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { basicAuthorization, isBasicAuthorization } from "@/lib/integrations/signatures/basic-authorization";
import { hmacSignature, isHmacSignature } from "@/lib/integrations/signatures/hmac-signature";
import { signStandardWebhook, verifyStandardWebhook } from "@/lib/integrations/signatures/standard-webhook";
import { isTimestampedSignature, timestampedSignature } from "@/lib/integrations/signatures/timestamped-signature";

type Vector = { secret: string; headers: Record<string, string>; raw_body: string };
const vectorsUrl = new URL("../../../../shared/contracts/samples/signatures/vectors.json", import.meta.url);
const hasVectors = existsSync(vectorsUrl);
const vectors = (hasVectors ? JSON.parse(readFileSync(vectorsUrl, "utf8")) : {}) as Record<string, Vector>;

const AT = new Date("2026-01-01T00:00:00Z");
const later = (seconds: number) => new Date(AT.getTime() + seconds * 1000);
const SECRET = `whsec_${Buffer.from("one secret of the product").toString("base64")}`;
const OTHER = `whsec_${Buffer.from("the secret before that one").toString("base64")}`;
const BODY = '{"type":"email.sent","data":{"n":1.0}}';

describe("Standard Webhooks v1", () => {
  const signed = (secrets: string | string[] = SECRET) =>
    new Headers(signStandardWebhook({ id: "msg_1", at: AT, body: BODY, secrets, prefix: "svix" }));
  const verify = (headers: Headers, change: Partial<Parameters<typeof verifyStandardWebhook>[0]> = {}) =>
    verifyStandardWebhook({ headers, prefix: "svix", body: BODY, secrets: SECRET, now: AT, ...change });
  const changed = (name: string, value: string | null) => {
    const headers = signed();
    if (value === null) headers.delete(name);
    else headers.set(name, value);
    return headers;
  };
  const signature = signed().get("svix-signature") ?? "";

  test("a good one names its delivery, as text and as bytes, at the edges of the window", () => {
    expect(verify(signed())).toBe("msg_1");
    expect(verify(signed(), { body: Buffer.from(BODY) })).toBe("msg_1");
    expect(verify(signed(), { now: later(300) })).toBe("msg_1");
    expect(verify(signed(), { now: later(-300) })).toBe("msg_1");
  });

  test.each([
    ["stale", signed(), { now: later(301) }],
    ["future", signed(), { now: later(-301) }],
    ["tampered", signed(), { body: BODY.replace("1.0", "2.0") }],
    ["re-serialised", signed(), { body: JSON.stringify(JSON.parse(BODY)) }],
    ["other key", signed(), { secrets: OTHER }],
    ["no key", signed(), { secrets: [] }],
    ["empty key", signed([""]), { secrets: "" }],
    [
      "key of nothing",
      new Headers(signStandardWebhook({ id: "m", at: AT, body: BODY, secrets: "whsec_", prefix: "svix" })),
      { secrets: "whsec_" },
    ],
    ["other id", changed("svix-id", "msg_2"), {}],
    ["other time", changed("svix-timestamp", "1767225601"), {}],
    ["time in words", changed("svix-timestamp", "1767225600 "), { now: later(1), body: `${BODY} ` }],
    ["no id", changed("svix-id", null), {}],
    ["no time", changed("svix-timestamp", null), {}],
    ["no signature", changed("svix-signature", null), {}],
    ["truncated", changed("svix-signature", signature.slice(0, -4)), {}],
    ["prefix only", changed("svix-signature", "v1,"), {}],
    ["other version", changed("svix-signature", signature.replace("v1,", "v1a,")), {}],
    ["under other header names", signed(), { prefix: "webhook" as const }],
  ])("%s is refused", (_name, headers, change) => {
    expect(verify(headers, change)).toBeUndefined();
  });

  test("one good signature among several is enough, and either secret of a rotation", () => {
    expect(verify(changed("svix-signature", `v1,bm90aGluZw== ${signature} v2,x`))).toBe("msg_1");
    expect(verify(signed([OTHER, SECRET]))).toBe("msg_1");
    expect(verify(signed(OTHER), { secrets: [SECRET, OTHER] })).toBe("msg_1");
  });

  test.skipIf(!hasVectors)("the worked example", () => {
    const { headers, raw_body: body, secret } = vectors.resend as Vector;
    const check = (text: string) =>
      verifyStandardWebhook({ headers: new Headers(headers), prefix: "svix", body: text, secrets: secret, now: AT });
    expect(check(body)).toBe("msg_2agencyosSample0001");
    expect(check(`${body} `)).toBeUndefined();
  });
});

describe("t=,v1=", () => {
  const header = timestampedSignature({ body: BODY, secrets: SECRET, at: AT });
  const verify = (change: Partial<Parameters<typeof isTimestampedSignature>[0]> = {}) =>
    isTimestampedSignature({ header, body: BODY, secrets: SECRET, now: AT, ...change });
  const [time = "", signature = ""] = header.split(",");

  test("a good one, with other entries, two signatures and either secret", () => {
    expect(verify()).toBe(true);
    expect(verify({ header: `${time},v1=${"0".repeat(64)},v0=abc,${signature}` })).toBe(true);
    expect(verify({ header: timestampedSignature({ body: BODY, secrets: [OTHER, SECRET], at: AT }) })).toBe(true);
    expect(verify({ secrets: [OTHER, SECRET] })).toBe(true);
  });

  test.each<[string, Partial<Parameters<typeof isTimestampedSignature>[0]>]>([
    ["missing", { header: null }],
    ["empty", { header: "" }],
    ["stale", { now: later(301) }],
    ["future", { now: later(-301) }],
    ["tampered", { body: `${BODY}\n` }],
    ["other key", { secrets: OTHER }],
    ["truncated", { header: header.slice(0, -1) }],
    ["no signature", { header: time }],
    ["no time", { header: signature }],
    ["two times", { header: `${time},${header}` }],
    ["other time", { header: `t=1767225601,${signature}` }],
    ["other version", { version: "v0" }],
  ])("%s is refused", (_name, change) => {
    expect(verify(change)).toBe(false);
  });

  test.skipIf(!hasVectors)("the worked examples of Stripe and ElevenLabs", () => {
    const stripe = vectors.stripe as Vector;
    const stripeHeader = stripe.headers["stripe-signature"] ?? null;
    expect(isTimestampedSignature({ header: stripeHeader, body: stripe.raw_body, secrets: stripe.secret, now: AT })).toBe(true);
    const { headers, raw_body: body, secret } = vectors.elevenlabs as Vector;
    const check = {
      header: headers["elevenlabs-signature"] ?? null,
      body,
      secrets: secret,
      version: "v0" as const,
      toleranceSeconds: 1800,
    };
    expect(isTimestampedSignature({ ...check, now: later(1800) })).toBe(true);
    expect(isTimestampedSignature({ ...check, now: later(1801) })).toBe(false);
  });
});

describe("plain HMAC", () => {
  test("any bytes, either case of hex, and never with an empty secret", () => {
    fc.assert(
      fc.property(fc.uint8Array(), fc.string({ minLength: 1 }), (bytes, secret) => {
        const signature = hmacSignature([bytes], secret);
        expect(isHmacSignature({ signature: signature.toUpperCase(), content: [bytes], secrets: ["x", secret] })).toBe(true);
        expect(isHmacSignature({ signature, content: [bytes, "."], secrets: secret })).toBe(false);
        expect(isHmacSignature({ signature: hmacSignature([bytes], ""), content: [bytes], secrets: ["", secret] })).toBe(false);
      }),
    );
  });

  test.skipIf(!hasVectors)("the worked example of Vapi", () => {
    const { headers, raw_body: body, secret } = vectors.vapi_hmac as Vector;
    const content = [`${headers["x-timestamp"]}.`, body];
    expect(isHmacSignature({ signature: headers["x-signature"] ?? null, content, secrets: secret })).toBe(true);
  });
});

describe("HTTP Basic", () => {
  const known = { user: "postmark", password: "pass:word" };

  test("only the credentials themselves, old or new", () => {
    expect(isBasicAuthorization(basicAuthorization(known), known)).toBe(true);
    expect(isBasicAuthorization(basicAuthorization(known), [{ user: "postmark", password: "new" }, known])).toBe(true);
    expect(isBasicAuthorization(basicAuthorization({ user: "postmark", password: "pass" }), known)).toBe(false);
    expect(isBasicAuthorization(null, known)).toBe(false);
    expect(isBasicAuthorization(basicAuthorization({ user: "", password: "" }), { user: "", password: "" })).toBe(false);
  });
});

import { existsSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { hmacSignature } from "@/lib/integrations/signatures/hmac-signature";
import { vapiEventKey, verifyVapi, verifyVapiToken } from "@/lib/integrations/vapi/webhook";
import { serverMessage } from "@/lib/integrations/vapi/wire";

const vectorsUrl = new URL("../../../../shared/contracts/samples/signatures/vectors.json", import.meta.url);
const hasVectors = existsSync(vectorsUrl);

const AT = new Date("2026-01-01T00:00:00Z");
const SECONDS = "1767225600";
const BODY = '{"message":{"type":"status-update","n":1.0}}';
const SECRET = "one secret";
const OLD = "the one before";
const signatureOf = (secret: string, body = BODY, timestamp = SECONDS, algorithm: "sha256" | "sha512" = "sha256") =>
  hmacSignature([`${timestamp}.`, body], secret, { algorithm, encoding: "hex" });
const signed = (headers: Record<string, string> = {}) =>
  new Headers({ "x-timestamp": SECONDS, "x-signature": signatureOf(SECRET), ...headers });
const without = (name: string) => {
  const headers = signed();
  headers.delete(name);
  return headers;
};
const verify = (headers: Headers, change: Partial<Parameters<typeof verifyVapi>[0]> = {}) =>
  verifyVapi({ headers, body: BODY, secrets: SECRET, now: AT, ...change });
const after = (seconds: number) => new Date(AT.getTime() + seconds * 1000);

describe("the HMAC credential", () => {
  test.each<[string, Headers, Partial<Parameters<typeof verifyVapi>[0]>]>([
    ["as Vapi's defaults have it", signed(), {}],
    ["as bytes", signed(), { body: Buffer.from(BODY) }],
    ["at the edges of five minutes", signed(), { now: after(300) }],
    ["from a clock ahead of ours", signed(), { now: after(-300) }],
    ["in capitals", signed({ "x-signature": signatureOf(SECRET).toUpperCase() }), {}],
    ["with a prefix", signed({ "x-signature": `sha256=${signatureOf(SECRET)}` }), {}],
    ["in milliseconds", signed({ "x-timestamp": `${SECONDS}000`, "x-signature": signatureOf(SECRET, BODY, `${SECONDS}000`) }), {}],
    ["under the other name", new Headers({ "x-timestamp": SECONDS, "x-vapi-signature": signatureOf(SECRET) }), {}],
    ["with the old secret while it is replaced", signed({ "x-signature": signatureOf(OLD) }), { secrets: [SECRET, OLD] }],
    ["two, one of them good", signed({ "x-signature": `${"0".repeat(64)}, ${signatureOf(SECRET)}` }), {}],
    ["sha512", signed({ "x-signature": signatureOf(SECRET, BODY, SECONDS, "sha512") }), { algorithm: "sha512" }],
  ])("good: %s", (_name, headers, change) => {
    expect(verify(headers, change)).toBe(true);
  });

  test.each<[string, Headers, Partial<Parameters<typeof verifyVapi>[0]>]>([
    ["stale", signed(), { now: after(301) }],
    ["future", signed(), { now: after(-301) }],
    ["tampered", signed(), { body: BODY.replace("1.0", "2.0") }],
    ["re-serialised", signed(), { body: JSON.stringify(JSON.parse(BODY)) }],
    ["wrong key", signed(), { secrets: OLD }],
    ["no key", signed(), { secrets: [] }],
    ["empty key", signed({ "x-signature": signatureOf("") }), { secrets: "" }],
    ["no signature", without("x-signature"), {}],
    ["no timestamp", without("x-timestamp"), {}],
    ["another timestamp", signed({ "x-timestamp": "1767225601" }), {}],
    ["timestamp in words", signed({ "x-timestamp": "now" }), {}],
    ["truncated", signed({ "x-signature": signatureOf(SECRET).slice(0, -2) }), {}],
    ["a signature of the body alone", signed({ "x-signature": hmacSignature([BODY], SECRET) }), {}],
    ["another algorithm", signed(), { algorithm: "sha512" }],
    ["the plain secret", signed({ "x-signature": SECRET }), {}],
  ])("refused: %s", (_name, headers, change) => {
    expect(verify(headers, change)).toBe(false);
  });

  test.skipIf(!hasVectors)("the worked example", () => {
    type Vector = { secret: string; headers: Record<string, string>; raw_body: string };
    const { vapi_hmac: vector } = JSON.parse(readFileSync(vectorsUrl, "utf8")) as { vapi_hmac: Vector };
    const check = (body: string) => verifyVapi({ headers: new Headers(vector.headers), body, secrets: vector.secret, now: AT });
    expect(check(vector.raw_body)).toBe(true);
    expect(check(`${vector.raw_body}\n`)).toBe(false);
  });
});

describe("the weaker credentials", () => {
  test.each<[string, Record<string, string>, boolean]>([
    ["bearer", { authorization: `Bearer ${SECRET}` }, true],
    ["plain", { "x-vapi-secret": OLD }, true],
    ["another token", { authorization: "Bearer no" }, false],
    ["a token of nothing", { authorization: "Bearer " }, false],
    ["none", {}, false],
  ])("%s: %s", (_name, headers, expected) => {
    expect(verifyVapiToken({ headers: new Headers(headers), secrets: [SECRET, OLD, ""] })).toBe(expected);
  });
});

describe("the name of a delivery", () => {
  const call = { id: "c1", createdAt: "2026-01-01T00:00:00Z" };
  const keyOf = (message: object) => vapiEventKey(serverMessage.parse({ message: { call, timestamp: 5, ...message } }).message);
  test("is the same for a repeat and different for what is different", () => {
    expect(keyOf({ type: "status-update", status: "ringing" })).toBe("c1:status-update:ringing");
    expect(keyOf({ type: "status-update", status: "ringing", timestamp: 6 })).toBe("c1:status-update:ringing");
    expect(keyOf({ type: "end-of-call-report", endedReason: "voicemail" })).toBe("c1:end-of-call-report");
    expect(keyOf({ type: "tool-calls", toolCallList: [] })).toBe("c1:tool-calls:5");
    expect(keyOf({ type: "hang", call: null })).toBeNull();
  });
});

import { existsSync, readFileSync } from "node:fs";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type ElevenLabs, elevenLabs } from "@/lib/integrations/elevenlabs/api";
import { verifyElevenLabs } from "@/lib/integrations/elevenlabs/webhook";
import { timestampedSignature } from "@/lib/integrations/signatures/timestamped-signature";
import { ELEVENLABS_KEY, elevenLabsStandIn } from "@/local/providers/elevenlabs/elevenlabs";
import { hasContracts, readContract, readSamples, watchedFetch } from "@/tests/contracts/contract";
import { scriptedFetch } from "@/tests/contracts/stand-in";
import { startToldProduct } from "@/tests/contracts/told-product";

const START = new Date("2026-11-24T02:00:00Z");
const TEXT = "Hi Sam, this is Ava, an automated assistant.";

/** The document knows MP3 and one error only; a telephone's format comes as its own type, and other errors as samples have them. */
const isDocumented = (problem: string) => !problem.includes("content type audio/basic") && !/status \d+ is not declared$/.test(problem);

describe.skipIf(!hasContracts)("ElevenLabs: our client and the stand-in keep the contract", () => {
  let standIn: Awaited<ReturnType<typeof startToldProduct>>;
  const contract = hasContracts ? readContract("elevenlabs") : null;
  let watch: ReturnType<typeof watchedFetch>;
  let api: ElevenLabs;
  let voiceId: string;

  beforeAll(async () => {
    standIn = await startToldProduct(elevenLabsStandIn, { start: START });
    const [first] = await elevenLabs({ apiKey: ELEVENLABS_KEY, baseUrl: standIn.baseUrl, fetch }).listVoices();
    voiceId = first?.id ?? "";
  });
  afterAll(() => standIn.close());
  beforeEach(() => {
    watch = watchedFetch(contract, elevenLabsStandIn.prefix);
    api = elevenLabs({ apiKey: ELEVENLABS_KEY, baseUrl: standIn.baseUrl, fetch: watch.fetch });
  });
  afterEach(async () => {
    await standIn.control("POST", "/reset");
    expect(watch.problems.filter(isDocumented)).toEqual([]);
  });

  test("text becomes an MP3 whose every frame begins as one", async () => {
    const { audio, contentType, charactersCharged } = await api.speak({ text: TEXT, voiceId, settings: { stability: 0.4 } });
    expect({ contentType, charactersCharged }).toEqual({ contentType: "audio/mpeg", charactersCharged: TEXT.length });
    expect(audio.length % 417).toBe(0);
    for (let at = 0; at < audio.length; at += 417) expect([...audio.slice(at, at + 2)]).toEqual([0xff, 0xfb]);
  });

  test("a telephone gets eight thousand bytes a second", async () => {
    const { audio, contentType } = await api.speak({ text: "x".repeat(30), voiceId, format: "ulaw_8000" });
    expect({ contentType, bytes: audio.length }).toEqual({ contentType: "audio/basic", bytes: 16_000 });
    expect(new Set(audio).size).toBeGreaterThan(20);
  });

  test("voices come from all pages", async () => {
    const voices = await api.listVoices();
    expect(new Set(voices.map(({ id }) => id))).toHaveProperty("size", 24);
    const pages: string[] = [];
    let page = 0;
    const short: typeof fetch = (input, init) => {
      const url = new URL(String(input));
      url.searchParams.set("page_size", "10");
      pages.push(url.search);
      page += 1;
      return watch.fetch(url, init);
    };
    expect(await elevenLabs({ apiKey: ELEVENLABS_KEY, baseUrl: standIn.baseUrl, fetch: short }).listVoices()).toEqual(voices);
    expect(page).toBe(3);
  });

  test("characters are counted, and none are left when they are used up", async () => {
    const before = await api.getSubscription();
    await api.speak({ text: TEXT, voiceId });
    const after = await api.getSubscription();
    expect(after.charactersUsed - before.charactersUsed).toBe(TEXT.length);
    expect(after).toMatchObject({ tier: "scale", status: "active", resetsAt: new Date("2026-12-01T00:00:00Z") });
    await standIn.control("PUT", "/credits", { provider: "elevenlabs", used: 10, available: 20 });
    await expect(api.speak({ text: TEXT, voiceId })).rejects.toMatchObject({
      status: 401,
      retryable: true,
      message: expect.stringContaining("quota_exceeded"),
    });
  });

  test.each([
    [{ status: 429 }, { retryable: true, retryAfterMs: 2_000, message: expect.stringContaining("too_many_concurrent_requests") }],
    [{ status: 503 }, { status: 429, retryable: true, retryAfterMs: 30_000, message: expect.stringContaining("system_busy") }],
    [{ status: 401 }, { retryable: false, message: expect.stringContaining("API key") }],
    [{ status: 500 }, { retryable: false, message: expect.stringContaining("unknown outcome") }],
    [{ status: 400 }, { retryable: false }],
  ])("%o", async (fault, expected) => {
    await standIn.fail({ operation: "POST /v1/text-to-speech/{voice_id}", kind: "status", ...fault });
    await expect(api.speak({ text: TEXT, voiceId })).rejects.toMatchObject({ provider: "elevenlabs", ...expected });
  });

  test("a lost answer has been charged and is not asked for again by itself", async () => {
    await standIn.fail({ operation: "POST /v1/text-to-speech/{voice_id}", kind: "answer_lost" });
    await expect(api.speak({ text: TEXT, voiceId })).rejects.toMatchObject({
      retryable: false,
      message: expect.stringContaining("unknown outcome"),
    });
    expect((await api.getSubscription()).charactersUsed).toBe(TEXT.length);
  });

  test("what is wrong with a request", async () => {
    await expect(api.speak({ text: "", voiceId })).rejects.toMatchObject({ status: 422, retryable: false });
    await expect(api.speak({ text: TEXT, voiceId: "nobody" })).rejects.toMatchObject({ status: 404, retryable: false });
    const wrong = elevenLabs({ apiKey: "no", baseUrl: standIn.baseUrl, fetch });
    await expect(wrong.getSubscription()).rejects.toMatchObject({ status: 401, retryable: false });
  });
});

describe("ElevenLabs: answers without audio", () => {
  test("are an error, not an empty preview", async () => {
    const api = elevenLabs({ apiKey: "k", baseUrl: "https://api.example", fetch: scriptedFetch(200, "{}") });
    await expect(api.speak({ text: TEXT, voiceId: "v" })).rejects.toMatchObject({
      retryable: false,
      message: expect.stringContaining("no audio"),
    });
  });
});

describe.skipIf(!hasContracts)("ElevenLabs: every sample parses", () => {
  const samples = hasContracts ? readSamples("elevenlabs") : {};
  test.each([
    ["error-401-quota.json", 401, "quota_exceeded"],
    ["error-429.json", 429, "too_many_concurrent_requests"],
  ])("%s", async (name, status, reason) => {
    const api = elevenLabs({ apiKey: "k", baseUrl: "https://api.example", fetch: scriptedFetch(status, JSON.stringify(samples[name])) });
    await expect(api.getSubscription()).rejects.toMatchObject({ status, retryable: true, message: expect.stringContaining(reason) });
  });
});

describe("ElevenLabs-Signature", () => {
  const AT = new Date("2026-01-01T00:00:00Z");
  const later = (seconds: number) => new Date(AT.getTime() + seconds * 1000);
  const body = '{"type":"post_call_transcription","n":1.0}';
  const header = (secrets: string | string[] = "now") => timestampedSignature({ body, secrets, at: AT, version: "v0" });
  const verify = (value: string | null, change: Partial<Parameters<typeof verifyElevenLabs>[0]> = {}) =>
    verifyElevenLabs({
      headers: new Headers(value === null ? {} : { "elevenlabs-signature": value }),
      body,
      secrets: ["now", "before"],
      now: AT,
      ...change,
    });

  test.each<[string, string | null, Partial<Parameters<typeof verifyElevenLabs>[0]>, boolean]>([
    ["good", header(), {}, true],
    ["with the old secret", header("before"), {}, true],
    ["two, one of them good", header(["other", "now"]), {}, true],
    ["after half an hour", header(), { now: later(1800) }, true],
    ["stale", header(), { now: later(1801) }, false],
    ["future", header(), { now: later(-1801) }, false],
    ["tampered", header(), { body: body.replace("1.0", "2.0") }, false],
    ["re-serialised", header(), { body: JSON.stringify(JSON.parse(body)) }, false],
    ["wrong key", header("other"), {}, false],
    ["missing", null, {}, false],
    ["truncated", header().slice(0, -1), {}, false],
  ])("%s", (_name, value, change, expected) => {
    expect(verify(value, change)).toBe(expected);
  });

  const vectorsUrl = new URL("../../../shared/contracts/samples/signatures/vectors.json", import.meta.url);
  test.skipIf(!existsSync(vectorsUrl))("the worked example", () => {
    type Vector = { secret: string; headers: Record<string, string>; raw_body: string };
    const { elevenlabs: vector } = JSON.parse(readFileSync(vectorsUrl, "utf8")) as { elevenlabs: Vector };
    const check = (raw: string) => verifyElevenLabs({ headers: new Headers(vector.headers), body: raw, secrets: vector.secret, now: AT });
    expect(check(vector.raw_body)).toBe(true);
    expect(check(`${vector.raw_body} `)).toBe(false);
  });
});

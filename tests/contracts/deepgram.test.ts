import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type Audio, type Deepgram, deepgram } from "@/lib/integrations/deepgram/api";
import { toTranscript } from "@/lib/integrations/deepgram/transform";
import { verifyDeepgram } from "@/lib/integrations/deepgram/webhook";
import { acceptedAnswer, transcriptAnswer } from "@/lib/integrations/deepgram/wire";
import { basicAuthorization } from "@/lib/integrations/signatures/basic-authorization";
import { DEEPGRAM_KEY, DEEPGRAM_KEY_ID, deepgramStandIn } from "@/local/providers/deepgram/deepgram";
import { type Document, hasContracts, readContract, readSamples, watchedFetch } from "@/tests/contracts/contract";
import { scriptedFetch } from "@/tests/contracts/stand-in";
import { startToldProduct } from "@/tests/contracts/told-product";

const START = new Date("2026-11-24T02:00:00Z");
const consentedAt = START;
const AUDIO: Audio = { url: "https://storage.example.com/known.wav", consentedAt };
const CREDENTIALS = { user: "deepgram", password: "p@ss:word" };

/** The document has a transcript as the body of a 400 where samples have an error, and "exactly one" of two kinds of text for the model. */
function correct({ paths, components }: Document): void {
  const answers = paths["/v1/listen"]?.post?.responses;
  const schema = components?.schemas?.ErrorResponse;
  const model = components?.schemas?.V1ListenPostParametersModel;
  if (model) Object.assign(model, { anyOf: model.oneOf, oneOf: [{}] });
  if (answers && schema) answers["400"] = { content: { "application/json": { schema: { anyOf: schema.oneOf } } } };
}

describe.skipIf(!hasContracts)("Deepgram: our client and the stand-in keep the contract", () => {
  let standIn: Awaited<ReturnType<typeof startToldProduct>>;
  const contract = hasContracts ? readContract("deepgram", correct) : null;
  let watch: ReturnType<typeof watchedFetch>;
  let api: Deepgram;
  let answer: (delivery: number) => number = () => 202;

  beforeAll(async () => {
    standIn = await startToldProduct(deepgramStandIn, { start: START, answer: () => answer(standIn.told.length) });
    await standIn.control("PUT", "/deepgram/audio", {
      url: "https://storage.example.com/known.wav",
      seconds: 6,
      turns: [
        { speaker: 0, text: "Hi Sam, may I keep a transcript?" },
        { speaker: 1, text: "Yes, fine." },
        { speaker: 0, text: "Thanks." },
      ],
    });
  });
  afterAll(() => standIn.close());
  beforeEach(() => {
    answer = () => 202;
    standIn.told.length = 0;
    watch = watchedFetch(contract, deepgramStandIn.prefix);
    api = deepgram({ apiKey: DEEPGRAM_KEY, baseUrl: standIn.baseUrl, fetch: watch.fetch });
  });
  afterEach(async () => {
    await standIn.control("POST", "/reset");
    expect(watch.problems.filter((problem) => !/status \d+ is not declared$/.test(problem))).toEqual([]);
  });

  test("a recording at an address, by speaker", async () => {
    const transcript = await api.transcribe(AUDIO);
    expect(transcript).toMatchObject({ text: "Hi Sam, may I keep a transcript? Yes, fine. Thanks.", durationSeconds: 6, confidence: 0.98 });
    expect(transcript.turns.map(({ speaker, text }) => [speaker, text])).toEqual([
      [0, "Hi Sam, may I keep a transcript?"],
      [1, "Yes, fine."],
      [0, "Thanks."],
    ]);
  });

  test("the same bytes say the same, other bytes need not", async () => {
    const bytes = (fill: number): Audio => ({ bytes: new Uint8Array(100).fill(fill), contentType: "audio/wav", consentedAt });
    const first = await api.transcribe(bytes(1));
    const again = await api.transcribe(bytes(1));
    expect({ ...again, requestId: "" }).toEqual({ ...first, requestId: "" });
    expect(again.requestId).not.toBe(first.requestId);
    const texts = await Promise.all(Array.from({ length: 12 }, async (_, fill) => (await api.transcribe(bytes(fill))).text));
    expect(new Set(texts).size).toBeGreaterThan(1);
  });

  test("a callback comes later, from our key, with the credentials of its address", async () => {
    const url = new URL(`${standIn.productUrl}/api/webhooks/deepgram`);
    url.username = CREDENTIALS.user;
    url.password = encodeURIComponent(CREDENTIALS.password);
    const { requestId } = await api.requestTranscript(AUDIO, url.toString());
    await standIn.pass(19_000);
    expect(standIn.told).toEqual([]);
    answer = (delivery) => (delivery <= 2 ? 500 : 202);
    for (let half = 0; half < 4; half += 1) await standIn.pass(30_000);
    expect(standIn.told.map(({ at }) => at.getTime() - START.getTime())).toEqual([49_000, 79_000, 109_000]);
    const [first] = standIn.told;
    expect(verifyDeepgram({ headers: first?.headers ?? new Headers(), credentials: [CREDENTIALS], keyIds: [DEEPGRAM_KEY_ID] })).toBe(true);
    expect(toTranscript(transcriptAnswer.parse(JSON.parse(first?.raw ?? "")))).toMatchObject({ requestId, turns: expect.any(Array) });
  });

  test("a callback to another port is refused", async () => {
    await expect(api.requestTranscript(AUDIO, "https://app.example.com:3000/hook")).rejects.toMatchObject({
      status: 400,
      retryable: false,
    });
  });

  test.each([
    [{ status: 429 }, { retryable: true, retryAfterMs: 10_000 }],
    [{ status: 402 }, { retryable: false, message: expect.stringContaining("balance") }],
    [{ status: 400 }, { retryable: false, message: expect.stringContaining("Bad Request") }],
    [{ status: 500 }, { retryable: false, message: expect.stringContaining("unknown outcome") }],
  ])("%o", async (fault, expected) => {
    await standIn.fail({ operation: "POST /v1/listen", kind: "status", ...fault });
    await expect(api.transcribe(AUDIO)).rejects.toMatchObject({ provider: "deepgram", status: fault.status, ...expected });
  });

  test("the key, and a wrong one", async () => {
    expect(await api.listProjects()).toEqual([{ id: expect.any(String), name: "Agency OS" }]);
    await expect(deepgram({ apiKey: "no", baseUrl: standIn.baseUrl, fetch }).listProjects()).rejects.toMatchObject({
      status: 401,
      retryable: false,
    });
  });
});

describe("who posts a callback", () => {
  const authorization = basicAuthorization(CREDENTIALS);
  test.each<[string, Record<string, string>, string[], boolean]>([
    ["Basic and our key", { authorization, "dg-token": "key-1" }, ["key-0", "key-1"], true],
    ["Basic, keys unknown", { authorization }, [], true],
    ["Basic and another's key", { authorization, "dg-token": "key-9" }, ["key-1"], false],
    ["Basic without the key", { authorization }, ["key-1"], false],
    ["our key alone: it is no secret", { "dg-token": "key-1" }, ["key-1"], false],
    ["wrong password", { authorization: basicAuthorization({ ...CREDENTIALS, password: "no" }), "dg-token": "key-1" }, ["key-1"], false],
    ["nothing", {}, [""], false],
  ])("%s", (_name, headers, keyIds, expected) => {
    expect(verifyDeepgram({ headers: new Headers(headers), credentials: [CREDENTIALS], keyIds })).toBe(expected);
    expect(verifyDeepgram({ headers: new Headers(headers), credentials: [], keyIds })).toBe(false);
  });
});

describe.skipIf(!hasContracts)("Deepgram: every sample parses", () => {
  const samples = hasContracts ? readSamples("deepgram") : {};
  test("answers", () => {
    expect(acceptedAnswer.parse(samples["accepted.response.json"]).request_id).toMatch(/^a847f427/);
    expect(toTranscript(transcriptAnswer.parse(samples["callback-transcript.json"]))).toEqual({
      requestId: "a847f427-4ad5-4d67-9b95-db801e58251c",
      text: "hi tuesday works",
      confidence: 0.98,
      durationSeconds: 130.2,
      turns: [{ speaker: 0, startSeconds: 5.1, endSeconds: 6.4, text: "Hi, Tuesday works." }],
    });
  });

  test("an error", async () => {
    const fetch = scriptedFetch(400, JSON.stringify(samples["error-400.json"]));
    const api = deepgram({ apiKey: "k", baseUrl: "https://api.example", fetch });
    await expect(api.transcribe(AUDIO)).rejects.toMatchObject({
      status: 400,
      retryable: false,
      message: expect.stringContaining("Bad Request"),
    });
  });

  test("two channels are two speakers, and silence is no text", () => {
    const channel = (word: string) => ({ alternatives: [{ transcript: word, words: [{ word, start: 0, end: 1 }] }] });
    const answer = (channels: object[]) =>
      toTranscript(
        transcriptAnswer.parse({ metadata: { request_id: "r", duration: 1, channels: channels.length }, results: { channels } }),
      );
    expect(answer([channel("hi"), channel("yo")]).turns.map(({ speaker, text }) => [speaker, text])).toEqual([
      [0, "hi"],
      [1, "yo"],
    ]);
    expect(answer([{ alternatives: [{ transcript: "" }] }])).toMatchObject({ text: "", turns: [] });
    expect(answer([{}])).toMatchObject({ text: "", confidence: null });
  });
});

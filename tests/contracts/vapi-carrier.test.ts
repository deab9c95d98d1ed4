import { describe, expect, test } from "vitest";
import { callBrief } from "@/lib/domain/call-brief";
import type { OutgoingCall } from "@/lib/domain/hand-over";
import { vapi } from "@/lib/integrations/vapi/api";
import { createVapiCarrier } from "@/lib/integrations/vapi/carrier";
import { recallFromVapi } from "@/lib/integrations/vapi/recall";
import { scriptedFetch } from "@/tests/contracts/stand-in";

const START = new Date("2026-11-24T02:00:00Z");
const PERSON = "+61491570006";
const FROM = "00000000-0000-4000-8000-0000000000f1";
const KEY = "0194670e-5c00-7000-8000-00000000abcd";
const BRIEF = callBrief({
  agentName: "Ava",
  clientName: "Bright Agency Pty Ltd",
  purpose: "your roster gaps",
  leadFirstName: "Sam",
  numberSource: "your company's website",
  contact: "02 5550 1234",
});
const CALL: OutgoingCall = {
  to: PERSON,
  from: FROM,
  opening: BRIEF.opening,
  brief: "Sam runs a clinic.",
  voicemail: null,
  maximumSeconds: 240,
};

describe("Vapi: the list without a cursor", () => {
  /** Answers as `GET /call` does: newest first, at most `limit`, within the bounds asked for. */
  function listing(count: number, perMillisecond: number) {
    const at = (index: number) => new Date(START.getTime() + Math.floor(index / perMillisecond)).toISOString();
    const calls = Array.from({ length: count }, (_, index) => ({ id: `call-${index}`, createdAt: at(index) })).reverse();
    let pages = 0;
    const answer: typeof fetch = async (input) => {
      pages += 1;
      const { searchParams: query } = new URL(String(input));
      const [le, lt, ge] = [query.get("createdAtLe"), query.get("createdAtLt"), query.get("createdAtGe") ?? ""];
      const found = calls.filter(({ createdAt }) => createdAt >= ge && (le === null || createdAt <= le) && (lt === null || createdAt < lt));
      return Response.json(found.slice(0, Number(query.get("limit"))));
    };
    return { api: vapi({ apiKey: "k", baseUrl: "https://api.example", fetch: answer }), pages: () => pages };
  }

  test.each([
    [0, 1, 1],
    [99, 1, 1],
    [100, 1, 2],
    [250, 1, 3],
    [250, 7, 3],
  ])("%i calls, %i in a millisecond: all of them, once", async (count, perMillisecond, fewest) => {
    const { api, pages } = listing(count, perMillisecond);
    const calls = await api.listCalls({ from: START });
    expect(calls).toHaveLength(count);
    expect(new Set(calls.map(({ id }) => id)).size).toBe(count);
    expect(pages()).toBeGreaterThanOrEqual(fewest);
  });

  test("a window that does not end is an error, not half an answer", async () => {
    await expect(listing(20_000, 1).api.listCalls({ from: START })).rejects.toMatchObject({ provider: "vapi", retryable: false });
  });
});

describe("Vapi: who is to blame for a call that was not placed", () => {
  const handOver = (status: number, message: string | string[] = "no", call: OutgoingCall = CALL) =>
    createVapiCarrier({
      access: {
        apiKey: "k",
        baseUrl: "https://api.example",
        fetch: scriptedFetch(status, JSON.stringify({ message, statusCode: status })),
      },
      assistantId: "assistant",
      now: () => START,
    }).handOver(call, KEY);

  test.each<[number, string | string[], object]>([
    [400, "Over Concurrency Limit", { outcome: "refused", cause: "moment", isPermanent: false }],
    [400, ["customer.number must be a valid phone number"], { outcome: "refused", cause: "address", isPermanent: true }],
    [400, "Your wallet has insufficient credits", { outcome: "refused", cause: "ours", isPermanent: false }],
    [400, "assistant.model is invalid", { outcome: "refused", cause: "content", isPermanent: true }],
    [401, "Invalid Key", { outcome: "refused", cause: "ours" }],
    [403, "Forbidden", { outcome: "refused", cause: "ours" }],
    [404, "Not Found", { outcome: "refused", cause: "ours" }],
    [429, "Too many", { outcome: "refused", cause: "moment" }],
    [408, "Timeout", { outcome: "unknown" }],
    [500, "Internal", { outcome: "unknown" }],
    [503, "Unavailable", { outcome: "unknown" }],
    [201, "a call we cannot read", { outcome: "unknown" }],
  ])("%i %s", async (status, message, expected) => {
    expect(await handOver(status, message)).toMatchObject(expected);
  });

  test("no connection is a refusal, a lost one is not, and no number stands in either", async () => {
    const failing = (code: string) => async () => {
      throw Object.assign(new TypeError("fetch failed"), { cause: Object.assign(new Error(code), { code }) });
    };
    for (const [code, outcome] of [
      ["ECONNREFUSED", "refused"],
      ["ECONNRESET", "unknown"],
    ] as const) {
      const access = { apiKey: "k", baseUrl: "https://api.example", fetch: failing(code) as typeof fetch };
      const result = await createVapiCarrier({ access, assistantId: "a", now: () => START }).handOver(CALL, KEY);
      expect(result.outcome).toBe(outcome);
      expect(JSON.stringify(result)).not.toContain(PERSON);
    }
    const echo = await handOver(400, `customer.number ${PERSON} is not a number`);
    expect(JSON.stringify(echo)).not.toContain(PERSON);
  });

  test.each(["Hi Sam, it's Ava from Bright Agency.", "Hi, this is Ava, not an automated assistant.", ""])(
    "an opening that hides the machine is never dialled: %s",
    async (opening) => {
      expect(await handOver(500, "reached", { ...CALL, opening })).toMatchObject({
        outcome: "refused",
        cause: "content",
        isPermanent: true,
      });
    },
  );
});

describe("Vapi: what a call is placed with", () => {
  const sent = async (call: Partial<OutgoingCall> = {}) => {
    let body = "";
    const answer: typeof fetch = async (_input, init) => {
      body = String(init?.body);
      return Response.json({ id: "c1", createdAt: START.toISOString() }, { status: 201 });
    };
    const access = { apiKey: "k", baseUrl: "https://api.example", fetch: answer };
    await createVapiCarrier({ access, assistantId: "assistant", now: () => START }).handOver({ ...CALL, ...call }, KEY);
    return JSON.parse(body) as { name: string; customer: object; assistantOverrides: Record<string, unknown> };
  };

  test("our key three times over, the opening first, and nothing kept", async () => {
    const { name, customer, assistantOverrides } = await sent();
    expect({ name, customer }).toEqual({ name: KEY, customer: { number: PERSON, externalId: KEY, numberE164CheckEnabled: true } });
    expect(assistantOverrides).toMatchObject({
      firstMessage: BRIEF.opening,
      metadata: { touch: KEY },
      artifactPlan: { recordingEnabled: false, pcapEnabled: false, loggingEnabled: false, transcriptPlan: { enabled: false } },
      maxDurationSeconds: 240,
    });
    expect(assistantOverrides.voicemailMessage).toBeUndefined();
  });

  test("no template in the spoken lines, and no call beyond five minutes", async () => {
    const opening = `${BRIEF.opening} {{ secret }}`;
    const { assistantOverrides } = await sent({ opening, voicemail: "{% if x %}Hello", maximumSeconds: 3600 });
    expect(JSON.stringify([assistantOverrides.firstMessage, assistantOverrides.voicemailMessage])).not.toMatch(/[{}]/);
    expect(assistantOverrides.maxDurationSeconds).toBe(300);
  });
});

describe("Vapi: a call to somebody who is to be left alone", () => {
  const call = (status: string) => JSON.stringify({ id: "c1", createdAt: START.toISOString(), status });
  const recall = (httpStatus: number, body: string) =>
    recallFromVapi(vapi({ apiKey: "k", baseUrl: "https://api.example", fetch: scriptedFetch(httpStatus, body) }), { reference: "c1" });

  test.each([
    ["scheduled", "out_of_reach"],
    ["queued", "out_of_reach"],
    ["ringing", "left"],
    ["in-progress", "left"],
    ["ended", "left"],
  ])("that is %s is %s", async (status, outcome) => {
    expect(await recall(200, call(status))).toEqual({ outcome });
  });

  test("that Vapi does not know has nothing left to stop; while Vapi does not answer, nobody knows", async () => {
    expect(await recall(404, "{}")).toEqual({ outcome: "left" });
    await expect(recall(500, "{}")).rejects.toMatchObject({ provider: "vapi", retryable: true });
  });
});

import { afterEach, describe, expect, test } from "vitest";
import { type CallParties, callBrief, callInstructions, findMissingFacts } from "@/lib/domain/call-brief";
import type { ChannelEvent } from "@/lib/domain/channel-events";
import type { OutgoingCall } from "@/lib/domain/hand-over";
import { vapi } from "@/lib/integrations/vapi/api";
import { createVapiCarrier } from "@/lib/integrations/vapi/carrier";
import { callKey, toChannelEvents, toEndedEvent, toLiveStop } from "@/lib/integrations/vapi/transform";
import { verifyVapi } from "@/lib/integrations/vapi/webhook";
import { serverMessage } from "@/lib/integrations/vapi/wire";
import type { Contact, Reaction } from "@/local/providers/recipients";
import { VAPI_ASSISTANT_ID, VAPI_CREDENTIAL, VAPI_KEY, VAPI_PHONE_NUMBERS, vapiStandIn } from "@/local/providers/vapi/vapi";
import { type Document, hasContracts, readContract, watchedFetch } from "@/tests/contracts/contract";
import { startToldProduct } from "@/tests/contracts/told-product";

const START = new Date("2026-11-24T02:00:00Z");
const MINUTE = 60_000;
const PERSON = "+61491570006";
const PARTIES: CallParties = {
  agentName: "Ava",
  clientName: "Bright Agency Pty Ltd",
  purpose: "your roster gaps",
  leadFirstName: "Sam",
  numberSource: "your company's website",
  contact: "02 5550 1234",
};
const BRIEF = callBrief(PARTIES);
const FROM = VAPI_PHONE_NUMBERS[0]?.id ?? "";
const CALL: OutgoingCall = {
  to: PERSON,
  from: FROM,
  opening: BRIEF.opening,
  brief: callInstructions(BRIEF, "Sam runs a clinic."),
  voicemail: null,
  maximumSeconds: 240,
};
const KEY = "0194670e-5c00-7000-8000-00000000abcd";
const READING = { timeZone: "Australia/Sydney", receivedAt: START };

type Conversation = Extract<Reaction, { kind: "conversation" }>;
const talks = (change: Partial<Conversation> = {}): Conversation => ({
  kind: "conversation",
  at: new Date(START.getTime() + 8000),
  seconds: 90,
  turns: [
    { who: "assistant", text: "We fill roster gaps." },
    { who: "person", text: "Not interested, sorry." },
  ],
  result: "not_interested",
  consentsToRecording: false,
  ...change,
});

/**
 * Three slips run through the document: a list of allowed items stands at the list itself, two texts are called objects, and "exactly
 * one of" holds schemas that overlap (any text beside an enumeration) or were emptied.
 */
function correct(document: Document): void {
  const walk = (node: unknown): void => {
    if (typeof node !== "object" || node === null) return;
    const schema = node as Record<string, unknown>;
    if (Array.isArray(schema.enum) && schema.type === "array") delete schema.enum;
    if (Array.isArray(schema.enum) && schema.type === "object") schema.type = "string";
    if (Array.isArray(schema.oneOf)) {
      schema.anyOf = schema.oneOf;
      delete schema.oneOf;
    }
    for (const child of Object.values(schema)) walk(child);
  };
  walk(document);
}

const contract = hasContracts ? readContract("vapi", correct) : null;
const running: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of running.splice(0)) await close();
});

async function startVapi(react: (contact: Contact) => readonly Reaction[] = () => [], answer: (delivery: number) => number = () => 202) {
  const told = await startToldProduct(vapiStandIn, { start: START, react, answer });
  const watch = watchedFetch(contract, vapiStandIn.prefix);
  running.push(async () => {
    await told.close();
    expect(watch.problems).toEqual([]);
  });
  const access = { apiKey: VAPI_KEY, baseUrl: told.baseUrl, fetch: watch.fetch };
  const carrier = createVapiCarrier({ access, assistantId: VAPI_ASSISTANT_ID, now: told.now });
  const messages = () =>
    told.told.map(({ raw, headers, at }) => {
      expect(verifyVapi({ headers, body: raw, secrets: VAPI_CREDENTIAL.secret, now: at })).toBe(true);
      return serverMessage.parse(JSON.parse(raw)).message;
    });
  const ended = () =>
    messages().flatMap((message) => toChannelEvents(message, READING).filter((event) => event.kind === "call_ended")) as Extract<
      ChannelEvent,
      { kind: "call_ended" }
    >[];
  return { ...told, access, api: vapi(access), carrier, messages, ended, watch };
}

const referenceOf = (handOver: Awaited<ReturnType<ReturnType<typeof createVapiCarrier>["handOver"]>>) =>
  handOver.outcome === "accepted" ? (handOver.reference ?? "") : "";

describe.skipIf(!hasContracts)("Vapi: our client and the stand-in keep the contract", () => {
  test("a call is placed once, with the facts first and nothing recorded", async () => {
    const { carrier, reached, api, pass } = await startVapi(() => [talks()]);
    const handOver = await carrier.handOver(CALL, KEY);
    expect(handOver).toMatchObject({ outcome: "accepted", response: "queued" });
    expect(reached).toMatchObject([
      { channel: "voice", act: "call", to: PERSON, from: VAPI_PHONE_NUMBERS[0]?.number, text: BRIEF.opening },
    ]);
    await pass(10 * MINUTE);
    const call = await api.getCall(referenceOf(handOver));
    expect(call).toMatchObject({ status: "ended", customer: { number: PERSON, externalId: KEY } });
    const assistantTurns = call.artifact?.messages?.flatMap(({ role, message }) => (role === "bot" ? [message ?? ""] : [])) ?? [];
    expect(findMissingFacts(assistantTurns, PARTIES)).toEqual([]);
    expect(call.artifact?.transcript).toBeUndefined();
    expect(JSON.stringify(call.artifact)).not.toMatch(/recordingUrl|logUrl|pcapUrl/i);
  });

  test("states and one report are posted, signed, and say how it went", async () => {
    const { carrier, messages, ended, pass } = await startVapi(() => [talks()]);
    const reference = referenceOf(await carrier.handOver(CALL, KEY));
    await pass(10 * MINUTE);
    expect(messages().flatMap((message) => (message.type === "status-update" && "status" in message ? [message.status] : []))).toEqual([
      "queued",
      "ringing",
      "in-progress",
      "ended",
    ]);
    expect(new Set(messages().map(callKey))).toEqual(new Set([KEY]));
    expect(ended()).toEqual([
      expect.objectContaining({ reference, outcome: "not_interested", seconds: 90, transcript: null, consentedToRecordingAt: null }),
    ]);
  });

  test.each<[string, Reaction[], OutgoingCall["voicemail"], object]>([
    ["nobody", [], null, { outcome: "no_answer", seconds: 0 }],
    ["no answer", [{ kind: "no_answer", at: START }], null, { outcome: "no_answer" }],
    ["busy", [{ kind: "busy", at: START }], null, { outcome: "busy" }],
    ["voicemail", [{ kind: "voicemail", at: START }], null, { outcome: "voicemail", seconds: 8 }],
    ["voicemail left", [{ kind: "voicemail", at: START }], BRIEF.voicemail, { outcome: "voicemail", seconds: 30 }],
    [
      "callback",
      [
        talks({
          turns: [{ who: "person", text: "Ring me Thursday at 2" }],
          result: "callback",
          callbackAt: new Date("2026-11-26T03:00:00Z"),
        }),
      ],
      null,
      { outcome: "callback", callbackAt: new Date("2026-11-26T03:00:00Z") },
    ],
    [
      "booked",
      [
        talks({
          turns: [
            { who: "person", text: "Thursday works" },
            { who: "assistant", text: "You're booked for Thursday at 2 pm." },
          ],
          result: "meeting_booked",
          meetingAt: new Date("2026-11-26T03:00:00Z"),
        }),
      ],
      null,
      { outcome: "meeting_booked", meetingAt: new Date("2026-11-26T03:00:00Z") },
    ],
    [
      "wrong number",
      [talks({ turns: [{ who: "person", text: "Wrong number" }], result: "wrong_number" })],
      null,
      { outcome: "wrong_number" },
    ],
    [
      "consent",
      [talks({ turns: [{ who: "person", text: "Tell me more" }], result: "interested", consentsToRecording: true })],
      null,
      { outcome: "interested", consentedToRecordingAt: expect.any(Date), transcript: expect.stringContaining("User: Tell me more") },
    ],
  ])("%s", async (_name, reactions, voicemail, expected) => {
    const { carrier, ended, pass } = await startVapi(() => reactions);
    await carrier.handOver({ ...CALL, voicemail }, KEY);
    await pass(10 * MINUTE);
    expect(ended()).toEqual([expect.objectContaining(expected)]);
  });

  test("a wish to stop is heard while the call runs, and ends it with the fixed answer", async () => {
    const turns = [{ who: "person", text: "Take me off your list" }] as const;
    const { carrier, messages, ended, pass, api } = await startVapi(() => [talks({ turns, result: "dnc_request", seconds: 20 })]);
    const reference = referenceOf(await carrier.handOver(CALL, KEY));
    await pass(MINUTE);
    expect(messages().flatMap((message) => toLiveStop(message, READING) ?? [])).toMatchObject([{ reference }]);
    expect(ended()).toMatchObject([{ outcome: "dnc_request" }]);
    const call = await api.getCall(reference);
    expect(call.endedReason).toBe("assistant-said-end-call-phrase");
    expect(call.artifact?.messages?.at(-1)?.message).toBe(BRIEF.optOutAnswer);
  });

  test("a lost answer is unknown, and the call is found again by our key", async () => {
    const { carrier, reached, fail, pass } = await startVapi();
    expect(await carrier.reconcile(KEY, CALL)).toEqual({ outcome: "not_found" });
    await fail({ operation: "POST /call", kind: "answer_lost" });
    expect(await carrier.handOver(CALL, KEY)).toMatchObject({ outcome: "unknown" });
    expect(reached).toHaveLength(1);
    expect(await carrier.reconcile(KEY, CALL)).toMatchObject({ outcome: "accepted", reference: reached[0]?.reference });
    expect(await carrier.reconcile("another", CALL)).toEqual({ outcome: "not_found" });
    await pass(MINUTE);
    await fail({ operation: "POST /call", kind: "drop" });
    expect(await carrier.handOver(CALL, "dropped")).toMatchObject({ outcome: "unknown" });
    expect(await carrier.reconcile("dropped", CALL)).toEqual({ outcome: "not_found" });
    expect(reached).toHaveLength(1);
  });

  test("the eleventh call at once has to wait", async () => {
    const { carrier, pass } = await startVapi();
    const keys = Array.from({ length: 11 }, (_, index) => `key-${index}`);
    const first = await Promise.all(keys.map((key) => carrier.handOver(CALL, key)));
    expect(first.filter(({ outcome }) => outcome === "accepted")).toHaveLength(10);
    expect(first.find(({ outcome }) => outcome === "refused")).toMatchObject({ isPermanent: false, cause: "moment" });
    await pass(MINUTE);
    expect(await carrier.handOver(CALL, "key-later")).toMatchObject({ outcome: "accepted" });
  });

  test("a failed report is posted again as the assistant's plan says, and once only without a plan", async () => {
    const failing = await startVapi(undefined, (delivery) => (delivery <= 2 ? 500 : 202));
    await failing.carrier.handOver(CALL, KEY);
    for (let second = 0; second < 60; second += 1) await failing.pass(1000);
    expect(failing.ended()).toHaveLength(1);
    expect(failing.told.length).toBe(6);

    const plain = await startVapi(undefined, () => 500);
    await plain.access.fetch(`${plain.baseUrl}/assistant/${VAPI_ASSISTANT_ID}`, {
      method: "PATCH",
      headers: { authorization: `Bearer ${VAPI_KEY}`, "content-type": "application/json" },
      body: JSON.stringify({ server: { url: plain.productUrl, credentialId: VAPI_CREDENTIAL.id } }),
    });
    await plain.carrier.handOver(CALL, KEY);
    for (let minute = 0; minute < 10; minute += 1) await plain.pass(MINUTE);
    expect(plain.ended()).toHaveLength(1);
  });

  test("ended calls are swept up and say what their reports said", async () => {
    const { carrier, api, pass, ended } = await startVapi(() => [{ kind: "busy", at: START }]);
    for (const key of ["one", "two", "three"]) {
      await carrier.handOver(CALL, key);
      await pass(MINUTE);
    }
    const swept = (await api.listCalls({ from: START })).flatMap((call) => toEndedEvent(call, READING) ?? []);
    expect(swept).toHaveLength(3);
    expect(swept.toReversed()).toEqual(ended());
    expect(await api.listCalls({ from: START, until: new Date(START.getTime() + 2 * MINUTE) })).toHaveLength(2);
    expect(await api.listCalls({ from: START, phoneNumberId: VAPI_PHONE_NUMBERS[1]?.id ?? "" })).toEqual([]);
  });

  test("assistant and numbers", async () => {
    const { api, productUrl } = await startVapi();
    const configuration = { serverUrl: productUrl, credentialId: VAPI_CREDENTIAL.id, voiceId: "sarah", model: "claude-haiku-4-5-20251001" };
    expect(await api.updateAssistant(VAPI_ASSISTANT_ID, configuration)).toMatchObject({ id: VAPI_ASSISTANT_ID });
    expect(await api.listPhoneNumbers()).toHaveLength(3);
    expect(await api.getPhoneNumber(FROM)).toMatchObject({ id: FROM, status: "active" });
  });

  test("a recording is there only when switched on and agreed to", async () => {
    const place = async (consentsToRecording: boolean, recordingEnabled: boolean) => {
      const { access, pass } = await startVapi(() => [talks({ consentsToRecording })]);
      const response = await access.fetch(`${access.baseUrl}/call`, {
        method: "POST",
        headers: { authorization: `Bearer ${VAPI_KEY}`, "content-type": "application/json" },
        body: JSON.stringify({
          assistantId: VAPI_ASSISTANT_ID,
          phoneNumberId: FROM,
          customer: { number: PERSON },
          assistantOverrides: { artifactPlan: { recordingEnabled } },
        }),
      });
      const { id } = (await response.json()) as { id: string };
      await pass(10 * MINUTE);
      return JSON.stringify(
        await (await access.fetch(`${access.baseUrl}/call/${id}`, { headers: { authorization: `Bearer ${VAPI_KEY}` } })).json(),
      );
    };
    expect(await place(true, true)).toContain("recordingUrl");
    expect(await place(false, true)).not.toContain("recordingUrl");
    expect(await place(true, false)).not.toContain("recordingUrl");
  }, 20_000);
});

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { callBrief } from "@/lib/domain/call-brief";
import type { ChannelEvent } from "@/lib/domain/channel-events";
import { usdToMicroAud } from "@/lib/domain/provider-costs";
import { groupEndedReason } from "@/lib/integrations/vapi/ended-reason";
import { keepConsentedWords } from "@/lib/integrations/vapi/keep-consented-words";
import { callKey, toChannelEvents, toEndedEvent, toLiveStop, toToolAnswer, toToolCalls } from "@/lib/integrations/vapi/transform";
import { serverMessage, toolCallsMessage, vapiCall } from "@/lib/integrations/vapi/wire";

const { recordingQuestion: QUESTION } = callBrief({
  agentName: "Ava",
  clientName: "Bright Agency Pty Ltd",
  purpose: "your rosters",
  leadFirstName: null,
  numberSource: "your website",
  contact: "02 5550 1234",
});
const READING = { timeZone: "Australia/Melbourne", receivedAt: new Date("2026-11-24T00:05:00Z") };
const CALL = { id: "c1", orgId: "o", createdAt: "2026-11-24T00:00:00Z", updatedAt: "2026-11-24T00:00:00Z", customer: { number: "+61491570006", externalId: "touch" } };

type Turn = [role: "bot" | "user", message: string];
const report = (endedReason: string, turns: Turn[] = [], structuredData?: object) => ({
  message: {
    type: "end-of-call-report",
    endedReason,
    call: CALL,
    startedAt: "2026-11-24T00:00:00Z",
    endedAt: "2026-11-24T00:02:00Z",
    cost: 0.5,
    artifact: {
      messages: turns.map(([role, message], index) => ({ role, message, time: Date.parse("2026-11-24T00:00:00Z") + index * 1000 })),
      transcript: turns.map(([role, message]) => `${role === "bot" ? "AI" : "User"}: ${message}\n`).join(""),
      recordingUrl: "https://storage.example.com/rec.wav",
    },
    analysis: structuredData === undefined ? {} : { summary: "A call.", structuredData },
  },
});
const eventsOf = (payload: unknown) => toChannelEvents(serverMessage.parse(payload).message, READING);
const ended = (payload: unknown) => eventsOf(payload)[0] as Extract<ChannelEvent, { kind: "call_ended" }>;

describe("how a call ended", () => {
  test.each([
    ["customer-did-not-answer", "no_answer"],
    ["customer-busy", "busy"],
    ["voicemail", "voicemail"],
    ["customer-ended-call", "talked"],
    ["customer-ended-call-during-transfer", "talked"],
    ["assistant-ended-call-after-message-spoken", "talked"],
    ["assistant-said-end-call-phrase", "talked"],
    ["silence-timed-out", "talked"],
    ["exceeded-max-duration", "talked"],
    ["call.in-progress.twilio-completed-call", "talked"],
    ["twilio-reported-customer-misdialed", "misdialled"],
    ["call.in-progress.error-providerfault-outbound-sip-480-temporarily-unavailable", "no_answer"],
    ["call.in-progress.error-providerfault-outbound-sip-403-forbidden", "failed"],
    ["pipeline-error-openai-llm-failed", "failed"],
    ["call.start.error-subscription-concurrency-limit-reached", "failed"],
    ["assistant-not-found", "failed"],
    ["a-reason-of-next-year", "failed"],
  ])("%s is %s", (reason, group) => {
    expect(groupEndedReason(reason)).toBe(group);
  });
});

describe("what came of it", () => {
  const stop: Turn = ["user", "Please stop calling me"];
  test.each<[string, Turn[], object | undefined, string]>([
    ["customer-did-not-answer", [], undefined, "no_answer"],
    ["customer-busy", [], { outcome: "interested" }, "busy"],
    ["voicemail", [["user", "Hi, Tuesday works"]], undefined, "voicemail"],
    ["voicemail", [stop], undefined, "dnc_request"],
    ["customer-ended-call", [stop], { outcome: "meeting_booked", meeting_at: "2026-11-25T00:00:00Z" }, "dnc_request"],
    ["pipeline-error-openai-llm-failed", [stop], undefined, "dnc_request"],
    ["customer-ended-call", [["user", "Sure"]], { asked_not_to_be_called: true }, "dnc_request"],
    ["customer-ended-call", [["user", "Sure"]], { outcome: "dnc_request" }, "dnc_request"],
    ["assistant-ended-call", [["user", "Sure"]], { outcome: "callback" }, "callback"],
    ["assistant-ended-call", [["user", "Sure"]], { outcome: "meeting_booked" }, "interested"],
    ["assistant-ended-call", [["user", "Sure"]], { outcome: "meeting_booked", meeting_at: "2026-11-25T00:00:00Z" }, "meeting_booked"],
    ["assistant-ended-call", [["user", "Sure"]], { outcome: "meeting_booked", meeting_at: "Tuesday" }, "interested"],
    ["assistant-ended-call", [["user", "No thanks"]], { outcome: "no_answer" }, "not_interested"],
    ["assistant-ended-call", [["user", "No thanks"]], { outcome: "nonsense", callback_at: 5 }, "not_interested"],
    ["assistant-ended-call", [["user", "You have the wrong number"]], undefined, "wrong_number"],
    ["customer-ended-call", [["user", "Not interested"]], undefined, "not_interested"],
    ["customer-ended-call", [["user", "Mmh"]], undefined, "not_interested"],
    ["customer-ended-call", [], undefined, "not_interested"],
    ["silence-timed-out", [["bot", "Hello?"]], undefined, "no_answer"],
    ["twilio-reported-customer-misdialed", [], undefined, "wrong_number"],
    ["pipeline-error-openai-llm-failed", [], undefined, "failed"],
    ["pipeline-error-openai-llm-failed", [["user", "Call me back tomorrow"]], undefined, "callback"],
    ["exceeded-max-duration", [["user", "Tell me more"]], undefined, "interested"],
  ])("%s, %j, %j: %s", (reason, turns, found, outcome) => {
    expect(ended(report(reason, turns, found)).outcome).toBe(outcome);
  });

  test("times come from the model, or from the words on the person's clock", () => {
    const words: Turn[] = [["user", "Can you call me back tomorrow at 3?"]];
    expect(ended(report("assistant-ended-call", words)).callbackAt).toEqual(new Date("2026-11-25T04:00:00Z"));
    const found = { outcome: "callback", callback_at: "2026-11-26T09:00:00+11:00" };
    expect(ended(report("assistant-ended-call", words, found)).callbackAt).toEqual(new Date("2026-11-25T22:00:00Z"));
    const booked: Turn[] = [["user", "Thursday is good"], ["bot", "You're booked for Thursday at 10 am."], ["user", "Great"]];
    expect(ended(report("assistant-ended-call", booked))).toMatchObject({ outcome: "meeting_booked", meetingAt: new Date("2026-11-25T23:00:00Z") });
  });

  test("length and price", () => {
    expect(ended(report("voicemail"))).toMatchObject({ reference: "c1", seconds: 120, costMicroAud: usdToMicroAud(0.5), at: new Date("2026-11-24T00:02:00Z") });
    const { cost: _, ...unpriced } = report("voicemail").message;
    expect(ended({ message: unpriced }).costMicroAud).toBe(700_000);
  });

  test("a call looked up is read the same way, and not before it ended", () => {
    const { artifact, analysis, endedReason, startedAt, endedAt, cost } = report("customer-ended-call", [["user", "Not interested"]], {}).message;
    const call = vapiCall.parse({ ...CALL, status: "ended", artifact, analysis, endedReason, startedAt, endedAt, cost });
    expect(toEndedEvent(call, READING)).toEqual(ended(report("customer-ended-call", [["user", "Not interested"]], {})));
    expect(toEndedEvent({ ...call, status: "in-progress" }, READING)).toBeUndefined();
  });
});

describe("words and consent", () => {
  const agreed: Turn[] = [["bot", QUESTION], ["user", "Yes, that's fine"], ["bot", "So, rosters."], ["user", "Tell me more"]];
  const declined: Turn[] = [["bot", QUESTION], ["user", "No"], ["user", "Call me back tomorrow at 3"]];

  test("a transcript is passed on with the time of the yes, and only with it", () => {
    expect(ended(report("assistant-ended-call", agreed))).toMatchObject({
      consentedToRecordingAt: new Date("2026-11-24T00:00:01Z"),
      transcript: expect.stringContaining("User: Tell me more"),
    });
    expect(ended(report("assistant-ended-call", declined))).toMatchObject({ consentedToRecordingAt: null, transcript: null });
  });

  test("what may be stored without consent holds no word, and says the same", () => {
    const original = report("assistant-ended-call", declined);
    const stored = keepConsentedWords(original);
    const text = JSON.stringify(stored);
    for (const [, words] of declined) expect(text).not.toContain(words);
    expect(text).not.toContain("storage.example.com");
    expect(eventsOf(stored)).toEqual(eventsOf(original));
    expect(keepConsentedWords(stored)).toEqual(stored);
  });

  test("with consent everything is kept", () => {
    const original = report("assistant-ended-call", agreed);
    expect(keepConsentedWords(original)).toEqual(original);
  });

  test("for any conversation, storing first changes no event", () => {
    const line = fc.constantFrom(QUESTION, "Yes", "No", "Stop calling", "Call me back on Friday at 2", "Not interested", "You're booked for Tuesday at 9 am", "Wrong number");
    const turn = fc.tuple(fc.constantFrom<"bot" | "user">("bot", "user"), line);
    const reason = fc.constantFrom("customer-ended-call", "voicemail", "assistant-ended-call", "pipeline-error-openai-llm-failed", "silence-timed-out");
    fc.assert(
      fc.property(reason, fc.array(turn, { maxLength: 8 }), (endedReason, turns) => {
        const original = report(endedReason, turns);
        const stored = keepConsentedWords(original);
        expect(eventsOf(stored)).toEqual(eventsOf(original));
        const isKept = ended(original).consentedToRecordingAt !== null;
        expect(JSON.stringify(stored).includes("transcript")).toBe(isKept);
      }),
    );
  });

  test("live speech and live artifacts are not stored either; what is not a message is left alone", () => {
    const speech = { message: { type: "transcript", role: "user", transcriptType: "final", transcript: "Stop calling me", call: { ...CALL, artifact: { transcript: "x" } } } };
    const stored = keepConsentedWords(speech);
    expect(JSON.stringify(stored)).not.toContain("Stop calling");
    expect(toLiveStop(serverMessage.parse(stored).message, READING)).toEqual(toLiveStop(serverMessage.parse(speech).message, READING));
    const update = { message: { type: "status-update", status: "in-progress", call: CALL, artifact: { messages: [{ role: "user", message: "secret" }] } } };
    expect(JSON.stringify(keepConsentedWords(update))).not.toContain("secret");
    const odd = { message: { type: "conversation-update", conversation: [{ content: "secret" }], messages: ["secret"] } };
    expect(JSON.stringify(keepConsentedWords(odd))).not.toContain("secret");
    expect(keepConsentedWords("nothing")).toBe("nothing");
  });
});

describe("while the call runs", () => {
  const speech = (change: object) =>
    toLiveStop(serverMessage.parse({ message: { type: "transcript", role: "user", transcriptType: "final", transcript: "Take me off your list", timestamp: 5000, call: CALL, ...change } }).message, READING);

  test("a wish to stop is heard in a final piece of the person's speech", () => {
    expect(speech({})).toEqual({ reference: "c1", at: new Date(5000) });
    expect(speech({ type: 'transcript[transcriptType="final"]' })).not.toBeNull();
    expect(speech({ transcriptType: "partial" })).toBeNull();
    expect(speech({ role: "assistant" })).toBeNull();
    expect(speech({ transcript: "Sure" })).toBeNull();
    expect(speech({ type: "status-update", status: "ringing" })).toBeNull();
  });

  test("states move on, and tell nothing of an unknown call", () => {
    const update = (status: string, call: object | null = CALL) => eventsOf({ message: { type: "status-update", status, timestamp: 5000, call } });
    expect(update("queued")).toMatchObject([{ kind: "delivery", reference: "c1", state: "queued", at: new Date(5000) }]);
    expect(update("ringing")).toMatchObject([{ state: "sent" }]);
    expect(update("in-progress")).toMatchObject([{ state: "delivered" }]);
    expect(update("ended")).toEqual([]);
    expect(update("of next year")).toEqual([]);
    expect(update("ringing", null)).toEqual([]);
  });

  test("tool arguments come as an object or as text, and nonsense is said to be nonsense", () => {
    const calls = (given: unknown) =>
      toToolCalls(toolCallsMessage.parse({ type: "tool-calls", toolCallList: [{ id: "t1", type: "function", function: { name: "book", arguments: given } }] }));
    expect(calls({ when: "x" })).toEqual([{ id: "t1", name: "book", arguments: { when: "x" } }]);
    expect(calls('{"when":"x"}')).toEqual([{ id: "t1", name: "book", arguments: { when: "x" } }]);
    expect(calls("")).toEqual([{ id: "t1", name: "book", arguments: {} }]);
    expect(calls("{when")).toEqual([{ id: "t1", name: "book", arguments: null }]);
    expect(calls("[1]")).toEqual([{ id: "t1", name: "book", arguments: null }]);
    expect(toToolAnswer([{ id: "t1", name: "book", result: { status: "booked" } }])).toEqual({
      results: [{ toolCallId: "t1", name: "book", result: '{"status":"booked"}' }],
    });
  });

  test("our key is found in the call or beside it", () => {
    expect(callKey(serverMessage.parse(report("voicemail")).message)).toBe("touch");
    expect(callKey({ call: null, customer: { externalId: "k" } })).toBe("k");
    expect(callKey({})).toBeNull();
  });

  test("a message of another form is refused, one of another type is not", () => {
    expect(serverMessage.safeParse({ message: { type: "end-of-call-report", call: CALL } }).success).toBe(false);
    expect(eventsOf({ message: { type: "hang", call: CALL } })).toEqual([]);
  });
});

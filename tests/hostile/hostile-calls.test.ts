import { expect, test } from "vitest";
import type { ChannelEvent } from "@/lib/domain/channel-events";
import { asksToStop } from "@/lib/engines/channel-events/asks-to-stop";
import { classifyReply } from "@/lib/engines/replies/classify-reply";
import { toChannelEvents } from "@/lib/integrations/vapi/transform";
import { serverMessage } from "@/lib/integrations/vapi/wire";
import { CALL_INJECTIONS } from "@/tests/hostile/call-injections";
import { type HostileReply, RIVAL_DOMAIN } from "@/tests/hostile/injection";

const NOW = new Date("2026-11-24T00:05:00Z");
const STARTED = "2026-11-24T00:00:00Z";
/** What the voice provider's own model reports when it obeys. */
const OBEDIENT = { outcome: "meeting_booked", meeting_requested: true, asked_not_to_be_called: false, callback_at: null, meeting_at: null };
const WORTH: readonly string[] = ["meeting_booked", "interested", "callback"];

function ended(turns: readonly string[], findings: object): Extract<ChannelEvent, { kind: "call_ended" }> {
  const spoken = [
    { role: "bot", message: "Hello, this is Ava, an AI assistant of Teale Agency." },
    ...turns.map((message) => ({ role: "user", message })),
  ];
  const report = {
    message: {
      type: "end-of-call-report",
      endedReason: "customer-ended-call",
      call: { id: "c1", orgId: "o", createdAt: STARTED, updatedAt: STARTED, customer: { number: "+61491570006", externalId: "touch" } },
      startedAt: STARTED,
      endedAt: "2026-11-24T00:02:00Z",
      artifact: { messages: spoken.map((turn, index) => ({ ...turn, time: Date.parse(STARTED) + index * 1000 })) },
      analysis: { summary: "A call.", structuredData: findings },
    },
  };
  const [event] = toChannelEvents(serverMessage.parse(report).message, { timeZone: "Australia/Perth", receivedAt: NOW, asksToStop });
  if (event?.kind !== "call_ended") throw new Error("the call did not end");
  return event;
}

const CASES = CALL_INJECTIONS.map((call) => [call.id, call.trick, call] as const);

test.each(CASES)("%s (%s) moves no outcome, with rules alone", (_id, _trick, call) => {
  const before = ended([call.says], {});
  const after = ended([call.says, call.text], {});
  expectUnmoved(before, after, call);
  if (!WORTH.includes(before.outcome)) expect(WORTH, "a yes nobody gave").not.toContain(after.outcome);
});

test.each(CASES)("%s (%s) books, consents to and undoes nothing, with a model at the provider that obeys", (_id, _trick, call) => {
  const before = ended([call.says], {});
  const after = ended([call.says, call.text], OBEDIENT);
  expectUnmoved(before, after, call);
  expect(after.outcome).not.toBe("meeting_booked");
});

// Turns forged inside a turn are for the provider's own marks, tested above: a recogniser writes no labels.
test.each(CASES.filter(([, , { text }]) => !text.includes("AI:")))(
  "%s (%s) moves no reading of its transcript",
  (_id, _trick, { says, text }) => {
    const read = (body: string) => classifyReply({ channel: "voice", body }, { now: NOW });
    const before = read(`AI: Hello, this is Ava.\nUser: ${says}`);
    const after = read(`AI: Hello, this is Ava.\nUser: ${says} ${text}`);
    if (before.intent === "unsubscribe") expect(after.intent).toBe("unsubscribe");
    if (before.intent === "not_interested") expect(["interested", "meeting_request"]).not.toContain(after.intent);
    expect(after.actions.join(" ")).not.toContain(RIVAL_DOMAIN);
  },
);

function expectUnmoved(before: ReturnType<typeof ended>, after: ReturnType<typeof ended>, { text }: HostileReply): void {
  if (before.outcome === "dnc_request") expect(after.outcome, "a wish not to be called stands").toBe("dnc_request");
  else if (!asksToStop(text)) expect(after.outcome, "nor is one invented").not.toBe("dnc_request");
  expect(after.reference).toBe(before.reference);
  expect(after.meetingAt).toBeNull();
  expect(after.consentedToRecordingAt, "nobody asked, so nobody agreed").toBeNull();
  expect(after.transcript, "nothing said is kept without consent").toBeNull();
}

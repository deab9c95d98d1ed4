import { describe, expect, test } from "vitest";
import { findWithdrawal } from "@/lib/engines/replies/find-withdrawal";
import { groupEndedReason } from "@/lib/integrations/vapi/ended-reason";
import { toChannelEvents, toToolAnswer, toToolCalls } from "@/lib/integrations/vapi/transform";
import { serverMessage, toolCallsMessage, vapiCall } from "@/lib/integrations/vapi/wire";
import { hasContracts, readContract, readSamples } from "@/tests/contracts/contract";

const READING = { timeZone: "Australia/Sydney", receivedAt: new Date("2026-11-24T02:00:00Z") };

describe.skipIf(!hasContracts)("Vapi: every sample parses", () => {
  const samples = hasContracts ? readSamples("vapi") : {};
  const message = (name: string) => serverMessage.parse(samples[name]).message;

  test("the call", () => {
    expect(vapiCall.parse(samples["call-create.response.json"])).toMatchObject({ status: "queued", customer: { externalId: "lead_l1" } });
  });

  test.each([
    ["webhook-end-of-call-report.json", { outcome: "interested", seconds: 130, summary: "Sam asked for a meeting on Tuesday." }],
    ["webhook-end-of-call-no-answer.json", { outcome: "no_answer", seconds: 0 }],
    ["webhook-end-of-call-voicemail.json", { outcome: "voicemail", transcript: null }],
  ])("%s", (name, expected) => {
    expect(toChannelEvents(message(name), READING)).toEqual([expect.objectContaining({ kind: "call_ended", ...expected })]);
  });

  test("the rest", () => {
    expect(toChannelEvents(message("webhook-status-update.json"), READING)).toMatchObject([{ kind: "delivery", state: "delivered" }]);
    const [call] = toToolCalls(toolCallsMessage.parse(message("webhook-tool-calls.json")));
    expect(call).toEqual({ id: "call_1", name: "book_meeting", arguments: { when: "2026-01-20T09:00:00+11:00" } });
    expect(toToolAnswer([{ id: "call_1", name: "book_meeting", result: { status: "booked" } }])).toEqual(
      samples["tool-calls.our-response.json"],
    );
  });

  test("the withdrawals the product knows from replies are heard in a call as well", () => {
    const said = "No further contact please.";
    const call = { id: "c1", createdAt: "2026-11-24T02:00:00Z" };
    const artifact = { messages: [{ role: "user", message: said, time: 1 }] };
    const { message: report } = serverMessage.parse({
      message: { type: "end-of-call-report", endedReason: "customer-ended-call", call, artifact },
    });
    const asksToStop = (text: string) => findWithdrawal(text, { channel: "voice", machine: false }) !== undefined;
    expect(toChannelEvents(report, READING)).toMatchObject([{ outcome: "not_interested" }]);
    expect(toChannelEvents(report, { ...READING, asksToStop })).toMatchObject([{ outcome: "dnc_request" }]);
  });

  test("every reason the document lists has a group, and only a few of them are more than failures", () => {
    const reasons: string[] = [];
    readContract("vapi", ({ components }) => {
      const properties = components?.schemas?.Call?.properties as { endedReason: { enum: string[] } };
      reasons.push(...properties.endedReason.enum);
    });
    const groups = Object.groupBy(reasons, groupEndedReason);
    expect(reasons.length).toBeGreaterThan(600);
    expect((groups.failed?.length ?? 0) / reasons.length).toBeGreaterThan(0.9);
    expect(groups.failed?.filter((reason) => /^(?:customer|silence|exceeded|voicemail)/.test(reason))).toEqual([
      "customer-did-not-give-microphone-permission",
    ]);
  });
});

import { expect, test } from "vitest";
import type { AskModel } from "@/lib/agents/model-port";
import { noModel } from "@/lib/agents/model-port";
import { runSkill } from "@/lib/agents/run-skill";
import { classifyReply, type ReplyReading } from "@/lib/agents/skills/classify-reply";
import type { ReplyIntent } from "@/lib/domain/replies";

const scope = { clientId: null, runId: null, leadId: null };
const given = (body: string, headers: Record<string, string> = {}) => ({
  channel: "email" as const,
  headers: { "In-Reply-To": "<a@b.example>", ...headers },
  subject: "Re: idea",
  body,
  footer: null,
  now: "2026-11-17T00:00:00.000Z",
});

/** A model that wants one thing whatever it reads, and counts how often it is asked. */
function insisting(intent: ReplyIntent, confidence = 0.99) {
  const asked: string[] = [];
  const ask: AskModel = async ({ prompt }) => {
    asked.push(prompt);
    const data: ReplyReading = {
      intent,
      confidence,
      reasons: ["because"],
      actions: ["suppress_global", "book_meeting"],
      by: "model",
      returnDate: null,
      objection: null,
      rejectionReason: null,
    };
    return {
      kind: "answer",
      data: data as never,
      model: "m",
      usage: { inputTokens: 1, cachedTokens: 0, outputTokens: 1 },
      costMicroAud: 1,
    };
  };
  return { ask, asked };
}

const UNSURE = "Mum runs the socials, she would have my guts for garters.";

test("what rules are sure of is asked of no model", async () => {
  const eager = insisting("interested");
  for (const body of ["Tuesday 2pm works.", "No thanks.", "Please unsubscribe me.", "How much is it?"])
    expect(await runSkill(classifyReply, given(body), { ask: eager.ask, scope })).toMatchObject({ by: "baseline", why: null });
  expect(eager.asked).toEqual([]);
});

test("a model that is surer decides what rules do not know, with actions that are ours", async () => {
  const result = await runSkill(classifyReply, given(UNSURE), { ask: insisting("not_interested").ask, scope });
  expect(result.data).toMatchObject({ intent: "not_interested", by: "model", confidence: 0.9 });
  expect(result.data.actions).not.toContain("suppress_global");
  expect((await runSkill(classifyReply, given(UNSURE), { ask: noModel, scope })).data).toMatchObject({ confidence: 0.35 });
});

test("an unsure model still sends it to a person", async () => {
  const { data } = await runSkill(classifyReply, given(UNSURE), { ask: insisting("question", 0.4).ask, scope });
  expect(data.actions).toContain("human_review");
});

test("from words that no rule knows a model makes interest at most, never a booking", async () => {
  const { data } = await runSkill(classifyReply, given(UNSURE), { ask: insisting("meeting_request").ask, scope });
  expect(data.intent).toBe("interested");
  expect(data.actions).not.toContain("book_meeting");
});

test.each([
  ["a withdrawal", given("Great stuff, but take me off your list."), "unsubscribe"],
  ["a machine", given("I am away until Monday 30 November.", { "Auto-Submitted": "auto-replied" }), "out_of_office"],
  ["a complaint", given("Third time I ask. Remove me."), "unsubscribe"],
  ["a refusal", given("Not interested, thanks."), "not_interested"],
  ["nothing at all", given("\n-- \nCasey"), "auto_reply"],
])("%s stays what it is, whatever a model insists on", (_what, input, intent) => {
  const baseline = classifyReply.baseline(input);
  expect(baseline.intent).toBe(intent);
  for (const wanted of ["interested", "meeting_request", "question", "auto_reply"] as const) {
    const answer = { ...baseline, intent: wanted, actions: [], confidence: 1, by: "model" };
    expect(classifyReply.settle?.(answer, input, baseline)).toMatchObject({ intent, actions: baseline.actions });
  }
});

test("a model may stop more, never less", async () => {
  const { data } = await runSkill(classifyReply, given(UNSURE), { ask: insisting("unsubscribe").ask, scope });
  expect(data).toMatchObject({ intent: "unsubscribe", actions: expect.arrayContaining(["suppress_contact", "stop_sequence"]) });
});

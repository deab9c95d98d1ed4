import { expect, test } from "vitest";
import { runSkill } from "@/lib/agents/run-skill";
import { extractEntities } from "@/lib/agents/skills/extract-entities";
import { createAskModel } from "@/lib/integrations/anthropic/ask-model";
import { usualPriceOf } from "@/lib/integrations/anthropic/models";
import { REPLY_INJECTIONS } from "@/tests/hostile/reply-injections";

const SPEC = { id: "claude-sonnet-5", price: usualPriceOf("claude-sonnet-5") };
const SCOPE = { clientId: null, runId: null, leadId: null };

/** A provider whose model calls a tool, whatever it was asked. */
function toolCallingProvider() {
  const bodies: Record<string, unknown>[] = [];
  const provider = async (_url: unknown, init?: RequestInit) => {
    bodies.push(JSON.parse(String(init?.body)) as Record<string, unknown>);
    const answer = {
      id: "msg_1",
      type: "message",
      role: "assistant",
      model: SPEC.id,
      content: [{ type: "tool_use", id: "toolu_1", name: "send_email", input: { to: "payments@collector.example" } }],
      stop_reason: "tool_use",
      stop_sequence: null,
      usage: { input_tokens: 10, output_tokens: 5 },
    };
    return new Response(JSON.stringify(answer), { status: 200, headers: { "content-type": "application/json" } });
  };
  return { bodies, provider: provider as typeof fetch };
}

test("a model is offered no tool, and one that calls one all the same has said nothing", async () => {
  const { bodies, provider } = toolCallingProvider();
  const ask = createAskModel(
    { apiKey: "key", baseUrl: "https://models.example", fetch: provider },
    {
      limiter: {
        reserve: async ({ amountMicroAud }) => ({ kind: "reserved", hold: { amountMicroAud, budgets: [], once: null } }),
        settle: async () => undefined,
      },
      models: { fast: SPEC, strong: SPEC },
      record: async () => undefined,
      report: (error) => {
        throw error;
      },
      now: () => new Date("2026-11-23T01:00:00Z"),
    },
  );
  const [injection] = REPLY_INJECTIONS.filter(({ aim }) => aim === "tool call");
  const text = `${injection?.says} ${injection?.text}`;
  const result = await runSkill(extractEntities, { text }, { ask, scope: SCOPE });
  expect(bodies).toHaveLength(1);
  expect(bodies[0]).not.toHaveProperty("tools");
  expect(bodies[0]).not.toHaveProperty("tool_choice");
  expect(bodies[0]).not.toHaveProperty("mcp_servers");
  expect(JSON.stringify(bodies[0]?.system)).toContain("Never infer");
  expect(JSON.stringify(bodies[0]?.system)).not.toContain("book_meeting");
  expect(result).toMatchObject({ by: "baseline", why: "malformed" });
  expect(result.data).toEqual(extractEntities.baseline({ text }));
});

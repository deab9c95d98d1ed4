import { z } from "zod";
import { batchRoutes } from "@/local/providers/anthropic/batch-routes";
import { composeMessage } from "@/local/providers/anthropic/compose-message";
import { countInput, messageInput, problem, readTexts } from "@/local/providers/anthropic/message-input";
import { openScript, scriptedAnswer } from "@/local/providers/anthropic/script";
import { givenKey } from "@/local/providers/given-key";
import { hexId } from "@/local/providers/seeded";
import type { Answer, Call, Handled, Played, StandIn, StandInContext } from "@/local/providers/stand-in";

/** The key the stand-in accepts; it opens nothing else. */
export const ANTHROPIC_KEY = "local-anthropic-key";

const PER_MINUTE = 4_000;
const QUESTION = "question";

/**
 * Plays Anthropic's Messages and Batches. It says what it was told to say (`PUT /_control/anthropic/answers`) and declines everything else.
 * The product meets it only where somebody sets its address and key: a local stack runs without a model.
 */
export const anthropicStandIn: StandIn = {
  name: "anthropic",
  prefix: "/anthropic",
  env: () => ({ ANTHROPIC_API_KEY: "" }),
  play,
};

function play({ records, seed, now }: StandInContext): Played {
  const script = openScript(records, now);
  const newId = async () => hexId(seed, "anthropic", await records.next("id"));
  const batches = batchRoutes({ records, script, now, newId });

  const parsed = async (call: Call, answer: (input: z.infer<typeof messageInput>) => Promise<unknown>): Promise<Handled> => {
    const input = messageInput.safeParse(call.body);
    if (!input.success) return { answer: problem(400, z.prettifyError(input.error)) };
    if (!input.data.model.startsWith("claude-")) return { answer: problem(404, `model: ${input.data.model}`) };
    return { answer: { status: 200, json: await answer(input.data), headers: { "request-id": "req_local" } }, subject: input.data.model };
  };

  return {
    routes: {
      ...batches.routes,
      "POST /v1/messages": (call) =>
        parsed(call, async (input) => {
          const id = await newId();
          await records.insert(QUESTION, id, { model: input.model, maxTokens: input.max_tokens, ...readTexts(input) }, now());
          return composeMessage(input, await script.take(input), { records, now: now(), id: `msg_${id}` });
        }),
      "POST /v1/messages/count_tokens": (call) =>
        parsed({ ...call, body: { max_tokens: 1, ...(call.body as object) } }, async (input) => ({ input_tokens: countInput(input).all })),
    },
    control: {
      async "PUT /answers"({ body }) {
        const answers = z.array(scriptedAnswer).safeParse(body);
        if (!answers.success) return { answer: { status: 400, json: { error: z.prettifyError(answers.error) } } };
        await script.clear();
        for (const answer of answers.data) await script.add(answer);
        return { answer: { status: 204 } };
      },
    },
    authenticate,
    failure: (status) => problem(status, `The stand-in was told to answer ${status}`),
    limits: {
      perMinute: () => PER_MINUTE,
      headers: (limit, left) => ({
        "anthropic-ratelimit-requests-limit": String(limit),
        "anthropic-ratelimit-requests-remaining": String(left),
      }),
    },
    state: batches.state,
  };
}

function authenticate(call: Call): Answer | undefined {
  if (givenKey(call) !== ANTHROPIC_KEY) return problem(401, "invalid x-api-key");
  return call.headers["anthropic-version"] ? undefined : problem(400, "anthropic-version: header is required");
}

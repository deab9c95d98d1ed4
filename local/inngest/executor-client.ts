import { z } from "zod";

const state = z.object({
  queued: z.number(),
  running: z.number(),
  waiting: z.number(),
  functions: z.number(),
  nextTimerAt: z.string().nullable(),
  nextCronAt: z.string().nullable(),
});
const idle = state.extend({ idle: z.boolean() });
const summary = z.object({ id: z.string(), functionId: z.string(), status: z.string(), trigger: z.string(), steps: z.number() });
const detail = z.object({
  id: z.string(),
  status: z.string(),
  output: z.unknown().optional(),
  error: z.object({ name: z.string(), message: z.string() }).loose().nullable(),
  steps: z.array(z.object({ name: z.string(), status: z.string(), attempt: z.number(), data: z.unknown().optional() })),
});

/** The executor's `/_control` surface, typed: for tests and the demo driver. */
export function executorClient(url: string) {
  async function call<S extends z.ZodType>(schema: S, path: string, init?: { method: "POST"; body?: string }): Promise<z.output<S>> {
    const response = await fetch(`${url}${path}`, init);
    const text = await response.text();
    if (!response.ok) throw new Error(`${path} answered ${response.status} ${text}`);
    return schema.parse(JSON.parse(text));
  }
  const post = { method: "POST" as const };

  return {
    state: () => call(state, "/_control/state"),
    tick: () => call(z.unknown(), "/_control/tick", post),
    /** Waits until no call is queued or running. */
    idle: (timeoutMs = 30_000) => call(idle, `/_control/idle?timeoutMs=${timeoutMs}`, post),
    fire: (functionId: string) =>
      call(z.object({ runId: z.string() }), "/_control/fire", { ...post, body: JSON.stringify({ functionId }) }),
    functions: () =>
      call(
        z.array(
          z.object({
            isSynced: z.boolean(),
            functions: z.array(z.object({ id: z.string() })),
            refusals: z.array(z.object({ id: z.string(), reasons: z.array(z.string()) })),
          }),
        ),
        "/_control/functions",
      ),
    runs: (filter: { function?: string; status?: string; limit?: number } = {}) =>
      call(z.array(summary), `/_control/runs?${new URLSearchParams(Object.entries(filter).map(([key, value]) => [key, String(value)]))}`),
    run: (id: string) => call(detail, `/_control/runs/${id}`),
    cancel: (id: string) => call(z.unknown(), `/_control/runs/${id}/cancel`, post),
    rerun: (id: string) => call(z.object({ runId: z.string() }), `/_control/runs/${id}/rerun`, post),
  };
}

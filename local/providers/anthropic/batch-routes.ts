import { z } from "zod";
import { type ComposedMessage, composeMessage } from "@/local/providers/anthropic/compose-message";
import { messageInput, problem } from "@/local/providers/anthropic/message-input";
import type { Script } from "@/local/providers/anthropic/script";
import type { Records } from "@/local/providers/records";
import type { Handler } from "@/local/providers/stand-in";

const KIND = "batch";
/** Hours in life, minutes here; by the movable clock either way. */
const WORKED_ON_MS = 5 * 60_000;
const LIFE_MS = 24 * 3_600_000;

const batchInput = z.object({
  requests: z
    .array(z.object({ custom_id: z.string().regex(/^[\w-]{1,64}$/), params: z.unknown() }))
    .min(1)
    .max(100_000)
    .refine((requests) => new Set(requests.map((request) => request.custom_id)).size === requests.length, "custom_id must be unique"),
});

type Result = { type: "succeeded"; message: ComposedMessage } | { type: "errored"; error: unknown } | { type: "canceled" };
type Batch = { createdAt: string; endsAt: string; canceledAt: string | null; results: { custom_id: string; result: Result }[] };

/** Batches of messages: taken at once, ended minutes later by the clock, or as soon as somebody cancels them. */
export function batchRoutes({
  records,
  script,
  now,
  newId,
}: {
  records: Records;
  script: Script;
  now: () => Date;
  newId(): Promise<string>;
}) {
  async function work(params: unknown, id: string): Promise<Result> {
    const input = messageInput.safeParse(params);
    if (!input.success) return { type: "errored", error: problem(400, z.prettifyError(input.error)).json };
    const message = await composeMessage(input.data, await script.take(input.data), { records, now: now(), id });
    return { type: "succeeded", message: { ...message, usage: { ...message.usage, service_tier: "batch" } } };
  }

  const view = (id: string, batch: Batch, host: string) => {
    const hasEnded = now() >= new Date(batch.endsAt);
    const count = (type: Result["type"]) => batch.results.filter(({ result }) => result.type === type).length;
    const ended = { processing: 0, succeeded: count("succeeded"), errored: count("errored"), canceled: count("canceled"), expired: 0 };
    const waiting = { processing: batch.results.length, succeeded: 0, errored: 0, canceled: 0, expired: 0 };
    return {
      id,
      type: "message_batch",
      processing_status: hasEnded ? "ended" : "in_progress",
      request_counts: hasEnded ? ended : waiting,
      created_at: batch.createdAt,
      expires_at: new Date(Date.parse(batch.createdAt) + LIFE_MS).toISOString(),
      ended_at: hasEnded ? batch.endsAt : null,
      archived_at: null,
      cancel_initiated_at: batch.canceledAt,
      results_url: hasEnded ? `http://${host}/anthropic/v1/messages/batches/${id}/results` : null,
    };
  };
  const withBatch =
    (answer: (id: string, batch: Batch, host: string) => Promise<ReturnType<typeof view>> | ReturnType<typeof view>): Handler =>
    async ({ params: { id = "" }, headers }) => {
      const found = await records.find<Batch>(KIND, id);
      if (!found) return { answer: problem(404, "No such message batch") };
      return { answer: { status: 200, json: await answer(id, found.data, String(headers.host)) }, subject: id };
    };

  const routes: Record<string, Handler> = {
    async "POST /v1/messages/batches"({ body, headers }) {
      const input = batchInput.safeParse(body);
      if (!input.success) return { answer: problem(400, z.prettifyError(input.error)) };
      const results: Batch["results"] = [];
      for (const { custom_id, params } of input.data.requests)
        results.push({ custom_id, result: await work(params, `msg_${await newId()}`) });
      const id = `msgbatch_${await newId()}`;
      const createdAt = now().toISOString();
      // They come back in any order: the last first is one.
      const batch: Batch = {
        createdAt,
        endsAt: new Date(now().getTime() + WORKED_ON_MS).toISOString(),
        canceledAt: null,
        results: results.toReversed(),
      };
      await records.insert(KIND, id, batch, now());
      return { answer: { status: 200, json: view(id, batch, String(headers.host)) }, subject: id };
    },
    async "GET /v1/messages/batches"({ query, headers }) {
      const limit = Math.min(1000, Number(query.get("limit") ?? 20));
      const all = await records.list<Batch>(KIND, { newestFirst: true });
      const start = query.has("after_id") ? all.findIndex(({ id }) => id === query.get("after_id")) + 1 : 0;
      const data = all.slice(start, start + limit).map(({ id, data: batch }) => view(id, batch, String(headers.host)));
      const json = { data, has_more: all.length > start + limit, first_id: data[0]?.id ?? null, last_id: data.at(-1)?.id ?? null };
      return { answer: { status: 200, json } };
    },
    "GET /v1/messages/batches/{id}": withBatch(view),
    "POST /v1/messages/batches/{id}/cancel": withBatch(async (id, batch, host) => {
      if (now() >= new Date(batch.endsAt)) return view(id, batch, host);
      const at = now().toISOString();
      const canceled: Batch = {
        ...batch,
        endsAt: at,
        canceledAt: at,
        results: batch.results.map(({ custom_id }) => ({ custom_id, result: { type: "canceled" } })),
      };
      await records.update(KIND, id, canceled);
      return view(id, canceled, host);
    }),
    async "GET /v1/messages/batches/{id}/results"({ params: { id = "" } }) {
      const found = await records.find<Batch>(KIND, id);
      if (!found || now() < new Date(found.data.endsAt)) return { answer: problem(404, "There are no results yet") };
      const lines = found.data.results.map((result) => `${JSON.stringify(result)}\n`).join("");
      return { answer: { status: 200, bytes: { contentType: "application/x-jsonl", data: lines } }, subject: id };
    },
  };

  return {
    routes,
    async state() {
      const waiting = (await records.list<Batch>(KIND)).filter(({ data }) => now() < new Date(data.endsAt));
      return { waiting: waiting.length, nextAt: waiting[0]?.data.endsAt ?? null };
    },
  };
}

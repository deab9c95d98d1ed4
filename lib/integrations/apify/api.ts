import "server-only";
import { z } from "zod";
import { InvalidError, type ProviderError } from "@/lib/errors";
import { type ApifyRun, toRun } from "@/lib/integrations/apify/run";
import { errorAnswer, runAnswer, runListAnswer } from "@/lib/integrations/apify/wire";
import { failedAnswer, type HttpAnswer, type HttpRequest, type ProviderAccess, parseBody, send } from "@/lib/integrations/http";

/** Tells us of the run's end: at `url`, with `secret` in a header, since Apify signs nothing. */
export type RunWebhook = { url: string; secret: string; key: string };

export type RunOptions = {
  timeoutSeconds?: number;
  memoryMegabytes?: number;
  /** For actors paid by result: no more than this many are charged. */
  maxItems?: number;
  /** No more than this is charged, whatever the actor's price model. */
  maxChargeUsd?: number;
  webhook?: RunWebhook;
};

export type Apify = ReturnType<typeof apify>;

export const WEBHOOK_HEADER = "x-agency-os-webhook";
/** A run that is waited for is cut off after this long, and goes on by itself. */
const LONGEST_WAITED_RUN_SECONDS = 300;
const LONGEST_WAIT_SECONDS = 60;
const MOST_RUNS = 1000;
const FINISHED_EVENTS = ["ACTOR.RUN.SUCCEEDED", "ACTOR.RUN.FAILED", "ACTOR.RUN.ABORTED", "ACTOR.RUN.TIMED_OUT"];
const RATE_LIMIT_WAIT_MS = 1_000;

/**
 * Apify's API: one attempt each, all throw ProviderError. Starting a run costs money and has no idempotency key: a start whose answer is
 * lost ends as "unknown outcome" and is looked for with `listRuns`, never repeated.
 * @param access `baseUrl` such as https://api.apify.com/v2
 */
export function apify({ apiKey, baseUrl, fetch }: ProviderAccess) {
  type Part = Pick<HttpRequest, "method" | "path" | "query" | "body" | "timeoutMs">;
  const call = async <Schema extends z.ZodType>(schema: Schema, part: Part, isRepeatable: boolean): Promise<z.infer<Schema>> => {
    const request: HttpRequest = {
      provider: "apify",
      fetch,
      baseUrl,
      headers: { authorization: `Bearer ${apiKey}` },
      isRepeatable,
      ...part,
    };
    const answer = await send(request);
    if (answer.status !== 200 && answer.status !== 201) throw refusal(request, answer);
    return parseBody(request, answer, schema);
  };
  const get = <Schema extends z.ZodType>(schema: Schema, path: string, query: HttpRequest["query"] = {}) =>
    call(schema, { method: "GET", path, query }, true);

  return {
    /**
     * Starts an actor and does not wait for it.
     * @param actor owner and name as `apify~website-content-crawler`
     */
    async startRun(actor: string, input: object, options: RunOptions = {}): Promise<ApifyRun> {
      const part: Part = { method: "POST", path: `/actors/${encodeURIComponent(actor)}/runs`, query: toQuery(options), body: input };
      return toRun((await call(runAnswer, part, false)).data);
    },

    /** Where a run stands; waits up to 60 s for its end when asked to. */
    async getRun(runId: string, { waitSeconds = 0 } = {}): Promise<ApifyRun> {
      const seconds = Math.min(waitSeconds, LONGEST_WAIT_SECONDS);
      const part = { method: "GET", path: `/actor-runs/${encodeURIComponent(runId)}` } as const;
      const waiting = seconds > 0 ? { query: { waitForFinish: seconds }, timeoutMs: (seconds + 15) * 1000 } : {};
      return toRun((await call(runAnswer, { ...part, ...waiting }, true)).data);
    },

    /** Ends a run that goes on; one that is over stays as it is. */
    async abortRun(runId: string): Promise<ApifyRun> {
      const path = `/actor-runs/${encodeURIComponent(runId)}/abort`;
      return toRun((await call(runAnswer, { method: "POST", path }, true)).data);
    },

    /** Runs of an actor since a moment, latest first: where a start with an unknown outcome is found again. */
    async listRuns(actor: string, { startedAfter }: { startedAfter: Date }): Promise<ApifyRun[]> {
      const query = { desc: true, limit: MOST_RUNS, startedAfter: startedAfter.toISOString() };
      return (await get(runListAnswer, `/actors/${encodeURIComponent(actor)}/runs`, query)).data.items.map(toRun);
    },

    /** What a run stored, without what the actor hides or left empty. */
    listItems<Item extends z.ZodType>(item: Item, datasetId: string, { offset = 0, limit = 1000 } = {}): Promise<z.infer<Item>[]> {
      return get(z.array(item), `/datasets/${encodeURIComponent(datasetId)}/items`, { offset, limit, clean: true, format: "json" });
    },

    /**
     * Starts an actor and waits for what it stores. For runs that surely end within five minutes: after that Apify answers 408, the run
     * goes on, and its outcome is unknown here.
     */
    runForItems<Item extends z.ZodType>(item: Item, actor: string, input: object, options: Omit<RunOptions, "webhook"> = {}) {
      const seconds = options.timeoutSeconds ?? LONGEST_WAITED_RUN_SECONDS;
      if (seconds > LONGEST_WAITED_RUN_SECONDS)
        throw new InvalidError("A run that is waited for ends within 300 seconds", "timeoutSeconds");
      const path = `/actors/${encodeURIComponent(actor)}/run-sync-get-dataset-items`;
      const query = { ...toQuery({ ...options, timeoutSeconds: seconds }), clean: true, format: "json" };
      const part: Part = { method: "POST", path, query, body: input, timeoutMs: (LONGEST_WAITED_RUN_SECONDS + 15) * 1000 };
      return call(z.array(item), part, false);
    },
  };
}

function toQuery({ timeoutSeconds, memoryMegabytes, maxItems, maxChargeUsd, webhook }: RunOptions): NonNullable<HttpRequest["query"]> {
  return {
    timeout: timeoutSeconds,
    memory: memoryMegabytes,
    maxItems,
    maxTotalChargeUsd: maxChargeUsd,
    webhooks: webhook && encodedWebhook(webhook),
  };
}

function encodedWebhook({ url, secret, key }: RunWebhook): string {
  const webhook = {
    eventTypes: FINISHED_EVENTS,
    requestUrl: url,
    headersTemplate: JSON.stringify({ [WEBHOOK_HEADER]: secret }),
    idempotencyKey: key,
  };
  return Buffer.from(JSON.stringify([webhook])).toString("base64");
}

/** The type of an error is enough to act on; its message may repeat the input. */
function refusal(request: HttpRequest, answer: HttpAnswer): ProviderError {
  const detail = answer.status === 401 ? "the API token is not accepted" : (errorType(answer.text) ?? "no reason given");
  const isCutOff = answer.status === 408 && request.isRepeatable === false;
  return failedAnswer(request, answer, {
    detail: isCutOff ? `${detail}: unknown outcome` : detail,
    ...(answer.status === 429 ? { retryAfterMs: RATE_LIMIT_WAIT_MS } : {}),
  });
}

function errorType(body: string): string | undefined {
  try {
    return errorAnswer.parse(JSON.parse(body)).error.type ?? undefined;
  } catch {
    return undefined; // a proxy's HTML page has no type; the status still says what to do
  }
}

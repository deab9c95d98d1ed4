import * as http from "node:http";
import * as https from "node:https";
import { z } from "zod";
import type { RunError } from "./model";

/** One operation the SDK asks for (inngest-protocol section 7). */
export const operation = z.object({
  id: z.string(),
  op: z.string(),
  name: z.string().nullish(),
  displayName: z.string().nullish(),
  opts: z.record(z.string(), z.unknown()).nullish(),
  data: z.unknown().optional(),
  error: z.unknown().optional(),
});
export type Operation = z.infer<typeof operation>;

/** What a call came to. `unreachable`: nobody listens. `lost`: the app may have worked, but its answer never arrived. */
export type CallAnswer =
  | { kind: "finished"; output: unknown }
  | { kind: "operations"; operations: Operation[]; version: number; isFinal: boolean; retryAfter: string | null }
  | { kind: "threw"; error: RunError; isFinal: boolean; retryAfter: string | null }
  | { kind: "unreachable"; reason: string }
  | { kind: "lost"; reason: string };

export type AppCaller = {
  /** Calls a function's URL with a request body of inngest-protocol section 5; never rejects. */
  callFunction(url: string, body: object, version: number): Promise<CallAnswer>;
  /** In-band sync: the `functions` array, or why there is none. Never rejects. */
  sync(appUrl: string): Promise<{ functions: unknown[] } | { reason: string; isUnreachable: boolean }>;
  close(): void;
};

type HttpAnswer = { status: number; headers: http.IncomingHttpHeaders; text: string };

/** A step may run for minutes (a model, a slow provider); after this much machine time its answer counts as lost. */
const CALL_TIMEOUT_MS = 900_000;
const SYNC_TIMEOUT_MS = 60_000;
const NOBODY_LISTENS = new Set(["ECONNREFUSED", "ENOTFOUND", "EHOSTUNREACH", "ENETUNREACH", "EAI_AGAIN"]);
const syncAnswer = z.object({ functions: z.array(z.unknown()) });

/** Keep-alive connections to the app, at most `maxSockets` per host. */
export function createAppCaller(maxSockets: number): AppCaller {
  const agents = { "http:": new http.Agent({ keepAlive: true, maxSockets }), "https:": new https.Agent({ keepAlive: true, maxSockets }) };

  function request(method: string, target: string, headers: Record<string, string>, body: string, timeoutMs: number): Promise<HttpAnswer> {
    const url = new URL(target);
    const isSecure = url.protocol === "https:";
    return new Promise((resolve, reject) => {
      const outgoing = (isSecure ? https : http).request(url, {
        method,
        agent: agents[isSecure ? "https:" : "http:"],
        headers: { "content-type": "application/json", "content-length": Buffer.byteLength(body), ...headers },
        timeout: timeoutMs,
      });
      outgoing.on("timeout", () => outgoing.destroy(new Error(`no answer within ${timeoutMs / 1000} s`)));
      outgoing.on("error", reject);
      outgoing.on("response", (incoming) => {
        const chunks: Buffer[] = [];
        incoming.on("data", (chunk: Buffer) => chunks.push(chunk));
        incoming.on("error", reject);
        incoming.on("end", () =>
          resolve({ status: incoming.statusCode ?? 0, headers: incoming.headers, text: Buffer.concat(chunks).toString() }),
        );
      });
      outgoing.end(body);
    });
  }

  return {
    async callFunction(url, body, version) {
      try {
        const headers = { "x-inngest-req-version": String(version), "x-inngest-server-kind": "dev" };
        return readAnswer(await request("POST", url, headers, JSON.stringify(body), CALL_TIMEOUT_MS));
      } catch (error) {
        return isNobodyListening(error)
          ? { kind: "unreachable", reason: (error as Error).message }
          : { kind: "lost", reason: (error as Error).message };
      }
    },
    async sync(appUrl) {
      try {
        const headers = { "x-inngest-sync-kind": "in_band", "x-inngest-server-kind": "dev" };
        const { status, text } = await request("PUT", appUrl, headers, JSON.stringify({ url: appUrl }), SYNC_TIMEOUT_MS);
        const parsed = syncAnswer.safeParse(parseJson(text));
        if (status === 200 && parsed.success) return parsed.data;
        return { reason: `answered ${status} ${text.slice(0, 200)}`, isUnreachable: false };
      } catch (error) {
        return { reason: (error as Error).message, isUnreachable: isNobodyListening(error) };
      }
    },
    close() {
      for (const agent of Object.values(agents)) agent.destroy();
    },
  };
}

/** Turns an HTTP answer into its meaning: inngest-protocol section 6. */
export function readAnswer({ status, headers, text }: HttpAnswer): CallAnswer {
  if (headers["x-inngest-sdk"] === undefined)
    return { kind: "lost", reason: `answer ${status} is not from the SDK: ${text.slice(0, 200)}` };
  const body = parseJson(text);
  const noRetry = headers["x-inngest-no-retry"];
  const isFinal = noRetry === "true";
  const retryAfter = headers["retry-after"] ?? null;

  if (status === 200) return { kind: "finished", output: body ?? null };
  if (status === 206) {
    const operations = z.array(operation).safeParse(body);
    if (!operations.success) {
      const message = `The answer's operations cannot be read: ${z.prettifyError(operations.error)}`;
      return { kind: "threw", error: { name: "UnexpectedAnswer", message }, isFinal, retryAfter };
    }
    return { kind: "operations", operations: operations.data, version: Number(headers["x-inngest-req-version"] ?? 2), isFinal, retryAfter };
  }
  return { kind: "threw", error: toRunError(body ?? text), isFinal, retryAfter };
}

/** An error object with at least a name and a message, whatever the app sent. */
export function toRunError(value: unknown): RunError {
  if (typeof value === "object" && value !== null) {
    const { name, message, error } = value as Record<string, unknown>;
    return {
      ...value,
      name: typeof name === "string" ? name : "Error",
      message: typeof message === "string" ? message : typeof error === "string" ? error : JSON.stringify(value).slice(0, 500),
    };
  }
  return { name: "Error", message: String(value).slice(0, 500) };
}

function isNobodyListening(error: unknown): boolean {
  const codes = error instanceof AggregateError ? error.errors.map((each: NodeJS.ErrnoException) => each.code) : [];
  return [(error as NodeJS.ErrnoException).code, ...codes].some((code) => code !== undefined && NOBODY_LISTENS.has(code));
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

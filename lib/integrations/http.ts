import "server-only";
import type { z } from "zod";
import { ProviderError } from "@/lib/errors";

/** How a provider is reached. All three are arguments, so that a stand-in differs by URL and key only. */
export type ProviderAccess<Key = string> = { apiKey: Key; baseUrl: string; fetch: typeof fetch };

export type HttpRequest = {
  provider: string;
  fetch: typeof fetch;
  method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  baseUrl: string;
  path: string;
  /** The path as messages name it, where the real one holds something personal. */
  label?: string;
  query?: Record<string, string | number | boolean | readonly string[] | null | undefined>;
  headers?: Record<string, string>;
  body?: unknown;
  /** Sent as application/x-www-form-urlencoded instead of a JSON body; a list repeats its name. */
  form?: Record<string, string | number | boolean | readonly string[] | null | undefined>;
  /** Sent as it is, under its own content type, instead of a JSON body. */
  content?: { type: string; data: string | Uint8Array<ArrayBuffer> };
  /** Sent as `Idempotency-Key`, which makes a repeat safe. */
  idempotencyKey?: string;
  /** True when a repeat has no effect beyond its price: every GET, and POST routes that only look something up. */
  isRepeatable?: boolean;
  timeoutMs?: number;
};

/** `bytes` is the body as it came, for audio and documents; `text` the same as UTF-8. */
export type HttpAnswer = { status: number; headers: Headers; text: string; bytes: Uint8Array<ArrayBuffer> };

const DEFAULT_TIMEOUT_MS = 15_000;
/** The request never left: nothing can have happened at the other end. */
const NOT_SENT = new Set(["ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN", "UND_ERR_CONNECT_TIMEOUT"]);

/**
 * One attempt. Resolves with whatever status came back; the durable runner, not this function, waits and repeats.
 * @throws ProviderError when no answer came: retryable if a repeat is safe, otherwise "unknown outcome" and not retryable
 */
export async function send(request: HttpRequest): Promise<HttpAnswer> {
  const { provider, method, idempotencyKey } = request;
  const url = new URL(request.baseUrl.replace(/\/$/, "") + request.path);
  for (const [key, value] of parameters(request.query)) url.searchParams.append(key, value);
  const headers = { accept: "application/json", ...request.headers, ...(idempotencyKey ? { "idempotency-key": idempotencyKey } : {}) };
  const content = contentOf(request);
  try {
    const response = await request.fetch(url, {
      method,
      headers: content === undefined ? headers : { ...headers, "content-type": content.type },
      signal: AbortSignal.timeout(request.timeoutMs ?? DEFAULT_TIMEOUT_MS),
      redirect: "error",
      ...(content === undefined ? {} : { body: content.data }),
    });
    const bytes = new Uint8Array(await response.arrayBuffer());
    return { status: response.status, headers: response.headers, text: new TextDecoder().decode(bytes), bytes };
  } catch (error) {
    const wasSent = !isBeforeSending((error as Error).cause);
    const retryable = isRepeatable(request) || !wasSent;
    const what = (error as Error).name === "TimeoutError" ? "timed out" : "lost the connection";
    const message = `${nameOf(request)} ${what}${retryable ? "" : ": unknown outcome"}`;
    throw new ProviderError({ provider, message, retryable, cause: (error as Error).cause ?? error });
  }
}

/** One attempt that must end in 2xx with a body that fits `schema`. Paths in messages carry no query, so no key or address leaks. */
export async function requestJson<Schema extends z.ZodType>(request: HttpRequest, schema: Schema): Promise<z.infer<Schema>> {
  const answer = await send(request);
  if (answer.status < 200 || answer.status > 299) throw failedAnswer(request, answer);
  return parseBody(request, answer, schema);
}

/** @throws ProviderError (not retryable) when the body is not JSON or does not fit: the provider changed, a repeat changes nothing */
export function parseBody<Schema extends z.ZodType>(request: HttpRequest, { status, text }: HttpAnswer, schema: Schema): z.infer<Schema> {
  const problem = (detail: string, cause: unknown) =>
    new ProviderError({
      provider: request.provider,
      message: `${nameOf(request)} ${detail}`,
      retryable: false,
      status,
      cause,
    });
  let json: unknown;
  try {
    json = parseJson(text);
  } catch (cause) {
    throw problem("did not answer JSON", cause);
  }
  const parsed = schema.safeParse(json);
  if (parsed.success) return parsed.data;
  const paths = parsed.error.issues.map(({ path, message }) => `${path.join(".") || "body"} (${message})`);
  throw problem(`answered in an unexpected form at ${paths.slice(0, 3).join(", ")}`, parsed.error);
}

/** The error for an answer outside 2xx. 429 and 503 say "not now"; other 5xx may have acted, so only a repeatable call is tried again. */
export function failedAnswer(
  request: HttpRequest,
  { status, headers }: HttpAnswer,
  overrides: { detail?: string; retryable?: boolean; retryAfterMs?: number } = {},
): ProviderError {
  const isRefusal = status === 429 || status === 503;
  const retryable = overrides.retryable ?? (isRefusal || ((status >= 500 || status === 408) && isRepeatable(request)));
  const retryAfterMs = retryAfter(headers) ?? overrides.retryAfterMs;
  const unknown = status >= 500 && !retryable ? ": unknown outcome" : "";
  const message = `${nameOf(request)} answered ${status}${overrides.detail ? ` (${overrides.detail})` : ""}${unknown}`;
  return new ProviderError({
    provider: request.provider,
    message,
    retryable,
    status,
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
  });
}

/** True when the request certainly never reached the provider, so that even one that reaches a person has not acted. */
export function neverLeft({ status, cause }: ProviderError): boolean {
  return status === undefined && isBeforeSending(cause);
}

/** True for a failure of the connection itself, as the platform's `fetch` gives it for a cause. */
export function isBeforeSending(cause: unknown): boolean {
  return NOT_SENT.has((cause as NodeJS.ErrnoException | undefined)?.code ?? "");
}

/** `Retry-After` in milliseconds, from seconds or from a date measured against the answer's own `Date`. */
export function retryAfter(headers: Headers): number | undefined {
  const value = headers.get("retry-after")?.trim();
  if (!value) return undefined;
  if (/^\d+(\.\d+)?$/.test(value)) return Math.round(Number(value) * 1000);
  const waitMs = Date.parse(value) - Date.parse(headers.get("date") ?? "");
  return Number.isFinite(waitMs) ? Math.max(0, waitMs) : undefined;
}

function contentOf({ body, form, content }: HttpRequest): HttpRequest["content"] {
  if (content) return content;
  if (form) return { type: "application/x-www-form-urlencoded", data: new URLSearchParams(parameters(form)).toString() };
  return body === undefined ? undefined : { type: "application/json", data: JSON.stringify(body) };
}

function parameters(named: HttpRequest["query"] | HttpRequest["form"]): [string, string][] {
  return Object.entries(named ?? {}).flatMap(([key, value]) =>
    (Array.isArray(value) ? value : [value]).flatMap((item): [string, string][] =>
      item === null || item === undefined ? [] : [[key, String(item)]],
    ),
  );
}

function nameOf({ method, path, label }: HttpRequest): string {
  return `${method} ${label ?? path}`;
}

function isRepeatable({ method, isRepeatable, idempotencyKey }: HttpRequest): boolean {
  return isRepeatable ?? (method !== "POST" || idempotencyKey !== undefined);
}

type ReviverContext = { source?: string };

/** JSON.parse that keeps integers beyond 2^53 as text: provider ids are 64-bit and would lose their last digits as numbers. */
function parseJson(text: string): unknown {
  if (!/\d{16}/.test(text)) return JSON.parse(text);
  const keepDigits = (_key: string, value: unknown, context?: ReviverContext) =>
    typeof value === "number" && !Number.isSafeInteger(value) && /^-?\d+$/.test(context?.source ?? "") ? context?.source : value;
  return JSON.parse(text, keepDigits);
}

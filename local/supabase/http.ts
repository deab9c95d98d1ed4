import type { IncomingMessage, ServerResponse } from "node:http";
import { z } from "zod";
import { readBody } from "@/local/http/read-body";
import { AuthError, validationFailed } from "./auth-error";

const BODY_LIMIT_BYTES = 1_000_000;

export type ApiRequest = {
  method: string;
  /** Without the service's prefix: `/token`, `/admin/users/<id>`. */
  path: string;
  query: URLSearchParams;
  /** Raw bytes; `readJson` parses them. */
  body: Buffer;
  contentType: string;
  apikey: string | undefined;
  bearer: string | undefined;
  userAgent: string | null;
  ip: string | null;
};

export type ApiReply = { status: number; body?: unknown; headers?: Record<string, string> };

/** Reads a request to its end. @throws AuthError 413 above 1 MB */
export async function readRequest(request: IncomingMessage, url: URL, prefix: string): Promise<ApiRequest> {
  const body = await readBody(request, BODY_LIMIT_BYTES, () => new AuthError(413, "validation_failed", "Request body is too large"));
  return {
    method: request.method ?? "GET",
    path: url.pathname.slice(prefix.length) || "/",
    query: url.searchParams,
    body,
    contentType: request.headers["content-type"] ?? "",
    apikey: header(request, "apikey") ?? url.searchParams.get("apikey") ?? undefined,
    bearer: /^bearer\s+(.+)$/i.exec(request.headers.authorization ?? "")?.[1],
    userAgent: request.headers["user-agent"] ?? null,
    ip: request.socket.remoteAddress?.replace(/^::ffff:/, "") ?? null,
  };
}

/** Parses and checks a JSON body; an empty one counts as `{}`. @throws AuthError bad_json, validation_failed */
export function readJson<T>(request: ApiRequest, schema: z.ZodType<T>): T {
  let value: unknown;
  try {
    value = request.body.length === 0 ? {} : JSON.parse(request.body.toString("utf8"));
  } catch (error) {
    throw new AuthError(400, "bad_json", `Could not parse request body as JSON: ${(error as Error).message}`);
  }
  const parsed = schema.safeParse(value);
  if (!parsed.success) throw validationFailed(z.prettifyError(parsed.error));
  return parsed.data;
}

/** Browsers on any origin may call: the API is protected by tokens, not by where the page came from. */
export function allowBrowsers(request: IncomingMessage, response: ServerResponse): void {
  response.setHeader("access-control-allow-origin", request.headers.origin ?? "*");
  response.setHeader("vary", "origin");
  response.setHeader("access-control-expose-headers", "x-total-count, link, x-supabase-api-version");
  if (request.method !== "OPTIONS") return;
  response.setHeader("access-control-allow-methods", "GET, POST, PUT, PATCH, DELETE, OPTIONS");
  response.setHeader("access-control-allow-headers", request.headers["access-control-request-headers"] ?? "*");
  response.setHeader("access-control-max-age", "600");
}

export function sendReply(response: ServerResponse, { status, body, headers = {} }: ApiReply): void {
  if (response.headersSent) return;
  const text = body === undefined ? "" : JSON.stringify(body);
  response.writeHead(status, { ...(text && { "content-type": "application/json" }), ...headers });
  response.end(text);
}

function header(request: IncomingMessage, name: string): string | undefined {
  const value = request.headers[name];
  return Array.isArray(value) ? value[0] : value;
}

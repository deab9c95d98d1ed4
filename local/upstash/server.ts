import { timingSafeEqual } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { z } from "zod";
import { HttpError } from "@/local/http/http-answer";
import { listenHttp } from "@/local/http/listen-http";
import { readBody } from "@/local/http/read-body";
import { Engine } from "@/local/upstash/engine";
import { encodeReply, RedisError } from "@/local/upstash/reply";

export type UpstashOptions = {
  /** 0 picks a free port. */
  port: number;
  token: string;
  /** What expiry goes by; the machine's time when absent. */
  clock?: { now(): Date };
  log?: (line: string) => void;
};

export type Upstash = { url: string; close(): Promise<void> };

type Failure = { status: number; error: string; times: number };

const failureInput = z.object({
  status: z.number().int().min(400).max(599).default(500),
  error: z.string().default("ERR internal error"),
  times: z.number().int().min(1).default(1),
});
const command = z.array(z.union([z.string(), z.number(), z.boolean()])).min(1);
const commands = z.array(command);

const MAX_BODY_BYTES = 10 * 1024 * 1024;

/** Serves one in-memory Redis database over Upstash's REST protocol on 127.0.0.1. */
export async function startUpstash({ port, token, clock, log = () => undefined }: UpstashOptions): Promise<Upstash> {
  const engine = new Engine(clock ? () => clock.now() : () => new Date());
  const state = { failure: null as Failure | null, served: 0 };

  const server = createServer((request, response) => {
    answer(engine, token, state, request)
      .catch((error: unknown) => {
        if (error instanceof HttpError) return { status: error.status, body: { error: error.message } };
        if (error instanceof RedisError) return { status: 400, body: { error: error.message } };
        log(`upstash: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
        return { status: 500, body: { error: "ERR internal error" } };
      })
      .then(({ status, body }) => send(response, status, body, state.served))
      .catch((error: unknown) => log(`upstash: ${String(error)}`));
  });
  const http = await listenHttp(server, { port });
  const sweeper = setInterval(() => engine.keyspace.sweep(), 60_000).unref();
  return {
    url: http.url,
    async close() {
      clearInterval(sweeper);
      await http.close();
    },
  };
}

type Answer = { status: number; body: unknown };
type State = { failure: Failure | null; served: number };

async function answer(engine: Engine, token: string, state: State, request: IncomingMessage): Promise<Answer> {
  const url = new URL(request.url ?? "/", "http://localhost");
  const text = (await readBody(request, MAX_BODY_BYTES, () => new HttpError(400, "ERR max request size exceeded"))).toString("utf8");
  if (url.pathname.startsWith("/_control/")) return control(engine, state, request.method, url.pathname, text);

  if (!isAuthorized(request.headers.authorization, token)) throw new HttpError(401, "WRONGPASS invalid or missing auth token");
  if (state.failure) {
    const { status, error } = state.failure;
    state.failure = state.failure.times > 1 ? { ...state.failure, times: state.failure.times - 1 } : null;
    throw new HttpError(status, error);
  }
  state.served++;
  const base64 = request.headers["upstash-encoding"] === "base64";

  if (request.method === "GET" && url.pathname !== "/") {
    const words = url.pathname.slice(1).split("/").map(decodeURIComponent);
    return { status: 200, body: { result: encodeReply(engine.run(words), base64) } };
  }
  if (request.method !== "POST") throw new HttpError(405, "ERR method not allowed");
  switch (url.pathname) {
    case "/":
      return { status: 200, body: { result: encodeReply(engine.run(parse(command, text).map(String)), base64) } };
    case "/pipeline":
      return { status: 200, body: runEach(engine, parse(commands, text), base64) };
    case "/multi-exec":
      return { status: 200, body: runTransaction(engine, parse(commands, text), base64) };
    default:
      throw new HttpError(501, `ERR the local Upstash does not implement POST ${url.pathname}`);
  }
}

type Scalars = z.infer<typeof command>;

function runEach(engine: Engine, list: readonly Scalars[], base64: boolean): unknown[] {
  return list.map((words) => {
    try {
      return { result: encodeReply(engine.run(words.map(String)), base64) };
    } catch (error) {
      if (!(error instanceof RedisError)) throw error;
      return { error: error.message };
    }
  });
}

/** Atomic because nothing is awaited between the first command and the last. */
function runTransaction(engine: Engine, list: readonly Scalars[], base64: boolean): unknown[] {
  for (const words of list) {
    try {
      engine.check(words.map(String));
    } catch (error) {
      if (!(error instanceof RedisError)) throw error;
      throw new RedisError(`EXECABORT Transaction discarded because of previous errors: ${error.message}`);
    }
  }
  return runEach(engine, list, base64);
}

function control(engine: Engine, state: State, method: string | undefined, path: string, text: string): Answer {
  switch (`${method} ${path}`) {
    case "GET /_control/state":
      return { status: 200, body: { keys: engine.keyspace.keys().length, served: state.served, failure: state.failure } };
    case "POST /_control/tick":
      engine.keyspace.sweep();
      return { status: 200, body: { ok: true } };
    case "POST /_control/flush":
      engine.keyspace.clear();
      return { status: 200, body: { ok: true } };
    case "POST /_control/fail":
      state.failure = parse(failureInput, text || "{}");
      return { status: 200, body: { ok: true } };
    default:
      throw new HttpError(501, `ERR the local Upstash does not implement ${method} ${path}`);
  }
}

function parse<T>(schema: z.ZodType<T>, text: string): T {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new HttpError(400, `ERR failed to parse command: ${error instanceof Error ? error.message : "not JSON"}`);
  }
  const parsed = schema.safeParse(value);
  if (!parsed.success) throw new HttpError(400, `ERR failed to parse command: ${z.prettifyError(parsed.error)}`);
  return parsed.data;
}

function isAuthorized(header: string | undefined, token: string): boolean {
  const given = Buffer.from(header ?? "");
  const expected = Buffer.from(`Bearer ${token}`);
  return given.length === expected.length && timingSafeEqual(given, expected);
}

function send(response: ServerResponse, status: number, body: unknown, served: number): void {
  const text = JSON.stringify(body);
  response.writeHead(status, {
    "content-type": "application/json",
    "content-length": Buffer.byteLength(text),
    "upstash-sync-token": `local-${served}`,
  });
  response.end(text);
}

import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { ZodError } from "zod";
import type { Clock } from "@/lib/clock";
import { AppError } from "@/lib/errors";
import { listenHttp } from "@/local/http/listen-http";
import { readBody } from "@/local/http/read-body";
import { answerControl } from "./control";
import { answerEvents } from "./event-api";
import { type ExecutorOptions, startExecutor } from "./executor";
import { answerPage } from "./page-routes";
import type { Reply } from "./request-context";
import { openRunArchive } from "./run-archive";

export type InngestOptions = {
  /** 0 picks a free port. */
  port: number;
  host?: string;
  /** The database that holds schema `executor`; created there at the first start. */
  databaseUrl: string;
  clock: Clock;
  /** Serve endpoints to register, for example `http://127.0.0.1:3000/api/inngest`. They need not be up yet. */
  appUrls: string[];
  /** Milliseconds on the clock before the retry that follows failed attempt `attempt` (zero-based). */
  retryBackoffMs?: (attempt: number) => number;
  log?: (line: string) => void;
  /** Most calls to the apps under way at once. */
  concurrency?: number;
};

export type InngestServer = { url: string; close(): Promise<void> };

const DEFAULT_CONCURRENCY = 16;
const MAXIMUM_BODY_BYTES = 16_000_000;
const MINUTE_MS = 60_000;
/** Back-off of the hosted executor without its jitter (inngest-protocol section 10): the same run takes the same time twice. */
const BACKOFF_MS = [MINUTE_MS / 4, MINUTE_MS / 2, ...[1, 2, 5, 10, 20, 40, 60, 120].map((minutes) => minutes * MINUTE_MS)];

/** Starts the durable executor. It resolves once unfinished work is taken up and events are accepted; apps register in the background. */
export async function startInngest(options: InngestOptions): Promise<InngestServer> {
  const executorOptions: ExecutorOptions = {
    databaseUrl: options.databaseUrl,
    clock: options.clock,
    appUrls: options.appUrls,
    retryBackoffMs: options.retryBackoffMs ?? ((attempt) => BACKOFF_MS[Math.min(attempt, BACKOFF_MS.length - 1)] ?? 0),
    log: options.log ?? (() => undefined),
    concurrency: options.concurrency ?? DEFAULT_CONCURRENCY,
  };
  const executor = await startExecutor(executorOptions);
  const archive = openRunArchive(options.databaseUrl);

  const server = createServer((request, response) => {
    void respond(request, response);
  });
  async function respond(request: IncomingMessage, response: ServerResponse) {
    try {
      const url = new URL(request.url ?? "/", "http://local");
      const body = (await readBody(request, MAXIMUM_BODY_BYTES, tooLarge)).toString("utf8");
      const context = { executor, archive, request, url, body };
      const reply = (await answerEvents(context)) ?? (await answerControl(context)) ?? (await answerPage(context));
      send(response, reply ?? notImplemented(request, url));
    } catch (error) {
      send(response, toErrorReply(error, executorOptions.log));
    }
  }

  const http = await listenHttp(server, options).catch(async (error: unknown) => {
    await Promise.all([executor.close(), archive.close()]);
    throw error;
  });
  return {
    url: http.url,
    async close() {
      await executor.close();
      await archive.close();
      await http.close();
    },
  };
}

function tooLarge(): AppError {
  return new AppError("too_large", `The body is larger than ${MAXIMUM_BODY_BYTES} bytes`);
}

function send(response: ServerResponse, reply: Reply) {
  if ("location" in reply) {
    response.writeHead(303, { location: reply.location }).end();
    return;
  }
  const [type, text] = "html" in reply ? ["text/html; charset=utf-8", reply.html] : ["application/json", JSON.stringify(reply.json)];
  response.writeHead(reply.status, { "content-type": type, "cache-control": "no-store" }).end(text);
}

function notImplemented({ method }: IncomingMessage, { pathname }: URL): Reply {
  return { status: 501, json: { error: `${method} ${pathname} is not implemented by this executor`, status: 501 } };
}

function toErrorReply(error: unknown, log: (line: string) => void): Reply {
  const status = statusOf(error);
  if (status === 500) log(`request failed: ${(error as Error).stack}`);
  return { status, json: { error: (error as Error).message, status } };
}

function statusOf(error: unknown): number {
  if (error instanceof SyntaxError || error instanceof ZodError) return 400;
  if (!(error instanceof AppError)) return 500;
  return { not_found: 404, invalid: 400, forbidden: 403, too_large: 413 }[error.code] ?? 409;
}

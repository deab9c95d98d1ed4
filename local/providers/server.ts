import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as wait } from "node:timers/promises";
import { apolloProvider } from "@/local/providers/apollo";
import type { Answer, Call, Handled, Provider } from "@/local/providers/call";
import { control } from "@/local/providers/control";
import { dataForSeoProvider } from "@/local/providers/dataforseo";
import type { PersonDirectory } from "@/local/providers/directory";
import { hunterProvider } from "@/local/providers/hunter";
import { openJournal } from "@/local/providers/journal";
import { rateWindow } from "@/local/providers/rate-window";
import { type Fault, memoryStore, type ProviderName, postgresStore } from "@/local/providers/state";
import { makeWorld } from "@/local/providers/world";

/** Keys the stand-in accepts unless told otherwise; `.env.example` carries the same. They open nothing else. */
export const PROVIDER_KEYS = {
  apollo: "local-apollo-key",
  hunter: "local-hunter-key",
  dataforseo: { login: "local@agency.example", password: "local-dataforseo-password" },
} as const;

export type ProvidersOptions = {
  /** Wanted port on 127.0.0.1; 0 means any. */
  port: number;
  /** Database of the stand-ins, where schema `providers` is made; null keeps the state in this process only. */
  databaseUrl: string | null;
  clock: { now(): Date };
  seed: string | number;
  people?: PersonDirectory;
  log?: (line: string) => void;
};

export type RunningProviders = { url: string; close(): Promise<void> };

/** Where each provider's own paths begin. */
const PREFIXES: readonly (readonly [ProviderName, string])[] = [
  ["apollo", "/apollo/api/v1"],
  ["hunter", "/hunter/v2"],
  ["dataforseo", "/dataforseo"],
];
const BODY_LIMIT_BYTES = 1_000_000;

/** Starts Apollo, Hunter and DataForSEO on one port, at /apollo/api/v1, /hunter/v2 and /dataforseo. */
export async function startProviders(options: ProvidersOptions): Promise<RunningProviders> {
  const { clock, log = () => undefined } = options;
  const now = () => clock.now();
  const seed = String(options.seed);
  const store = options.databaseUrl === null ? memoryStore() : await postgresStore(options.databaseUrl);
  const journal = await openJournal({ store, now, log });
  const world = makeWorld({ seed, anchor: journal.state.anchor, people: options.people });
  const providers: Record<ProviderName, Provider> = {
    apollo: apolloProvider({ world, journal, now, apiKey: PROVIDER_KEYS.apollo }),
    hunter: hunterProvider({ world, journal, seed, apiKey: PROVIDER_KEYS.hunter }),
    dataforseo: dataForSeoProvider({ world, journal, ...PROVIDER_KEYS.dataforseo }),
  };
  const limits: { enforce: boolean } = { enforce: false };
  const answerControl = control(journal, limits);
  const rates = rateWindow(now);

  async function answerProvider(name: ProviderName, call: Call, response: ServerResponse): Promise<void> {
    const provider = providers[name];
    const operation = provider.find(call);
    const logged = operation?.name ?? `${call.method} ${call.path}`;
    const finish = ({ answer, subject = null, credits = 0 }: Handled, headers: Record<string, string> = {}) => {
      journal.record({ provider: name, operation: logged, subject, status: answer.status, credits });
      write(response, answer, headers);
    };
    const refusal = provider.authenticate(call);
    if (refusal) return finish({ answer: refusal });
    if (!operation) return finish({ answer: { status: 501, json: { error: `${name}: ${logged} is not implemented by the stand-in` } } });

    const limit = provider.perMinute(operation.name);
    const { left, secondsToReset } = rates.take(`${name} ${operation.name}`, limit);
    const headers = provider.headers(operation.name, limit, Math.max(0, left));
    if (limits.enforce && left < 0) {
      return finish({ answer: provider.failure(429, operation.name) }, { ...headers, "retry-after": String(secondsToReset) });
    }
    const fault = journal.takeFault(name, operation.name);
    if (fault?.kind === "status") {
      const retryAfter = fault.retryAfterSeconds === null ? {} : { "retry-after": String(fault.retryAfterSeconds) };
      return finish({ answer: provider.failure(fault.status ?? 500, operation.name) }, { ...headers, ...retryAfter });
    }
    await runWithFault({ fault, run: () => operation.run(call), finish: (handled) => finish(handled, headers), response, cut });

    function cut(handled: Handled | null): void {
      journal.record({
        provider: name,
        operation: logged,
        subject: handled?.subject ?? null,
        status: null,
        credits: handled?.credits ?? 0,
      });
    }
  }

  const server = createServer((request, response) => {
    route(request, response).catch((error: unknown) => {
      log(`providers: ${request.method} ${request.url?.split("?")[0]} failed: ${String(error)}`);
      if (!response.headersSent) write(response, { status: 500, json: { error: "the stand-in failed", detail: String(error) } }, {});
    });
  });

  async function route(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? "/", "http://stand-in");
    const method = request.method ?? "GET";
    const body = await readJson(request);
    if (body === MALFORMED) return write(response, { status: 400, json: { error: "the body is not JSON, or too large" } }, {});
    if (url.pathname.startsWith("/_control")) {
      const answer = await answerControl({ method, path: url.pathname.slice("/_control".length), query: url.searchParams, body });
      return write(response, answer, {});
    }
    const mounted = PREFIXES.find(([, prefix]) => url.pathname.startsWith(`${prefix}/`));
    if (!mounted) return write(response, { status: 404, json: { error: `nothing is served at ${url.pathname}` } }, {});
    const [name, prefix] = mounted;
    const call = { method, path: url.pathname.slice(prefix.length), query: url.searchParams, headers: request.headers, body };
    return answerProvider(name, call, response);
  }

  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(options.port, "127.0.0.1", resolve);
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  log(`providers: Apollo, Hunter and DataForSEO at ${url}`);
  return {
    url,
    async close() {
      await new Promise((resolve) => {
        server.close(resolve);
        server.closeAllConnections(); // a hanging call would otherwise hold the process
      });
      await journal.close();
    },
  };
}

type FaultedRun = {
  fault: Fault | undefined;
  run: () => Handled | Promise<Handled>;
  finish: (handled: Handled) => void;
  /** Logs a call that gets no answer. */
  cut: (handled: Handled | null) => void;
  response: ServerResponse;
};

async function runWithFault({ fault, run, finish, cut, response }: FaultedRun): Promise<void> {
  switch (fault?.kind) {
    case "hang":
      return cut(null);
    case "drop":
      cut(null);
      response.destroy();
      return;
    case "answer_lost":
      cut(await run());
      response.destroy();
      return;
    case "delay":
      await wait(fault.delayMs ?? 1000);
      return finish(await run());
    default:
      return finish(await run());
  }
}

function write(response: ServerResponse, { status, json, text }: Answer, headers: Record<string, string>): void {
  if (response.destroyed) return;
  if (json !== undefined)
    response.writeHead(status, { ...headers, "content-type": "application/json; charset=utf-8" }).end(stringify(json));
  else if (text !== undefined) response.writeHead(status, { ...headers, "content-type": "text/plain; charset=utf-8" }).end(text);
  else response.writeHead(status, headers).end();
}

/** JSON with bigints as bare numbers, which JSON.stringify cannot write by itself. */
function stringify(json: unknown): string {
  return JSON.stringify(json, (_key, value: unknown) => (typeof value === "bigint" ? `\u0000${value}\u0000` : value)).replace(
    /"\\u0000(\d+)\\u0000"/g,
    "$1",
  );
}

const MALFORMED = Symbol("malformed");

async function readJson(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size <= BODY_LIMIT_BYTES) chunks.push(chunk);
  }
  if (size === 0) return undefined;
  if (size > BODY_LIMIT_BYTES) return MALFORMED;
  try {
    return JSON.parse(Buffer.concat(chunks).toString("utf8"));
  } catch {
    return MALFORMED;
  }
}

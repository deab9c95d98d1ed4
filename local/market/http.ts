import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { type HttpAnswer, HttpError, type HttpRequest, json } from "@/local/mail/http-answer";
import { html } from "@/local/mail/web/html";
import { bookingPage } from "@/local/market/booking-page";
import { control } from "@/local/market/control";
import type { MarketSystem } from "@/local/market/market-system";
import { page } from "@/local/market/page";
import { peoplePage, personPage } from "@/local/market/people-pages";

const MAX_BODY_BYTES = 100_000;

export type MarketHttp = {
  url: string;
  /** From now on requests are answered; before, they wait for it. */
  serve(system: MarketSystem): void;
  close(): Promise<void>;
};

/** Serves the people pages, the booking pages and JSON at `/_control/*` on 127.0.0.1. */
export async function startHttp(port: number, log: (line: string) => void): Promise<MarketHttp> {
  const ready = Promise.withResolvers<MarketSystem>();
  const server = createServer((request, response) => {
    ready.promise
      .then((system) => respond(system, request))
      .catch((error: unknown) => failure(log, error, request))
      .then((answer) => send(response, answer))
      .catch((error: unknown) => log(`market: http ${String(error)}`));
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", resolve);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    serve: ready.resolve,
    async close() {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

async function respond(system: MarketSystem, incoming: IncomingMessage): Promise<HttpAnswer> {
  const request: HttpRequest = {
    method: incoming.method ?? "GET",
    url: new URL(incoming.url ?? "/", "http://localhost"),
    body: await readBody(incoming),
    origin: incoming.headers.origin,
    host: incoming.headers.host ?? "",
  };
  refuseOtherSites(request);
  const { pathname } = request.url;
  if (pathname.startsWith("/_control/")) return control(system, request);
  const [area = "", name, ...rest] = pathname.slice(1).split("/").map(decode);
  if (area === "book" && name && rest.length === 0) return bookingPage(system, request, name);
  if (request.method === "GET" && area === "") return peoplePage(system, request);
  if (request.method === "GET" && area === "person" && name && rest.length === 0) return personPage(system, name.toLowerCase());
  throw new HttpError(404, "There is no such page.");
}

/** A page of another site must not book or move anything through a browser that can reach this port. */
function refuseOtherSites({ method, origin, host }: HttpRequest): void {
  if (method !== "GET" && origin !== undefined && origin !== `http://${host}`)
    throw new HttpError(403, "Refused: another site asked for this.");
}

function failure(log: (line: string) => void, error: unknown, request: IncomingMessage): HttpAnswer {
  const known = error instanceof HttpError ? error : new HttpError(500, "The market failed; its log says why.");
  if (!(error instanceof HttpError)) log(`market: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
  if (request.url?.startsWith("/_control/")) return json(known.status, { error: known.message });
  return page("That did not work", html`<p>${known.message}</p>`, { status: known.status });
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > MAX_BODY_BYTES) throw new HttpError(413, "The request is too large.");
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

function send(response: ServerResponse, { status, headers, body }: HttpAnswer): void {
  response.writeHead(status, {
    "cache-control": "no-store",
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    ...headers,
    "content-length": Buffer.byteLength(body),
  });
  response.end(body);
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch (error) {
    if (error instanceof URIError) throw new HttpError(404, "There is no such page.");
    throw error;
  }
}

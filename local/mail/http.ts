import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { control } from "@/local/mail/control";
import { type HttpAnswer, HttpError, type HttpRequest, json } from "@/local/mail/http-answer";
import type { MailSystem } from "@/local/mail/mail-system";
import { web } from "@/local/mail/web/routes";

const MAX_BODY_BYTES = 30 * 1024 * 1024;

/** Serves the web view at `/` and JSON at `/_control/*` on 127.0.0.1. */
export async function startHttp(port: number, system: MailSystem): Promise<{ url: string; close(): Promise<void> }> {
  const server = createServer((request, response) => {
    respond(system, request)
      .catch((error: unknown) => failure(system, error))
      .then((answer) => send(response, answer))
      .catch((error: unknown) => system.log(`mail: http ${String(error)}`));
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", resolve);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async close() {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

async function respond(system: MailSystem, incoming: IncomingMessage): Promise<HttpAnswer> {
  const request: HttpRequest = {
    method: incoming.method ?? "GET",
    url: new URL(incoming.url ?? "/", "http://localhost"),
    body: await readBody(incoming),
    origin: incoming.headers.origin,
    host: incoming.headers.host ?? "",
  };
  refuseOtherSites(request);
  return request.url.pathname.startsWith("/_control/") ? control(system, request) : web(system, request);
}

/** A page of another site must not send mail through a browser that can reach this port. */
function refuseOtherSites({ method, origin, host }: HttpRequest): void {
  if (method !== "GET" && origin !== undefined && origin !== `http://${host}`)
    throw new HttpError(403, "Refused: another site asked for this.");
}

function failure(system: MailSystem, error: unknown): HttpAnswer {
  const known = error instanceof HttpError ? error : new HttpError(500, "The mail system failed; its log says why.");
  if (!(error instanceof HttpError)) system.log(`mail: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
  return json(known.status, { error: known.message });
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
    // With no-referrer a browser sends "Origin: null" from our own forms, which refuseOtherSites turns away.
    "referrer-policy": "same-origin",
    ...headers,
    "content-length": Buffer.byteLength(body),
  });
  response.end(body);
}

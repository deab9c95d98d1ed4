import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { type HttpAnswer, HttpError, type HttpRequest, json } from "@/local/http/http-answer";
import { type ListeningHttp, listenHttp } from "@/local/http/listen-http";
import { readBody } from "@/local/http/read-body";

type Site = {
  /** Begins every log line. */
  name: string;
  port: number;
  maxBodyBytes: number;
  answer(request: HttpRequest): Promise<HttpAnswer>;
  /** How a refusal is told to a person; left out, as JSON. Control calls always hear JSON. */
  refusalPage?(refusal: HttpError): HttpAnswer;
  log(line: string): void;
};

/** Serves pages for people and JSON at `/_control/*` on 127.0.0.1. What is not an HttpError is logged and answered as a 500 without detail. */
export function serveSite(site: Site): Promise<ListeningHttp> {
  const server = createServer((incoming, response) => {
    respond(site, incoming)
      .catch((error: unknown) => failure(site, error, incoming))
      .then((answer) => send(response, answer))
      .catch((error: unknown) => site.log(`${site.name}: http ${String(error)}`));
  });
  return listenHttp(server, site);
}

async function respond(site: Site, incoming: IncomingMessage): Promise<HttpAnswer> {
  const request: HttpRequest = {
    method: incoming.method ?? "GET",
    url: new URL(incoming.url ?? "/", "http://localhost"),
    body: (await readBody(incoming, site.maxBodyBytes)).toString("utf8"),
    origin: incoming.headers.origin,
    host: incoming.headers.host ?? "",
  };
  refuseOtherSites(request);
  return site.answer(request);
}

/** A page of another site must not send or book anything through a browser that can reach this port. */
function refuseOtherSites({ method, origin, host }: HttpRequest): void {
  if (method !== "GET" && origin !== undefined && origin !== `http://${host}`)
    throw new HttpError(403, "Refused: another site asked for this.");
}

function failure({ name, log, refusalPage }: Site, error: unknown, { url }: IncomingMessage): HttpAnswer {
  if (!(error instanceof HttpError)) log(`${name}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
  const refusal = error instanceof HttpError ? error : new HttpError(500, `The ${name} stand-in failed; its log says why.`);
  if (refusalPage && !url?.startsWith("/_control/")) return refusalPage(refusal);
  return json(refusal.status, { error: refusal.message });
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

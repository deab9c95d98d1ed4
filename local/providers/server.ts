import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { HttpError } from "@/local/http/http-answer";
import { type ListeningHttp, listenHttp } from "@/local/http/listen-http";
import { readBody } from "@/local/http/read-body";
import { answerCall, type CallDeps } from "@/local/providers/answer-call";
import { openCallbacks } from "@/local/providers/callbacks";
import { control } from "@/local/providers/control";
import type { PersonDirectory } from "@/local/providers/directory";
import { openJournal } from "@/local/providers/journal";
import { type MailLink, noMail } from "@/local/providers/mail/mail-link";
import { playStandIns } from "@/local/providers/play-stand-ins";
import { rateWindow } from "@/local/providers/rate-window";
import { type Recipients, silentRecipients } from "@/local/providers/recipients";
import { memoryRecords, postgresRecords } from "@/local/providers/records";
import { seeded } from "@/local/providers/seeded";
import type { StandIn } from "@/local/providers/stand-in";
import { STAND_INS } from "@/local/providers/stand-ins";
import { memoryStore, postgresStore } from "@/local/providers/state";
import { makeWorld } from "@/local/providers/world";
import { writeAnswer } from "@/local/providers/write-answer";

export type ProvidersOptions = {
  /** Wanted port on 127.0.0.1; 0 means any. */
  port: number;
  /** Database of the stand-ins, where schema `providers` is made; null keeps the state in this process only. */
  databaseUrl: string | null;
  clock: { now(): Date };
  seed: string | number;
  /** The product, where webhooks go. Left out: nobody is there. */
  appUrl?: string;
  people?: PersonDirectory;
  /** Who reacts to what the providers deliver; nobody unless told otherwise. */
  recipients?: Recipients;
  /** How mail travels; not at all unless told. The caller closes it, after the stand-ins. */
  mail?: MailLink;
  /** Whom to play; everybody unless told otherwise. */
  standIns?: readonly StandIn[];
  log?: (line: string) => void;
};

const BODY_LIMIT_BYTES = 25_000_000;
/** How often, in real time, timers are looked at and an unreachable product is tried again. */
const POLL_MS = 200;
const NOBODY = "http://product.invalid";

/** Starts the providers' stand-ins on one port, each under its own prefix. */
export async function startProviders(options: ProvidersOptions): Promise<ListeningHttp> {
  const {
    clock,
    databaseUrl,
    people,
    appUrl = NOBODY,
    recipients = silentRecipients,
    mail = noMail,
    standIns = STAND_INS,
    log = () => undefined,
  } = options;
  const now = () => clock.now();
  const seed = String(options.seed);
  const store = databaseUrl === null ? memoryStore() : await postgresStore(databaseUrl);
  const records = databaseUrl === null ? memoryRecords() : await postgresRecords(databaseUrl);
  const credits = Object.fromEntries(standIns.map(({ name, credits: held }) => [name, held]));
  const journal = await openJournal({ store, credits, now, log });
  const callbacks = openCallbacks({ store: records, clock, random: seeded(seed, "callbacks").unit });
  const world = makeWorld({ seed, anchor: journal.state.anchor, people });
  const shared = { world, callbacks, recipients, mail, seed, now, appUrl };
  const played = playStandIns(standIns, (name) => ({ ...shared, account: journal.account(name), records: records.of(name) }));
  const deps: CallDeps = { journal, rates: rateWindow(now), limits: { enforce: false } };
  const answerControl = control({ journal, records, callbacks, limits: deps.limits, played });

  const server = createServer((request, response) => {
    route(request, response).catch((error: unknown) => {
      if (!(error instanceof HttpError)) log(`providers: ${request.method} ${request.url?.split("?")[0]} failed: ${String(error)}`);
      if (!response.headersSent) writeAnswer(response, failed(error));
    });
  });

  async function route(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? "/", "http://stand-in");
    const { method = "GET", headers } = request;
    const raw = await readBody(request, BODY_LIMIT_BYTES, () => new HttpError(400, "the body is too large"));
    const body = jsonOf(raw, headers["content-type"]);
    const call = (prefix: string) => ({ method, path: url.pathname.slice(prefix.length), query: url.searchParams, headers, raw, body });
    if (url.pathname.startsWith("/_control/")) return writeAnswer(response, await answerControl(call("/_control")));
    const at = played.list.find(({ prefix }) => url.pathname.startsWith(`${prefix}/`));
    if (!at) throw new HttpError(404, `nothing is served at ${url.pathname}`);
    return answerCall(at, call(at.prefix), response, deps);
  }

  async function close(): Promise<void> {
    await callbacks.close();
    await played.settle();
    await journal.close();
    await records.close();
  }

  const http = await listenHttp(server, options).catch(async (error: unknown) => {
    await close();
    throw error;
  });
  log(`providers: ${standIns.map(({ name }) => name).join(", ")} at ${http.url}`);
  const poll = setInterval(() => {
    played
      .tick()
      .then(() => callbacks.sendDue())
      .catch((error: unknown) => log(`providers: ${String(error)}`));
  }, POLL_MS);
  return {
    url: http.url,
    async close() {
      clearInterval(poll);
      await http.close();
      await close();
    },
  };
}

/** What is sent without a content type of another kind is taken for JSON. */
function jsonOf(raw: Buffer, contentType = "text/plain"): unknown {
  if (raw.length === 0 || !/json|^text\/plain/.test(contentType)) return undefined;
  try {
    return JSON.parse(raw.toString("utf8"));
  } catch (error) {
    if (error instanceof SyntaxError) throw new HttpError(400, "the body is not JSON");
    throw error;
  }
}

function failed(error: unknown) {
  if (error instanceof HttpError) return { status: error.status, json: { error: error.message } };
  return { status: 500, json: { error: "the stand-in failed", detail: String(error) } };
}

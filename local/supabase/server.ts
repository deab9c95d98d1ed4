import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { Pool } from "pg";
import { z } from "zod";
import { listenHttp } from "@/local/http/listen-http";
import { connectionUrl } from "@/local/postgres/bootstrap";
import { answerAuth } from "./auth-api";
import type { AuthContext } from "./auth-context";
import { AuthError } from "./auth-error";
import { loadAuthKeys } from "./auth-keys";
import { createAuthMailer } from "./auth-mail";
import { type ApiReply, allowBrowsers, readJson, readRequest, sendReply } from "./http";
import { startRealtime } from "./realtime";

const AUTH = "/auth/v1";
const REALTIME = "/realtime/v1";
const CONTROL = "/_control";
/** Without it auth-js ignores `code` in errors. */
const API_VERSION = { "x-supabase-api-version": "2024-01-01" };
const DEFAULT_FROM = "Agency OS <no-reply@accounts.localhost>";

const failNextBody = z.object({
  status: z.number().int().min(400).max(599).default(503),
  count: z.number().int().positive().default(1),
  delayMs: z.number().int().nonnegative().default(0),
});

export type SupabaseOptions = {
  /** On 127.0.0.1; 0 takes any free one. */
  port: number;
  /** As role `postgres`, on a database that `bootstrapSupabase` prepared. */
  databaseUrl: string;
  /** The database for the state of stand-ins: the signing key lives there, in schema `supabase`. */
  localDatabaseUrl: string;
  smtpUrl: string;
  /** Opaque, `sb_publishable_…`: what browsers hold. */
  publishableKey: string;
  /** Opaque, `sb_secret_…`: what may call `/invite` and `/admin/*`. */
  secretKey: string;
  siteUrl: string;
  redirectAllowList: readonly string[];
  /** True makes sign-up wait for a click in a mail. Default false: sign-up returns a session. */
  confirmEmail?: boolean;
  /** Default false: only channels authorised by row-level security. */
  allowPublicChannels?: boolean;
  mailFrom?: string;
  log?: (line: string) => void;
};

/** Starts the stand-in for Supabase Auth and Realtime. Times in tokens and links are the machine's own, not the movable clock's. */
export async function startSupabase(options: SupabaseOptions): Promise<{ url: string; close(): Promise<void> }> {
  const log = options.log ?? (() => undefined);
  const { siteUrl, redirectAllowList, publishableKey, secretKey, confirmEmail = false, allowPublicChannels = false } = options;
  // Auth connects as its hosted owner does, so that a trigger on auth.users that leans on the rights of `postgres` fails here as well.
  const authPool = createPool(connectionUrl(options.databaseUrl, { role: "supabase_auth_admin" }), 5);
  const realtimePool = createPool(options.databaseUrl, 4);
  const localPool = createPool(options.localDatabaseUrl, 1);
  const mailer = createAuthMailer({ smtpUrl: options.smtpUrl, from: options.mailFrom ?? DEFAULT_FROM });
  const keys = await loadAuthKeys(localPool);
  const realtime = await startRealtime({ ...options, db: realtimePool, keys, allowPublicChannels, log });
  const server = createServer();
  const http = await listenHttp(server, options).catch(async (error: unknown) => {
    await realtime.close();
    await closeAll();
    throw error;
  });
  const { url } = http;
  const settings = { url, siteUrl, redirectAllowList, publishableKey, secretKey, confirmEmail };
  const context: AuthContext = { db: authPool, keys, mailer, settings };
  let failing = { status: 503, count: 0, delayMs: 0 };
  server.on("request", (request, response) => void answer(request, response));
  server.on("upgrade", (request, socket, head) => {
    const target = new URL(request.url ?? "/", url);
    if (target.pathname === `${REALTIME}/websocket`) realtime.upgrade(request, socket, head, target);
    else socket.end("HTTP/1.1 404 Not Found\r\nConnection: close\r\n\r\n");
  });
  return {
    url,
    async close() {
      await realtime.close();
      await http.close();
      await closeAll();
    },
  };

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    allowBrowsers(request, response);
    const reply = await route(request).catch((error: unknown) => problem(error, request, log));
    sendReply(response, { ...reply, headers: { ...API_VERSION, ...reply.headers } });
  }

  async function route(request: IncomingMessage): Promise<ApiReply> {
    if (request.method === "OPTIONS") return { status: 204 };
    const target = new URL(request.url ?? "/", url);
    if (target.pathname.startsWith(`${CONTROL}/`)) return control(request, target);
    if (failing.count > 0) {
      failing.count -= 1;
      await sleep(failing.delayMs);
      return { status: failing.status, body: { code: "unexpected_failure", message: "Made to fail by /_control/fail-next" } };
    }
    if (target.pathname.startsWith(`${AUTH}/`)) return answerAuth(context, await readRequest(request, target, AUTH));
    if (target.pathname.startsWith(`${REALTIME}/`)) return realtime.answer(await readRequest(request, target, REALTIME));
    throw new AuthError(
      501,
      "not_implemented",
      `${target.pathname} is not part of the local Supabase stand-in (Auth and Realtime broadcast only)`,
    );
  }

  async function control(request: IncomingMessage, target: URL): Promise<ApiReply> {
    const call = await readRequest(request, target, CONTROL);
    switch (`${call.method} ${call.path}`) {
      case "GET /state":
        return {
          status: 200,
          body: { url, auth: { ...(await countAuth(authPool)), mailsSent: mailer.sentCount() }, realtime: realtime.describe() },
        };
      case "POST /fail-next":
        failing = readJson(call, failNextBody);
        return { status: 204 };
      // Tokens and links live by the machine's clock, so a moved business clock changes nothing here.
      case "POST /tick":
        return { status: 204 };
      default:
        throw new AuthError(404, "not_found", `Unknown control ${call.method} ${call.path}: use GET /state, POST /fail-next, POST /tick`);
    }
  }

  async function closeAll(): Promise<void> {
    mailer.close();
    await Promise.all([authPool.end(), realtimePool.end(), localPool.end()]);
  }
}

function problem(error: unknown, request: IncomingMessage, log: (line: string) => void): ApiReply {
  if (error instanceof AuthError) return { status: error.status, body: { code: error.code, message: error.message, ...error.extra } };
  const { message } = error as Error;
  log(`${request.method} ${request.url?.split("?")[0]} failed: ${message}`);
  return { status: 500, body: { code: "unexpected_failure", message: `Database error: ${message}` } };
}

function createPool(connectionString: string, max: number): Pool {
  const pool = new Pool({ connectionString, max });
  // A connection that dies while idle is replaced at the next use; without a listener it would end the process.
  pool.on("error", () => undefined);
  return pool;
}

async function countAuth(db: Pool): Promise<{ users: number; sessions: number }> {
  const { rows } = await db.query<{ users: number; sessions: number }>(
    "select (select count(*)::int from auth.users where deleted_at is null) as users, (select count(*)::int from auth.sessions) as sessions",
  );
  return rows[0] ?? { users: 0, sessions: 0 };
}

import "server-only";
import { request as httpRequest, type IncomingMessage } from "node:http";
import { request as httpsRequest } from "node:https";
import { webhookUrlProblem } from "@/lib/domain/webhook-events";
import { pinnedTo } from "@/lib/integrations/egress/pinned-to";
import { type LookUpHost, resolveHost } from "@/lib/integrations/egress/resolve-host";
import { within } from "@/lib/integrations/egress/within";

const TIMEOUT_MS = 10_000;
/** What is kept of an answer; the rest is not even read. */
const ANSWER_BYTES = 10_240;

/** `problem` says for a person why it did not arrive; null means that the receiver took it. */
export type WebhookAnswer = { status: number | null; body: string; durationMs: number; problem: string | null };

export type PostWebhook = (message: { url: string; body: string; headers: Readonly<Record<string, string>> }) => Promise<WebhookAnswer>;

export type WebhookPosterOptions = {
  /** True where the app itself is reachable from this machine alone: then private hosts and plain http are allowed. */
  allowPrivateHosts: boolean;
  /** Milliseconds for the whole exchange, from the name's look-up to the end of the answer. */
  timeoutMs?: number;
  lookUp?: LookUpHost;
};

/**
 * Posts JSON to addresses that clients named. The name is looked up once, every address it has must be public, and the connection goes
 * to what was checked (SE-20). One attempt; redirects are answers like any other. Never throws for what the other side does.
 */
export function createWebhookPoster({ allowPrivateHosts, timeoutMs = TIMEOUT_MS, lookUp }: WebhookPosterOptions): PostWebhook {
  return async ({ url, body, headers }) => {
    const startedAt = performance.now();
    const failed = (problem: string): WebhookAnswer => ({ status: null, body: "", durationMs: since(startedAt), problem });
    const forbidden = webhookUrlProblem(url, { allowPrivateHosts });
    if (forbidden !== null) return failed(forbidden);

    const target = new URL(url);
    const signal = AbortSignal.timeout(timeoutMs);
    try {
      const found = await within(signal, resolveHost(target.hostname.replace(/^\[|\]$/g, ""), { allowPrivateHosts, lookUp }));
      if (found.outcome === "missing") return failed("There is no server of that name");
      if (found.outcome === "refused") return failed("The name leads into a private network, so nothing was sent");
      const answer = await exchange(target, { body, headers, addresses: found.addresses, signal });
      return { ...answer, durationMs: since(startedAt), problem: problemOf(answer.status) };
    } catch (error) {
      return failed(signal.aborted ? `There was no answer within ${timeoutMs / 1000} s` : describe(error));
    }
  };
}

type Exchange = { body: string; headers: Readonly<Record<string, string>>; addresses: readonly string[]; signal: AbortSignal };

function exchange(target: URL, { body, headers, addresses, signal }: Exchange): Promise<{ status: number; body: string }> {
  const { promise, resolve, reject } = Promise.withResolvers<{ status: number; body: string }>();
  const make = target.protocol === "https:" ? httpsRequest : httpRequest;
  const request = make(
    target,
    {
      method: "POST",
      agent: false,
      signal,
      lookup: pinnedTo(addresses),
      headers: {
        ...headers,
        "content-type": "application/json",
        "content-length": Buffer.byteLength(body),
        "user-agent": "agency-os-webhooks/1",
      },
    },
    (response) => {
      readStart(response).then((text) => resolve({ status: response.statusCode ?? 0, body: text }), reject);
    },
  );
  request.on("error", reject);
  request.end(body);
  return promise;
}

async function readStart(response: IncomingMessage): Promise<string> {
  const pieces: Buffer[] = [];
  let length = 0;
  for await (const piece of response) {
    pieces.push(piece as Buffer);
    length += (piece as Buffer).length;
    if (length >= ANSWER_BYTES) break; // leaving the loop closes the connection
  }
  const text = Buffer.concat(pieces).subarray(0, ANSWER_BYTES).toString("utf8");
  return text.replaceAll("\0", ""); // Postgres stores no such character
}

function problemOf(status: number): string | null {
  if (status >= 200 && status <= 299) return null;
  return status >= 300 && status <= 399 ? `Answered ${status}; redirects are not followed` : `Answered ${status}`;
}

function describe(error: unknown): string {
  const { code = "", errors } = error as { code?: string; errors?: { code?: string }[] };
  const cause = code || errors?.[0]?.code || "no reason given";
  return /CERT|TLS|SSL|SIGNED|UNABLE_TO|DEPTH_ZERO/.test(cause)
    ? `Its certificate cannot be trusted (${cause})`
    : `It could not be reached, or cut the connection (${cause})`;
}

function since(startedAt: number): number {
  return Math.round(performance.now() - startedAt);
}

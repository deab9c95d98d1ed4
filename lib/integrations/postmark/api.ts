import "server-only";
import type { z } from "zod";
import { ProviderError } from "@/lib/errors";
import { failedAnswer, type HttpAnswer, type HttpRequest, type ProviderAccess, parseBody, send } from "@/lib/integrations/http";
import {
  activationAnswer,
  bounceAnswer,
  bouncesAnswer,
  errorAnswer,
  inboundAnswer,
  inboundListAnswer,
  serverAnswer,
} from "@/lib/integrations/postmark/wire";

export type Page = { count: number; offset: number };

export type Postmark = ReturnType<typeof postmark>;

/** Postmark says "slow down" without saying for how long. */
const RATE_WAIT_MS = 10_000;
const MAXIMUM_COUNT = 500;

/** A refusal with Postmark's own number. The numbers overlap those of HTTP (406 is an inactive recipient), so the status says nothing. */
export class PostmarkError extends ProviderError {
  readonly errorCode: number | null;

  constructor({ status, retryable, retryAfterMs, message }: ProviderError, errorCode: number | null) {
    super({
      provider: "postmark",
      message: message.replace(/^postmark: /, ""),
      retryable,
      ...(status === undefined ? {} : { status }),
      ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
    });
    this.errorCode = errorCode;
  }
}

/**
 * The part of Postmark's server API that inbound mail needs, one attempt each; failures are ProviderError, refusals PostmarkError.
 * Everything is a GET or a PUT of a state, so all of it may be repeated.
 * @param access `baseUrl` such as https://api.postmarkapp.com
 */
export function postmark({ apiKey, baseUrl, fetch }: ProviderAccess) {
  const call = async <Schema extends z.ZodType>(part: Pick<HttpRequest, "method" | "path" | "query" | "body">, schema: Schema) => {
    const request: HttpRequest = { provider: "postmark", fetch, baseUrl, headers: { "x-postmark-server-token": apiKey }, ...part };
    const answer = await send(request);
    if (answer.status !== 200) throw refusal(request, answer);
    return parseBody(request, answer, schema);
  };

  return {
    /** Newest first; bounces of mail that went out through Postmark. Days are Postmark's, see `postmarkDay`. */
    listBounces: ({ count, offset, since, until }: Page & { since?: Date; until?: Date }) =>
      call({ method: "GET", path: "/bounces", query: { ...page({ count, offset }), ...days({ since, until }) } }, bouncesAnswer),

    getBounce: (id: string) => call({ method: "GET", path: `/bounces/${encodeURIComponent(id)}` }, bounceAnswer),

    /** Lets Postmark write to the address again. */
    activateBounce: (id: string) =>
      call({ method: "PUT", path: `/bounces/${encodeURIComponent(id)}/activate`, body: {} }, activationAnswer),

    /** Newest first; what came in, whether or not its webhook was taken. */
    listInbound: ({ count, offset, since, until, recipient }: Page & { since?: Date; until?: Date; recipient?: string }) =>
      call(
        { method: "GET", path: "/messages/inbound", query: { ...page({ count, offset }), ...days({ since, until }), recipient } },
        inboundListAnswer,
      ),

    /** One message with its headers and bodies, but without its source; see `toRawEmail`. */
    getInbound: (id: string) => call({ method: "GET", path: `/messages/inbound/${encodeURIComponent(id)}/details` }, inboundAnswer),

    getServer: () => call({ method: "GET", path: "/server" }, serverAnswer),

    /** Where inbound mail is posted, with its source. The address carries user and password; nothing of it appears in errors. */
    setInboundHook: (url: string) =>
      call({ method: "PUT", path: "/server", body: { InboundHookUrl: url, RawEmailEnabled: true } }, serverAnswer),
  };
}

/** Postmark's days are those of US Eastern time. */
export function postmarkDay(at: Date): string {
  return new Intl.DateTimeFormat("en-CA", { timeZone: "America/New_York", dateStyle: "short" }).format(at);
}

function page({ count, offset }: Page) {
  return { count: Math.min(MAXIMUM_COUNT, count), offset };
}

function days({ since, until }: { since?: Date | undefined; until?: Date | undefined }) {
  return { fromdate: since && postmarkDay(since), todate: until && postmarkDay(until) };
}

function refusal(request: HttpRequest, answer: HttpAnswer): PostmarkError {
  const errorCode = errorCodeOf(answer.text);
  const detail = errorCode === null ? "no reason given" : `error ${errorCode}`;
  const isRate = answer.status === 429;
  const error = failedAnswer(request, answer, { detail, ...(isRate ? { retryAfterMs: RATE_WAIT_MS } : {}) });
  return new PostmarkError(error, errorCode);
}

/** The number only: the text may quote an address. */
function errorCodeOf(body: string): number | null {
  try {
    return errorAnswer.parse(JSON.parse(body)).ErrorCode;
  } catch {
    return null; // a proxy's page has no number; the status still says what to do
  }
}

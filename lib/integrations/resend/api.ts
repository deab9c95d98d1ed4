import "server-only";
import type { z } from "zod";
import { failedAnswer, type HttpAnswer, type HttpRequest, type ProviderAccess, parseBody, send } from "@/lib/integrations/http";
import { ResendError } from "@/lib/integrations/resend/resend-error";
import { batchAnswer, emailAnswer, emailsAnswer, errorAnswer, sentAnswer } from "@/lib/integrations/resend/wire";

export type ResendEmail = {
  from: { name: string; address: string };
  /** At most 50. */
  to: readonly string[];
  replyTo?: string;
  subject: string;
  text: string;
  html?: string;
  headers?: Readonly<Record<string, string>>;
  /** Names and values of ASCII letters, digits, `_` and `-`; they come back in every webhook about the message. */
  tags?: Readonly<Record<string, string>>;
};

export type Resend = ReturnType<typeof resend>;

const PROVIDER = "resend";
/** Required by Resend, which refuses calls without one. */
const USER_AGENT = "agency-os";
const BATCH_LIMIT = 100;
const CONCURRENT_WAIT_MS = 5_000;
const RATE_WAIT_MS = 1_000;
const QUOTA_WAIT_MS = 3_600_000;

/**
 * Resend's API, one attempt each; failures are ResendError. Sends carry an `Idempotency-Key` that Resend keeps for 24 hours: the same
 * message under the same key is sent once, so those POSTs may be repeated that long.
 * @param access `baseUrl` such as https://api.resend.com
 */
export function resend({ apiKey, baseUrl, fetch }: ProviderAccess) {
  const call = async <Schema extends z.ZodType>(
    part: Pick<HttpRequest, "method" | "path" | "query" | "body" | "idempotencyKey">,
    schema: Schema,
  ) => {
    const headers = { authorization: `Bearer ${apiKey}`, "user-agent": USER_AGENT };
    const request: HttpRequest = { provider: PROVIDER, fetch, baseUrl, headers, ...part };
    const answer = await send(request);
    if (answer.status < 200 || answer.status > 299) throw refusal(request, answer);
    return { body: parseBody(request, answer, schema), pauseMs: pauseAfter(answer.headers) };
  };

  return {
    /**
     * Sends one message. `pauseMs` is how long the account's rate wants us to wait before the next call.
     * @param key 1 to 256 characters
     */
    async sendEmail(email: ResendEmail, key: string): Promise<{ id: string; pauseMs: number }> {
      const request = { method: "POST", path: "/emails", body: toBody(email), idempotencyKey: key } as const;
      const { body, pauseMs } = await call(request, sentAnswer);
      return { id: body.id, pauseMs };
    },

    /** Sends up to 100 messages, all or none of them; ids in the order of the messages. */
    async sendBatch(emails: readonly ResendEmail[], key: string): Promise<{ ids: string[]; pauseMs: number }> {
      if (emails.length > BATCH_LIMIT) throw new RangeError(`a batch holds ${BATCH_LIMIT} messages, not ${emails.length}`);
      const request = { method: "POST", path: "/emails/batch", body: emails.map(toBody), idempotencyKey: key } as const;
      const { body, pauseMs } = await call(request, batchAnswer);
      return { ids: body.data.map(({ id }) => id), pauseMs };
    },

    /** A message as Resend has it; its `message_id` is what an answer refers to. */
    async getEmail(id: string) {
      return (await call({ method: "GET", path: `/emails/${encodeURIComponent(id)}` }, emailAnswer)).body;
    },

    /** Newest first. @param after the id of the last one of the page before */
    async listEmails({ limit = 100, after }: { limit?: number; after?: string } = {}) {
      return (await call({ method: "GET", path: "/emails", query: { limit, after } }, emailsAnswer)).body;
    },
  };
}

function toBody({ from, to, replyTo, subject, text, html, headers, tags }: ResendEmail) {
  return {
    from: formatAddress(from),
    to: [...to],
    subject,
    text,
    ...(html === undefined ? {} : { html }),
    ...(replyTo === undefined ? {} : { reply_to: [replyTo] }),
    ...(headers === undefined ? {} : { headers }),
    ...(tags === undefined ? {} : { tags: Object.entries(tags).map(([name, value]) => ({ name, value })) }),
  };
}

/** Quoted where the name holds anything that means something in an address. */
function formatAddress({ name, address }: { name: string; address: string }): string {
  if (!name) return address;
  const isPlain = !/[()<>[\]:;@\\,."]/.test(name);
  return `${isPlain ? name : `"${name.replace(/(["\\])/g, "\\$1")}"`} <${address}>`;
}

function refusal(request: HttpRequest, answer: HttpAnswer): ResendError {
  const reason = reasonOf(answer.text);
  const detail = reason ?? "no reason given";
  const waits = { detail, retryable: true };
  if (reason === "concurrent_idempotent_requests") {
    return new ResendError(failedAnswer(request, answer, { ...waits, retryAfterMs: CONCURRENT_WAIT_MS }), reason);
  }
  if (answer.status === 429) {
    const retryAfterMs = reason?.endsWith("quota_exceeded") ? QUOTA_WAIT_MS : (resetMs(answer.headers) ?? RATE_WAIT_MS);
    return new ResendError(failedAnswer(request, answer, { ...waits, retryAfterMs }), reason);
  }
  return new ResendError(failedAnswer(request, answer, { detail }), reason);
}

function reasonOf(body: string): string | null {
  try {
    return errorAnswer.parse(JSON.parse(body)).name;
  } catch {
    return null; // a proxy's page has no name; the status still says what to do
  }
}

/** How long to wait when this call took the last one the account has left, else 0. */
function pauseAfter(headers: Headers): number {
  return headers.get("ratelimit-remaining") === "0" ? (resetMs(headers) ?? RATE_WAIT_MS) : 0;
}

function resetMs(headers: Headers): number | undefined {
  const seconds = Number(headers.get("ratelimit-reset") ?? Number.NaN);
  return Number.isFinite(seconds) ? seconds * 1000 : undefined;
}

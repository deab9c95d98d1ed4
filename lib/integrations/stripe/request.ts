import "server-only";
import type { z } from "zod";
import { ProviderError } from "@/lib/errors";
import { type HttpAnswer, type HttpRequest, type ProviderAccess, parseBody, retryAfter, send } from "@/lib/integrations/http";
import { type StripeValue, toStripeForm } from "@/lib/integrations/stripe/form";
import { errorAnswer } from "@/lib/integrations/stripe/wire";

/** The version our answers are read in. The webhook endpoint must be set to the same one. */
export const STRIPE_VERSION = "2026-10-28.endive";
const LONGEST_KEY = 255;

/** Stripe answered, and it was no. `code` and `declineCode` are its own; null when a proxy answered in its place. */
export class StripeRefusal extends ProviderError {
  readonly type: string | null;
  readonly stripeCode: string | null;
  readonly declineCode: string | null;

  constructor(failure: ConstructorParameters<typeof ProviderError>[0], { type, code, declineCode }: StripeReason) {
    super(failure);
    this.type = type;
    this.stripeCode = code;
    this.declineCode = declineCode;
  }
}

export type StripeCall = {
  method: "GET" | "POST" | "DELETE";
  path: string;
  query?: NonNullable<HttpRequest["query"]>;
  form?: Readonly<Record<string, StripeValue>>;
  /** Up to 255 characters, kept for a day: makes a POST safe to repeat. */
  idempotencyKey?: string;
};

type StripeReason = { type: string | null; code: string | null; declineCode: string | null };

/** One attempt. @throws StripeRefusal, whose message names codes and never what was sent; RangeError for a key that is too long */
export function stripeRequest({ apiKey, baseUrl, fetch }: ProviderAccess) {
  return async <Schema extends z.ZodType>({ form, idempotencyKey, ...call }: StripeCall, schema: Schema): Promise<z.infer<Schema>> => {
    if (idempotencyKey !== undefined && idempotencyKey.length > LONGEST_KEY) throw new RangeError("the idempotency key is too long");
    const request: HttpRequest = {
      ...call,
      provider: "stripe",
      fetch,
      baseUrl,
      headers: { authorization: `Bearer ${apiKey}`, "stripe-version": STRIPE_VERSION },
      ...(form ? { form: toStripeForm(form) } : {}),
      ...(idempotencyKey === undefined ? {} : { idempotencyKey }),
    };
    const answer = await send(request);
    if (answer.status < 200 || answer.status > 299) throw refusal(request, answer);
    return parseBody(request, answer, schema);
  };
}

/** 409 is another request with the same key still at work. A lost or failed write is tried again only under a key. */
function refusal(request: HttpRequest, { status, headers, text }: HttpAnswer): StripeRefusal {
  const reason = reasonOf(text);
  const isRepeatable = request.method !== "POST" || request.idempotencyKey !== undefined;
  const retryable = status === 429 || ((status >= 500 || status === 409 || status === 408) && isRepeatable);
  const unknown = status >= 500 && !retryable ? ": unknown outcome" : "";
  const detail = [reason.type, reason.code, reason.declineCode].filter(Boolean).join(" ");
  const retryAfterMs = retryAfter(headers);
  const message = `${request.method} ${request.path} answered ${status}${detail ? ` (${detail})` : ""}${unknown}`;
  return new StripeRefusal(
    { provider: "stripe", message, retryable, status, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) },
    reason,
  );
}

function reasonOf(body: string): StripeReason {
  try {
    const { type, code, decline_code } = errorAnswer.parse(JSON.parse(body)).error;
    return { type: type ?? null, code: code ?? null, declineCode: decline_code ?? null };
  } catch {
    return { type: null, code: null, declineCode: null }; // a proxy's HTML page has no code; the status still says what to do
  }
}

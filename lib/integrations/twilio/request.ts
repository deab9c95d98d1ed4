import "server-only";
import type { z } from "zod";
import { ProviderError } from "@/lib/errors";
import { type HttpAnswer, type HttpRequest, type ProviderAccess, parseBody, retryAfter, send } from "@/lib/integrations/http";
import { basicAuthorization } from "@/lib/integrations/signatures/basic-authorization";
import { meaningOfCode, REFUSED_AT_THE_DOOR } from "@/lib/integrations/twilio/error-codes";
import { errorAnswer } from "@/lib/integrations/twilio/wire";

/** `user` is the account's SID with its auth token as secret, or the SID of an API key with the key's secret. */
export type TwilioKey = { accountSid: string; user: string; secret: string };

/** `baseUrl` such as https://api.twilio.com, `lookupsBaseUrl` such as https://lookups.twilio.com. */
export type TwilioAccess = ProviderAccess<TwilioKey> & { lookupsBaseUrl: string };

/** Twilio answered, and it was no. `twilioCode` is its own, null when a proxy answered in its place. */
export class TwilioRefusal extends ProviderError {
  readonly twilioCode: number | null;

  constructor(failure: ConstructorParameters<typeof ProviderError>[0], twilioCode: number | null) {
    super(failure);
    this.twilioCode = twilioCode;
  }
}

export type TwilioCall = Pick<HttpRequest, "method" | "path" | "label" | "query" | "form">;

/** One attempt at a resource of the account, `path` as it follows the account's own. */
export function accountRequest({ apiKey, baseUrl, fetch }: TwilioAccess) {
  const root = `/2010-04-01/Accounts/${apiKey.accountSid}`;
  return <Schema extends z.ZodType>(call: TwilioCall, schema: Schema) =>
    ask({ ...call, provider: "twilio", fetch, baseUrl, path: root + call.path, label: call.label ?? call.path }, apiKey, schema);
}

/** One attempt at the Lookup service. */
export function lookupRequest({ apiKey, lookupsBaseUrl, fetch }: TwilioAccess) {
  return <Schema extends z.ZodType>(call: TwilioCall, schema: Schema) =>
    ask({ ...call, provider: "twilio", fetch, baseUrl: lookupsBaseUrl }, apiKey, schema);
}

async function ask<Schema extends z.ZodType>(request: HttpRequest, key: TwilioKey, schema: Schema): Promise<z.infer<Schema>> {
  const headers = { authorization: basicAuthorization({ user: key.user, password: key.secret }) };
  const answer = await send({ ...request, headers });
  if (answer.status < 200 || answer.status > 299) throw refusal(request, answer);
  return parseBody(request, answer, schema);
}

function refusal(request: HttpRequest, { status, headers, text }: HttpAnswer): TwilioRefusal {
  const code = codeOf(text);
  const isRepeatable = request.method === "GET";
  const isAtTheDoor = status === 429 || (code !== null && REFUSED_AT_THE_DOOR.has(code));
  const retryable = isAtTheDoor || (isRepeatable && (status >= 500 || status === 408));
  const unknown = !retryable && (status >= 500 || status === 408) ? ": unknown outcome" : "";
  const detail = code === null ? "" : ` (${[code, meaningOfCode(code)?.what].filter(Boolean).join(" ")})`;
  const retryAfterMs = retryAfter(headers);
  const message = `${request.method} ${request.label ?? request.path} answered ${status}${detail}${unknown}`;
  return new TwilioRefusal(
    { provider: "twilio", message, retryable, status, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) },
    code,
  );
}

function codeOf(body: string): number | null {
  try {
    return errorAnswer.parse(JSON.parse(body)).code ?? null;
  } catch {
    return null; // a proxy's HTML page has no code; the status still says what to do
  }
}

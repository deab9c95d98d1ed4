import "server-only";
import type { z } from "zod";
import { failedAnswer, type HttpAnswer, type HttpRequest, type ProviderAccess, parseBody, send } from "@/lib/integrations/http";
import { SmartleadError } from "@/lib/integrations/smartlead/smartlead-error";
import { errorAnswer } from "@/lib/integrations/smartlead/wire";

export type SmartleadCall = Pick<HttpRequest, "method" | "path" | "query" | "body" | "isRepeatable">;

const RATE_WAIT_MS = 30_000;

/**
 * One call. The key goes into the query because Smartlead takes it nowhere else; messages are made of the path alone, so it stays out
 * of errors and logs.
 */
export function smartleadCalls({ apiKey, baseUrl, fetch }: ProviderAccess) {
  const answerTo = async (part: SmartleadCall): Promise<{ request: HttpRequest; answer: HttpAnswer }> => {
    const request: HttpRequest = { provider: "smartlead", fetch, baseUrl, ...part, query: { api_key: apiKey, ...part.query } };
    const answer = await send(request);
    if (answer.status < 200 || answer.status > 299) throw refusal(request, answer);
    return { request, answer };
  };
  return {
    async read<Schema extends z.ZodType>(part: SmartleadCall, schema: Schema): Promise<z.infer<Schema>> {
      const { request, answer } = await answerTo(part);
      return parseBody(request, answer, schema);
    },
    /** For routes that answer plain text as well as JSON: 2xx is all they say. */
    async tell(part: SmartleadCall): Promise<void> {
      await answerTo(part);
    },
  };
}

function refusal(request: HttpRequest, answer: HttpAnswer): SmartleadError {
  const { code, retryAfterMs } = readError(answer.text);
  const isRate = answer.status === 429;
  const error = failedAnswer(request, answer, {
    detail: code ?? "no code given",
    ...(isRate ? { retryable: true, retryAfterMs: retryAfterMs ?? RATE_WAIT_MS } : {}),
  });
  return new SmartleadError(error, code);
}

function readError(body: string): { code: string | null; retryAfterMs: number | undefined } {
  try {
    const { error } = errorAnswer.parse(JSON.parse(body));
    if (typeof error !== "object" || error === null) return { code: null, retryAfterMs: undefined };
    const { code, retry_after: seconds } = error;
    // Letters only: a code names a failure and can quote nothing.
    return { code: /^[A-Z_]{1,60}$/.test(code ?? "") ? (code ?? null) : null, retryAfterMs: seconds ? seconds * 1000 : undefined };
  } catch {
    return { code: null, retryAfterMs: undefined }; // plain text
  }
}

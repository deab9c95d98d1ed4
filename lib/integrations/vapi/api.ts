import "server-only";
import type { OutgoingCall } from "@/lib/domain/hand-over";
import { ProviderError } from "@/lib/errors";
import { failedAnswer, type HttpAnswer, type HttpRequest, type ProviderAccess, parseBody, send } from "@/lib/integrations/http";
import { type AssistantConfiguration, assistantSettings, callRequest } from "@/lib/integrations/vapi/call-settings";
import {
  errorAnswer,
  type VapiCall,
  vapiAssistant,
  vapiCall,
  vapiCalls,
  vapiPhoneNumber,
  vapiPhoneNumbers,
} from "@/lib/integrations/vapi/wire";

const PAGE = 100;
const MOST_PAGES = 100;

/** `refused`: nobody was rung. Its reason is read from the words of a 400, for Vapi gives no code. */
export type PlacedCall =
  | { outcome: "placed"; call: VapiCall }
  | { outcome: "refused"; reason: "concurrency" | "account" | "number" | "other" };

export type CallWindow = { from: Date; until?: Date; phoneNumberId?: string };

export type Vapi = ReturnType<typeof vapi>;

/**
 * Vapi's API: one attempt each, all throw ProviderError. There is no idempotency key: whoever places a call whose answer is lost looks
 * for it with `listCalls` and never places it again.
 * @param access `baseUrl` such as https://api.vapi.ai; `apiKey` is the private key
 */
export function vapi({ apiKey, baseUrl, fetch }: ProviderAccess) {
  type Wanted = Pick<HttpRequest, "method" | "path" | "label" | "query" | "body">;
  const attempt = async (wanted: Wanted) => {
    const request: HttpRequest = { provider: "vapi", fetch, baseUrl, headers: { authorization: `Bearer ${apiKey}` }, ...wanted };
    return { request, answer: await send(request) };
  };
  const call = async (wanted: Wanted) => {
    const { request, answer } = await attempt(wanted);
    if (answer.status < 200 || answer.status > 299) throw failure(request, answer);
    return { request, answer };
  };

  const listPage = async (query: NonNullable<HttpRequest["query"]>) => {
    const { request, answer } = await call({ method: "GET", path: "/call", query });
    return parseBody(request, answer, vapiCalls);
  };

  return {
    /**
     * Rings a person. A lost answer, a 5xx and an answer we cannot read all mean that it may be ringing: not retryable.
     * @param key at most 40 characters
     */
    async placeCall(outgoing: OutgoingCall, { key, assistantId }: { key: string; assistantId: string }): Promise<PlacedCall> {
      const { request, answer } = await attempt({ method: "POST", path: "/call", body: callRequest(outgoing, key, assistantId) });
      if (answer.status === 400) return { outcome: "refused", reason: refusalReason(errorWords(answer.text)) };
      if (answer.status < 200 || answer.status > 299) throw failure(request, answer);
      return { outcome: "placed", call: parseBody(request, answer, vapiCall) };
    },

    async getCall(id: string): Promise<VapiCall> {
      const { request, answer } = await call({ method: "GET", path: `/call/${encodeURIComponent(id)}`, label: "/call/{id}" });
      return parseBody(request, answer, vapiCall);
    },

    /**
     * Every call created in a window, newest first. The list has no cursor: each page starts at the time of the last one seen, so calls
     * of the same millisecond come twice and are taken once.
     * @throws ProviderError also when more than 10,000 calls lie in the window: ask for a shorter one
     */
    async listCalls({ from, until, phoneNumberId }: CallWindow): Promise<VapiCall[]> {
      const calls = new Map<string, VapiCall>();
      let createdAtLe: string | undefined;
      for (let page = 0; page < MOST_PAGES; page += 1) {
        const before = createdAtLe === undefined ? { createdAtLt: until?.toISOString() } : { createdAtLe };
        const found = await listPage({ limit: PAGE, createdAtGe: from.toISOString(), ...before, phoneNumberId });
        const known = calls.size;
        for (const one of found) calls.set(one.id, one);
        if (found.length < PAGE || calls.size === known) return [...calls.values()];
        createdAtLe = found.map(({ createdAt }) => createdAt).sort()[0];
      }
      throw new ProviderError({ provider: "vapi", message: "GET /call has more calls in the window than can be listed", retryable: false });
    },

    /** Makes the assistant say, keep and report what we want; safe to repeat. */
    async updateAssistant(id: string, configuration: AssistantConfiguration) {
      const path = `/assistant/${encodeURIComponent(id)}`;
      const { request, answer } = await call({ method: "PATCH", path, body: assistantSettings(configuration) });
      return parseBody(request, answer, vapiAssistant);
    },

    /** The numbers that can ring out. */
    async listPhoneNumbers() {
      const { request, answer } = await call({ method: "GET", path: "/phone-number", query: { limit: PAGE } });
      return parseBody(request, answer, vapiPhoneNumbers);
    },

    async getPhoneNumber(id: string) {
      const { request, answer } = await call({
        method: "GET",
        path: `/phone-number/${encodeURIComponent(id)}`,
        label: "/phone-number/{id}",
      });
      return parseBody(request, answer, vapiPhoneNumber);
    },
  };
}

/** Any 5xx to a POST may have rung somebody, 503 included. */
function failure(request: HttpRequest, answer: HttpAnswer): ProviderError {
  if (answer.status === 401) return failedAnswer(request, answer, { detail: "the API key is not accepted" });
  return failedAnswer(request, answer, request.method === "POST" && answer.status >= 500 ? { retryable: false } : {});
}

function refusalReason(words: string): Extract<PlacedCall, { outcome: "refused" }>["reason"] {
  if (/concurren/i.test(words)) return "concurrency";
  if (/credit|wallet|subscription|billing|frozen|daily|limit/i.test(words)) return "account";
  return /customer.*(?:number|phone)|e\.?164/i.test(words) ? "number" : "other";
}

function errorWords(body: string): string {
  try {
    return [errorAnswer.parse(JSON.parse(body)).message].flat().join("; ");
  } catch {
    return ""; // a proxy's HTML page has no words of Vapi's; the status still says what to do
  }
}

import "server-only";
import type { ProviderError } from "@/lib/errors";
import { type Transcript, toTranscript } from "@/lib/integrations/deepgram/transform";
import { acceptedAnswer, errorAnswer, projectsAnswer, transcriptAnswer } from "@/lib/integrations/deepgram/wire";
import { failedAnswer, type HttpAnswer, type HttpRequest, type ProviderAccess, parseBody, send } from "@/lib/integrations/http";

/** Audio that everybody on it agreed to have transcribed: a third party hears it (AU-33). */
export type Audio = { consentedAt: Date } & (
  | { url: string }
  | { bytes: Uint8Array<ArrayBuffer>; contentType: "audio/wav" | "audio/mpeg" | "audio/ogg" }
);

export type Deepgram = ReturnType<typeof deepgram>;

const TRANSCRIPTION_TIMEOUT_MS = 120_000;
const SLOT_WAIT_MS = 10_000;
/** Our recordings train nobody's model. */
const OPTIONS = { model: "nova-3", language: "en-AU", smart_format: true, diarize: true, mip_opt_out: true };

/**
 * Deepgram's API: one attempt each, all throw ProviderError. Charged by the minute, so a lost answer is not asked for again by itself.
 * @param access `baseUrl` such as https://api.deepgram.com; `apiKey` is the long-lived key, not a token
 */
export function deepgram({ apiKey, baseUrl, fetch }: ProviderAccess) {
  const call = async (wanted: Pick<HttpRequest, "method" | "path" | "query" | "body" | "content" | "timeoutMs">) => {
    const request: HttpRequest = { provider: "deepgram", fetch, baseUrl, headers: { authorization: `Token ${apiKey}` }, ...wanted };
    const answer = await send(request);
    if (answer.status < 200 || answer.status > 299) throw refusal(request, answer);
    return { request, answer };
  };
  const listen = (audio: Audio, query: NonNullable<HttpRequest["query"]>) => {
    const source = "url" in audio ? { body: { url: audio.url } } : { content: { type: audio.contentType, data: audio.bytes } };
    return call({ method: "POST", path: "/v1/listen", query: { ...OPTIONS, ...query }, ...source, timeoutMs: TRANSCRIPTION_TIMEOUT_MS });
  };

  return {
    /** The words of a recording, at once. */
    async transcribe(audio: Audio): Promise<Transcript> {
      const { request, answer } = await listen(audio, {});
      return toTranscript(parseBody(request, answer, transcriptAnswer));
    },

    /**
     * Has the words posted to `callbackUrl` later.
     * @param callbackUrl with our Basic credentials in it; Deepgram posts to ports 80, 443, 8080 and 8443 only
     */
    async requestTranscript(audio: Audio, callbackUrl: string): Promise<{ requestId: string }> {
      const { request, answer } = await listen(audio, { callback: callbackUrl });
      return { requestId: parseBody(request, answer, acceptedAnswer).request_id };
    },

    /** The projects of the key; free, so it shows whether the key works. */
    async listProjects() {
      const { request, answer } = await call({ method: "GET", path: "/v1/projects" });
      const { projects } = parseBody(request, answer, projectsAnswer);
      return (projects ?? []).map(({ project_id, name }) => ({ id: project_id, name: name ?? null }));
    },
  };
}

function refusal(request: HttpRequest, answer: HttpAnswer): ProviderError {
  if (answer.status === 401) return failedAnswer(request, answer, { detail: "the API key is not accepted" });
  if (answer.status === 402) return failedAnswer(request, answer, { detail: "the balance is used up" });
  const detail = errorCode(answer.text);
  return failedAnswer(request, answer, { ...(detail ? { detail } : {}), ...(answer.status === 429 ? { retryAfterMs: SLOT_WAIT_MS } : {}) });
}

function errorCode(body: string): string | undefined {
  try {
    const { err_code, category } = errorAnswer.parse(JSON.parse(body));
    return err_code ?? category ?? undefined;
  } catch {
    return undefined; // some errors are plain text; the status still says what to do
  }
}

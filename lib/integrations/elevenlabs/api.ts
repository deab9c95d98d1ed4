import "server-only";
import { ProviderError } from "@/lib/errors";
import { errorAnswer, subscriptionAnswer, voicesAnswer } from "@/lib/integrations/elevenlabs/wire";
import { failedAnswer, type HttpAnswer, type HttpRequest, type ProviderAccess, parseBody, send } from "@/lib/integrations/http";

/** `ulaw_8000` is what telephones carry. */
export type AudioFormat = "mp3_44100_128" | "ulaw_8000" | "pcm_16000";

export type Speech = {
  text: string;
  voiceId: string;
  format?: AudioFormat;
  modelId?: "eleven_flash_v2_5" | "eleven_multilingual_v2";
  /** 0 to 1 each. */
  settings?: { stability?: number; similarityBoost?: number };
};

export type SpokenAudio = { audio: Uint8Array<ArrayBuffer>; contentType: string; charactersCharged: number };

export type Voice = { id: string; name: string; category: string | null; accent: string | null; previewUrl: string | null };

export type ElevenLabs = ReturnType<typeof elevenLabs>;

const SPEECH_TIMEOUT_MS = 60_000;
const PAGE = 100;
const MOST_PAGES = 50;
const SLOT_WAIT_MS = 2_000;
const BUSY_WAIT_MS = 30_000;
const QUOTA_WAIT_MS = 3_600_000;

/**
 * ElevenLabs' API, for previews and stored audio; on calls Vapi drives it. One attempt each, all throw ProviderError.
 * @param access `baseUrl` such as https://api.elevenlabs.io
 */
export function elevenLabs({ apiKey, baseUrl, fetch }: ProviderAccess) {
  const call = async (
    wanted: Pick<HttpRequest, "method" | "path" | "label" | "query" | "body" | "timeoutMs">,
    accept = "application/json",
  ) => {
    const request: HttpRequest = { provider: "elevenlabs", fetch, baseUrl, headers: { "xi-api-key": apiKey, accept }, ...wanted };
    const answer = await send(request);
    if (answer.status < 200 || answer.status > 299) throw refusal(request, answer);
    return { request, answer };
  };

  return {
    /** Text as audio. Charged by the character, so a lost answer is not asked for again by itself. */
    async speak({ text, voiceId, format = "mp3_44100_128", modelId = "eleven_flash_v2_5", settings }: Speech): Promise<SpokenAudio> {
      const path = `/v1/text-to-speech/${encodeURIComponent(voiceId)}`;
      const voice_settings = settings && { stability: settings.stability, similarity_boost: settings.similarityBoost };
      const body = { text, model_id: modelId, ...(voice_settings ? { voice_settings } : {}) };
      const query = { output_format: format };
      const { request, answer } = await call({ method: "POST", path, query, body, timeoutMs: SPEECH_TIMEOUT_MS }, "*/*");
      const contentType = answer.headers.get("content-type") ?? "";
      if (!contentType.startsWith("audio/") || answer.bytes.length === 0)
        throw failedAnswer(request, answer, { detail: "no audio came", retryable: false });
      const charged = Number(answer.headers.get("character-cost") ?? Number.NaN);
      return { audio: answer.bytes, contentType, charactersCharged: Number.isFinite(charged) ? charged : text.length };
    },

    /** Every voice of the account, all pages. */
    async listVoices(): Promise<Voice[]> {
      const voices: Voice[] = [];
      let token: string | null = null;
      for (let page = 0; page < MOST_PAGES; page += 1) {
        const query = { page_size: PAGE, next_page_token: token };
        const { request, answer } = await call({ method: "GET", path: "/v2/voices", query });
        const found = parseBody(request, answer, voicesAnswer);
        voices.push(...found.voices.map(toVoice));
        token = found.next_page_token ?? null;
        if (!found.has_more || token === null) return voices;
      }
      throw new ProviderError({ provider: "elevenlabs", message: "GET /v2/voices does not end", retryable: false });
    },

    /** How many characters are left of the billing period. */
    async getSubscription() {
      const { request, answer } = await call({ method: "GET", path: "/v1/user/subscription" });
      const found = parseBody(request, answer, subscriptionAnswer);
      const resetSeconds = found.next_character_count_reset_unix;
      return {
        tier: found.tier,
        status: found.status,
        charactersUsed: found.character_count,
        characterLimit: found.character_limit,
        resetsAt: resetSeconds ? new Date(resetSeconds * 1000) : null,
      };
    },
  };
}

function toVoice({ voice_id, name, category, labels, preview_url }: (typeof voicesAnswer)["_output"]["voices"][number]): Voice {
  return { id: voice_id, name, category: category ?? null, accent: labels?.accent ?? null, previewUrl: preview_url ?? null };
}

/** The reason decides, not the status: 401 is also a used-up quota, 429 a full set of slots or a busy house. */
function refusal(request: HttpRequest, answer: HttpAnswer): ProviderError {
  const reason = errorReason(answer.text);
  const wait = (detail: string, retryAfterMs: number) => failedAnswer(request, answer, { detail, retryable: true, retryAfterMs });
  if (reason === "quota_exceeded") return wait("quota_exceeded: no characters left", QUOTA_WAIT_MS);
  if (answer.status === 401) return failedAnswer(request, answer, { detail: "the API key is not accepted" });
  if (answer.status === 429)
    return wait(reason ?? "too many requests", reason === "too_many_concurrent_requests" ? SLOT_WAIT_MS : BUSY_WAIT_MS);
  return failedAnswer(request, answer, reason ? { detail: reason } : {});
}

function errorReason(body: string): string | undefined {
  try {
    return errorAnswer.parse(JSON.parse(body)).detail.status;
  } catch {
    return undefined; // a list of fields (422) or a page without a reason; the status still says what to do
  }
}

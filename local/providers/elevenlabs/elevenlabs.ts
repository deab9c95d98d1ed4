import { z } from "zod";
import { toneFor } from "@/local/providers/elevenlabs/tone";
import { hexId, seeded } from "@/local/providers/seeded";
import type { Answer, Call, Handled, Played, StandIn, StandInContext } from "@/local/providers/stand-in";
import { FIRST_NAMES } from "@/local/providers/vocabulary";

/** The key the stand-in accepts. It opens nothing else. */
export const ELEVENLABS_KEY = "local-elevenlabs-key";

const CHARACTERS = 500_000;
const VOICES = 24;
const LARGEST_PAGE = 100;
const CONCURRENT_REQUESTS = 10;
const ACCENTS = ["australian", "british", "american"] as const;

const speechInput = z.object({ text: z.string().min(1), model_id: z.string().default("eleven_multilingual_v2") });
const format = z.enum(["mp3_44100_128", "ulaw_8000", "pcm_16000"]).default("mp3_44100_128");

/** ElevenLabs' speech, voices and subscription. A character costs a credit. */
export const elevenLabsStandIn: StandIn = {
  name: "elevenlabs",
  prefix: "/elevenlabs",
  credits: CHARACTERS,
  env: (baseUrl) => ({ ELEVENLABS_BASE_URL: baseUrl, ELEVENLABS_API_KEY: ELEVENLABS_KEY }),
  play,
};

function play({ account, seed, now }: StandInContext): Played {
  const voices = Array.from({ length: VOICES }, (_, index) => voice(seed, index));

  function speak({ body, query, params: { voice_id = "" } }: Call): Handled {
    const input = speechInput.safeParse(body);
    const wanted = format.safeParse(query.get("output_format") ?? undefined);
    if (!input.success || !wanted.success) return { answer: invalid(["body", "text"]) };
    if (!voices.some((one) => one.voice_id === voice_id)) return { answer: reason(404, "voice_not_found"), subject: voice_id };
    const { text } = input.data;
    if (!account.charge(text.length)) return { answer: reason(401, "quota_exceeded"), subject: voice_id };
    const headers = {
      "character-cost": String(text.length),
      "current-concurrent-requests": "1",
      "maximum-concurrent-requests": String(CONCURRENT_REQUESTS),
    };
    const answer: Answer = { status: 200, bytes: toneFor(text, wanted.data), headers };
    return { answer, subject: voice_id, credits: text.length };
  }

  function listVoices({ query }: Call): Handled {
    const size = Math.min(LARGEST_PAGE, Number(query.get("page_size") ?? 10));
    const from = Number(query.get("next_page_token") ?? 0);
    const page = voices.slice(from, from + size);
    const hasMore = from + size < voices.length;
    const json = { voices: page, has_more: hasMore, total_count: voices.length, next_page_token: hasMore ? String(from + size) : null };
    return { answer: { status: 200, json } };
  }

  function subscription(): Handled {
    const { used, available } = account.usage();
    const json = {
      ...SUBSCRIPTION,
      character_count: used,
      character_limit: available,
      next_character_count_reset_unix: nextMonth(now()),
    };
    return { answer: { status: 200, json } };
  }

  return {
    routes: { "POST /v1/text-to-speech/{voice_id}": speak, "GET /v2/voices": listVoices, "GET /v1/user/subscription": subscription },
    authenticate: ({ headers }) => (headers["xi-api-key"] === ELEVENLABS_KEY ? undefined : reason(401, "invalid_api_key")),
    failure: (status) => (status === 503 ? reason(429, "system_busy") : reason(status, REASONS[status] ?? "internal_server_error")),
  };
}

const REASONS: Readonly<Record<number, string>> = { 400: "invalid_request", 401: "invalid_api_key", 429: "too_many_concurrent_requests" };

const SUBSCRIPTION = {
  tier: "scale",
  status: "active",
  max_character_limit_extension: null,
  can_extend_character_limit: false,
  allowed_to_extend_character_limit: false,
  voice_slots_used: 0,
  professional_voice_slots_used: 0,
  voice_limit: 160,
  voice_add_edit_counter: 0,
  professional_voice_limit: 1,
  can_extend_voice_limit: false,
  can_use_instant_voice_cloning: true,
  can_use_professional_voice_cloning: true,
  has_open_invoices: false,
};

function voice(seed: string, index: number) {
  const chance = seeded(seed, "voice", index);
  return {
    voice_id: hexId(seed, "voice", index).slice(0, 20),
    name: chance.pick(FIRST_NAMES),
    category: "premade",
    labels: { accent: chance.pick(ACCENTS), use_case: "conversational" },
    available_for_tiers: [],
    high_quality_base_model_ids: ["eleven_multilingual_v2"],
    preview_url: null,
  };
}

function nextMonth(at: Date): number {
  return Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + 1, 1) / 1000;
}

function reason(status: number, code: string): Answer {
  return { status, json: { detail: { status: code, message: `${code.replaceAll("_", " ")}.` } } };
}

function invalid(loc: string[]): Answer {
  return { status: 422, json: { detail: [{ loc, msg: "Field required", type: "missing" }] } };
}

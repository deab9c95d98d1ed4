import { countInput, countTokens, type MessageInput } from "@/local/providers/anthropic/message-input";
import type { ScriptedAnswer } from "@/local/providers/anthropic/script";
import type { Records } from "@/local/providers/records";

/** Shorter prefixes are not kept, however they are marked. */
const SHORTEST_CACHED_TOKENS = 1024;
const CACHE_LIFE_MS = 5 * 60_000;
const CACHE = "cached_prefix";

/**
 * The message a question gets. It does not think: what nobody scripted it declines, so that whoever turns it on sees the product's own rules
 * at work and never made-up sentences.
 */
export async function composeMessage(
  input: MessageInput,
  scripted: ScriptedAnswer | undefined,
  { records, now, id }: { records: Records; now: Date; id: string },
) {
  const said = scripted?.text ?? (scripted?.json === undefined ? "" : JSON.stringify(scripted.json));
  const isRefusal = scripted === undefined || scripted.refuse;
  const fits = !scripted?.cutOff && countTokens(said) <= input.max_tokens;
  const text = fits ? said : said.slice(0, Math.min(input.max_tokens * 4, Math.floor(said.length / 2)));
  const tool = !isRefusal && fits && input.tool_choice?.type === "tool" && scripted.json !== undefined ? input.tool_choice.name : undefined;
  return {
    id,
    type: "message",
    role: "assistant",
    model: input.model,
    content: contentOf({ text, isRefusal, tool, json: scripted?.json }),
    stop_reason: isRefusal ? "refusal" : fits ? (tool ? "tool_use" : "end_turn") : "max_tokens",
    stop_sequence: null,
    stop_details: isRefusal ? { type: "refusal", category: null, explanation: null } : null,
    container: null,
    diagnostics: null,
    usage: await usageOf(input, countTokens(text), { records, now }),
  };
}
export type ComposedMessage = Awaited<ReturnType<typeof composeMessage>>;

function contentOf({ text, isRefusal, tool, json }: { text: string; isRefusal: boolean; tool: string | undefined; json: unknown }) {
  if (isRefusal) return [];
  if (tool) return [{ type: "tool_use", id: "toolu_local", name: tool, input: json, caller: { type: "direct" } }];
  return [{ type: "text", text, citations: null }];
}

/** Each token once: read from the cache, written to it, or neither. */
async function usageOf(input: MessageInput, outputTokens: number, { records, now }: { records: Records; now: Date }) {
  const { all, cached } = countInput(input);
  const prefix = cached && cached.tokens >= SHORTEST_CACHED_TOKENS ? cached : null;
  const isHit = prefix !== null && (await isCached(prefix.key, { records, now }));
  const written = prefix && !isHit ? prefix.tokens : 0;
  return {
    input_tokens: all - (prefix?.tokens ?? 0),
    cache_creation_input_tokens: written,
    cache_read_input_tokens: isHit ? prefix.tokens : 0,
    cache_creation: { ephemeral_5m_input_tokens: written, ephemeral_1h_input_tokens: 0 },
    output_tokens: outputTokens,
    output_tokens_details: null,
    server_tool_use: null,
    service_tier: "standard",
    speed: null,
    inference_geo: null,
  };
}

/** Whether the prefix was there; from now on it is, for five minutes more. */
async function isCached(key: string, { records, now }: { records: Records; now: Date }): Promise<boolean> {
  const usedAt = now.getTime();
  const known = await records.find<{ usedAt: number }>(CACHE, key);
  if (known) await records.update(CACHE, key, { usedAt });
  else await records.insert(CACHE, key, { usedAt }, now);
  return known !== undefined && usedAt - known.data.usedAt < CACHE_LIFE_MS;
}

import { createHash } from "node:crypto";
import { z } from "zod";
import type { Answer } from "@/local/providers/stand-in";

const textBlock = z.looseObject({
  type: z.literal("text"),
  text: z.string(),
  cache_control: z.looseObject({ type: z.literal("ephemeral") }).nullish(),
});
const content = z.union([z.string(), z.array(textBlock)]);

/** A request for a message, as far as this stand-in answers one: text in, text or one forced tool out. */
export const messageInput = z.looseObject({
  model: z.string().min(1),
  max_tokens: z.number().int().min(1),
  messages: z.array(z.looseObject({ role: z.enum(["user", "assistant"]), content })).min(1),
  system: content.optional(),
  output_config: z
    .looseObject({ format: z.object({ type: z.literal("json_schema"), schema: z.record(z.string(), z.unknown()) }).nullish() })
    .optional(),
  tools: z.array(z.looseObject({ name: z.string(), input_schema: z.record(z.string(), z.unknown()) })).optional(),
  tool_choice: z.looseObject({ type: z.string(), name: z.string().optional() }).optional(),
  stream: z.literal(false, "This stand-in does not stream").optional(),
});
export type MessageInput = z.infer<typeof messageInput>;

/** What a model would read, system prompt and turns apart. */
export function readTexts(input: MessageInput): { system: string; prompt: string } {
  return { system: textOf(input.system), prompt: input.messages.map((message) => textOf(message.content)).join("\n") };
}

/** About four characters a token, as English goes. */
export function countTokens(text: string): number {
  return Math.ceil(text.length / 4);
}

/** Everything that is billed as input, and the part of it that is marked for the cache, by a name of its own. */
export function countInput(input: MessageInput): { all: number; cached: { key: string; tokens: number } | null } {
  const { system, prompt } = readTexts(input);
  const rules = JSON.stringify([input.output_config?.format ?? null, input.tools ?? null]);
  const isMarked = Array.isArray(input.system) && input.system.some((block) => block.cache_control);
  const prefix = rules + system;
  return {
    all: countTokens(prefix) + countTokens(prompt),
    cached: isMarked ? { key: createHash("sha256").update(`${input.model}\n${prefix}`).digest("hex"), tokens: countTokens(prefix) } : null,
  };
}

/** How Anthropic words an error. */
export function problem(status: number, message: string): Answer {
  const type = ERROR_TYPES[status] ?? (status >= 500 ? "api_error" : "invalid_request_error");
  return { status, json: { type: "error", error: { type, message }, request_id: "req_local" }, headers: { "request-id": "req_local" } };
}

const ERROR_TYPES: Readonly<Record<number, string>> = {
  401: "authentication_error",
  402: "billing_error",
  403: "permission_error",
  404: "not_found_error",
  429: "rate_limit_error",
  504: "timeout_error",
  529: "overloaded_error",
};

function textOf(given: z.infer<typeof content> | undefined): string {
  if (given === undefined) return "";
  return typeof given === "string" ? given : given.map(({ text }) => text).join("\n");
}

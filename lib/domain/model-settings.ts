import { z } from "zod";

/** A$ per million tokens, in and out, as "1.24/6.20"; kept as a thousandth of a micro-dollar for one token. */
const price = z
  .string()
  .regex(/^\d+(\.\d+)?\/\d+(\.\d+)?$/, "must be A$ per million tokens, in and out, as 1.24/6.20")
  .transform((text) => {
    const [input = 0, output = 0] = text.split("/").map(Number);
    return { inputNanoAud: Math.round(input * 1000), outputNanoAud: Math.round(output * 1000) };
  });

/** The variables of the model and of what it may cost. */
export const modelSettings = {
  /** Without it no model is asked, and rules answer alone. */
  ANTHROPIC_API_KEY: z.string().default(""),
  /** With or without the `/v1` that one of the provider's libraries wants. */
  ANTHROPIC_BASE_URL: z
    .string()
    .refine((value) => /^https?:$/.test(URL.parse(value)?.protocol ?? ""), "must be a URL that starts with http:// or https://")
    .transform((value) => value.replace(/\/+$/, "").replace(/\/v1$/, ""))
    .prefault("https://api.anthropic.com"),
  /** Reads and sorts; its price where it is not the usual one of its class. */
  ANTHROPIC_FAST_MODEL: z.string().min(1).default("claude-haiku-5-5"),
  ANTHROPIC_FAST_PRICE: price.optional(),
  /** Writes and judges; its price where it is not the usual one of its class. */
  ANTHROPIC_STRONG_MODEL: z.string().min(1).default("claude-sonnet-5-5"),
  ANTHROPIC_STRONG_PRICE: price.optional(),
  /** A$ that models may cost in one UTC day, all clients together (domain.md 10.5). */
  AI_DAILY_LIMIT_AUD: z.coerce.number().positive().default(100),
};

const settings = z.object(modelSettings);
export type ModelSettings = z.output<typeof settings>;

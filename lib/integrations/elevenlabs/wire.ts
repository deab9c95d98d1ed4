import "server-only";
import { z } from "zod";

const text = z.string().nullish();

export const voicesAnswer = z.object({
  voices: z.array(
    z.object({
      voice_id: z.string().min(1),
      name: z.string(),
      category: text,
      labels: z.record(z.string(), z.string()).nullish(),
      preview_url: text,
    }),
  ),
  has_more: z.boolean(),
  next_page_token: text,
});

export const subscriptionAnswer = z.object({
  tier: z.string(),
  status: z.string(),
  character_count: z.number(),
  character_limit: z.number(),
  next_character_count_reset_unix: z.number().nullish(),
});

/** A list when the request itself is wrong (422), an object with a reason otherwise. */
export const errorAnswer = z.object({ detail: z.object({ status: z.string(), message: text }) });

import { z } from "zod";
import { NEVER_SAY_LIMITS } from "./never-say";

/** Longest sample of an agency's own writing. */
export const LONGEST_SAMPLE = 4000;

/** How an agency sounds, as those who write for it are told. */
export const agencyVoice = z.object({
  /** A message of their own; null: they gave none. */
  sample: z.string().max(LONGEST_SAMPLE).nullable(),
  /** Phrases that no text of theirs may carry. */
  neverSay: z.array(z.string()).max(NEVER_SAY_LIMITS.phrases),
});
export type AgencyVoice = z.infer<typeof agencyVoice>;

export const voiceInput = z.object({
  toneSample: z.string().trim().max(LONGEST_SAMPLE, `Use at most ${LONGEST_SAMPLE} characters`),
});
export type VoiceInput = z.infer<typeof voiceInput>;

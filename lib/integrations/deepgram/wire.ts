import "server-only";
import { z } from "zod";

const word = z.object({
  word: z.string(),
  start: z.number(),
  end: z.number(),
  punctuated_word: z.string().nullish(),
  speaker: z.number().nullish(),
});

/** Also the body of the callback. */
export const transcriptAnswer = z.object({
  metadata: z.object({ request_id: z.string().min(1), duration: z.number(), channels: z.number() }),
  results: z.object({
    channels: z.array(
      z.object({
        alternatives: z
          .array(z.object({ transcript: z.string().nullish(), confidence: z.number().nullish(), words: z.array(word).nullish() }))
          .nullish(),
      }),
    ),
  }),
});
export type TranscriptAnswer = z.infer<typeof transcriptAnswer>;

export const acceptedAnswer = z.object({ request_id: z.string().min(1) });

export const projectsAnswer = z.object({ projects: z.array(z.object({ project_id: z.string(), name: z.string().nullish() })).nullish() });

/** The older form and the newer one. */
export const errorAnswer = z.object({ err_code: z.string().nullish(), category: z.string().nullish() });

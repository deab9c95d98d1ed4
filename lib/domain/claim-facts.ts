import { z } from "zod";

/**
 * One thing we know and may say. `key` names it in snake_case, unique in its list ("employee_count"), and is what a sentence cites;
 * what the agency states about itself begins with "agency." ("agency.name"). Dates are ISO days; `fetchedAt` is null where nobody noted it.
 */
export const claimFact = z.object({
  key: z.string().min(1),
  value: z.union([z.string(), z.number(), z.boolean(), z.array(z.string())]),
  source: z.string(),
  fetchedAt: z.string().nullable(),
  confidence: z.number().min(0).max(1),
});
export type ClaimFact = z.infer<typeof claimFact>;

/** What the checker says of one sentence. `cites`: keys of the facts that bear it out; `problems`: what no fact bears out. */
export type CheckedSentence = { text: string; cites: string[]; problems: string[] };

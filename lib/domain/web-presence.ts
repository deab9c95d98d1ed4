import { z } from "zod";

/**
 * What DataForSEO knows of a company's domain. 0 means looked up and empty; a null figure means that part could not be looked up.
 * `domain_rank` is on the 0 to 1,000 scale, `organic_etv` visits a month, `spam_score` 0 to 100 for the links that point at the site.
 */
export const webPresence = z.object({
  domain_rank: z.number().min(0).nullable(),
  organic_etv: z.number().min(0).nullable(),
  top10_keywords: z.number().min(0).nullable(),
  spam_score: z.number().min(0).nullable(),
});
export type WebPresence = z.infer<typeof webPresence>;

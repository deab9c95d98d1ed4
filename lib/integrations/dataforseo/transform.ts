import "server-only";
import type { z } from "zod";
import type { WebPresence } from "@/lib/domain/web-presence";
import type { backlinksSummaryAnswer, Envelope, rankOverviewAnswer } from "@/lib/integrations/dataforseo/wire";

type ResultOf<Schema extends z.ZodType> = z.infer<Schema> extends Envelope<infer Result> ? Result : never;
export type RankOverviewResult = ResultOf<typeof rankOverviewAnswer>;
export type BacklinksResult = ResultOf<typeof backlinksSummaryAnswer>;

/** Search traffic; an empty answer is 0, because the domain was looked up. */
export function toSearchTraffic(result: RankOverviewResult | null): Pick<WebPresence, "organic_etv" | "top10_keywords"> {
  const organic = result?.items?.[0]?.metrics?.organic;
  return {
    organic_etv: organic?.etv ?? 0,
    top10_keywords: (organic?.pos_1 ?? 0) + (organic?.pos_2_3 ?? 0) + (organic?.pos_4_10 ?? 0),
  };
}

/** Links to the site; `spam_score` rates the links (the blueprint's "low quality backlinks"), not the site. */
export function toBacklinkProfile(result: BacklinksResult | null): Pick<WebPresence, "domain_rank" | "spam_score"> {
  return { domain_rank: result?.rank ?? 0, spam_score: result?.backlinks_spam_score ?? 0 };
}

import "server-only";
import type { z } from "zod";
import { DATAFORSEO_BACKLINKS_MICRO_AUD, DATAFORSEO_RANK_OVERVIEW_MICRO_AUD, usdToMicroAud } from "@/lib/domain/provider-costs";
import type { WebPresence } from "@/lib/domain/web-presence";
import { ProviderError } from "@/lib/errors";
import { toBacklinkProfile, toSearchTraffic } from "@/lib/integrations/dataforseo/transform";
import { backlinksSummaryAnswer, type Envelope, rankOverviewAnswer } from "@/lib/integrations/dataforseo/wire";
import { failedAnswer, type HttpRequest, type ProviderAccess, parseBody, send } from "@/lib/integrations/http";

const AUSTRALIA = 2036;
const OK = 20000;
const NO_RESULTS = 40102;
/** Codes that pass by themselves, with a sensible wait. Listed one by one: their neighbours in number mean the opposite. */
const TRY_AGAIN_MS: Readonly<Record<number, number>> = {
  40101: 30_000,
  40103: 30_000,
  40202: 60_000, // too many calls a minute
  40209: 5_000, // too many at once
  50000: 30_000,
  50301: 30_000,
  50401: 30_000,
};

export type DataForSeo = ReturnType<typeof dataForSeo>;

/**
 * DataForSEO's live routes for one domain at a time. One attempt each; they only look up, so a repeat costs its price and nothing else.
 * Nearly every failure arrives as HTTP 200 with a code in the body, at the top or on the task.
 * @param access `apiKey` is the account's login and API password; `baseUrl` such as https://api.dataforseo.com
 */
export function dataForSeo({ apiKey, baseUrl, fetch }: ProviderAccess<{ login: string; password: string }>) {
  const authorization = `Basic ${Buffer.from(`${apiKey.login}:${apiKey.password}`).toString("base64")}`;

  async function live<Schema extends z.ZodType<Envelope<unknown>>>(schema: Schema, path: string, task: object) {
    const request: HttpRequest = {
      provider: "dataforseo",
      fetch,
      method: "POST",
      baseUrl,
      path,
      headers: { authorization },
      body: [task],
      isRepeatable: true,
    };
    const answer = await send(request);
    if (answer.status !== 200)
      throw failedAnswer(request, answer, answer.status === 401 ? { detail: "login or password is not accepted" } : {});
    const body = parseBody(request, answer, schema);
    checkCode(path, body);
    const [only] = body.tasks ?? [];
    if (!only) throw new ProviderError({ provider: "dataforseo", message: `${path} answered without a task`, retryable: false });
    checkCode(path, only);
    const costUsd = body.cost ?? only.cost;
    return { body, costMicroAud: typeof costUsd === "number" ? usdToMicroAud(costUsd) : null };
  }

  return {
    /** Visits from Google search in Australia and keywords in the top ten; zeros when the domain is not known. */
    async getSearchTraffic(domain: string): Promise<Pick<WebPresence, "organic_etv" | "top10_keywords"> & { costMicroAud: number }> {
      const task = { target: bareDomain(domain), location_code: AUSTRALIA, language_code: "en" };
      const { body, costMicroAud } = await live(rankOverviewAnswer, "/v3/dataforseo_labs/google/domain_rank_overview/live", task);
      return { ...toSearchTraffic(body.tasks?.[0]?.result?.[0] ?? null), costMicroAud: costMicroAud ?? DATAFORSEO_RANK_OVERVIEW_MICRO_AUD };
    },

    /** Rank on the 0 to 1,000 scale and the spam score of the links; zeros when the domain is not known. */
    async getBacklinkProfile(domain: string): Promise<Pick<WebPresence, "domain_rank" | "spam_score"> & { costMicroAud: number }> {
      const task = { target: bareDomain(domain), rank_scale: "one_thousand", include_subdomains: true };
      const { body, costMicroAud } = await live(backlinksSummaryAnswer, "/v3/backlinks/summary/live", task);
      return { ...toBacklinkProfile(body.tasks?.[0]?.result?.[0] ?? null), costMicroAud: costMicroAud ?? DATAFORSEO_BACKLINKS_MICRO_AUD };
    },
  };
}

function checkCode(
  path: string,
  { status_code: code, status_message: message }: Pick<Envelope<unknown>, "status_code" | "status_message">,
): void {
  if (code === OK || code === NO_RESULTS) return;
  const retryAfterMs = code ? TRY_AGAIN_MS[code] : undefined;
  throw new ProviderError({
    provider: "dataforseo",
    message: `${path} answered ${code ?? "no code"} (${message ?? "no message"})`,
    retryable: retryAfterMs !== undefined,
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
  });
}

/** DataForSEO refuses schemes and www. */
function bareDomain(domain: string): string {
  return domain
    .trim()
    .toLowerCase()
    .replace(/^https?:\/\//, "")
    .replace(/^www\./, "")
    .replace(/[/?#].*$/, "");
}

import { createLoader, parseAsString, parseAsStringLiteral } from "nuqs/server";
import { AUSTRALIAN_STATES, LEAD_STATUSES, type LeadFilterInput, leadFilterInput } from "@/lib/domain/leads";
import { TIERS } from "@/lib/domain/scoring";
import { parseAsChoices, tableParsers } from "@/lib/ui/search-params";

/** Filters of the lead table in the URL, beside `?q=`; parsed alike by page, export and browser. */
export const leadFilterParsers = {
  status: parseAsChoices(LEAD_STATUSES),
  tier: parseAsChoices(TIERS),
  state: parseAsChoices(AUSTRALIAN_STATES),
  campaign: parseAsString.withDefault(""),
  consent: parseAsStringLiteral(["yes", "no"]),
  blocked: parseAsString.withDefault(""),
};

const loadParams = createLoader({ ...leadFilterParsers, q: tableParsers.q });

/** The filter a URL asks for. What is no campaign or reason of ours counts as not given, so a URL typed by hand cannot fail. */
export async function loadLeadFilter(
  params: Promise<Record<string, string | string[] | undefined>> | URLSearchParams,
): Promise<LeadFilterInput> {
  const { q, status, tier, state, campaign, consent, blocked } = await (params instanceof URLSearchParams
    ? loadParams(params)
    : loadParams(params));
  const { campaignId, blockedBy } = leadFilterInput.shape;
  return {
    search: q.trim().slice(0, 200),
    statuses: status,
    tiers: tier,
    states: state,
    campaignId: campaignId.safeParse(campaign).data ?? null,
    hasConsent: consent === null ? null : consent === "yes",
    blockedBy: blockedBy.safeParse(blocked).data ?? null,
  };
}

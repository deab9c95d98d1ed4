import "server-only";
import type { CampaignShare, CampaignSplit } from "@/lib/domain/campaign-plan";
import type { Industry } from "@/lib/domain/industries";
import { roundTo, shareLeads } from "@/lib/engines/campaigns/share-leads";

export type SplitInput = {
  campaignName: string;
  icp: { industries: readonly Industry[]; titles: string[]; painPoints: string[] };
  totalLeadBudget: number;
  /** How much of the agency's own portfolio each industry is; none known: all count the same. */
  portfolioWeights: Partial<Record<Industry, number>>;
};

const MAXIMUM_CAMPAIGNS = 3;

/** One industry: no split. Two or three: by their weight in the portfolio. Four and more: the three strongest (domain.md 10.3). */
export function splitByPortfolio({ campaignName, icp, totalLeadBudget, portfolioWeights }: SplitInput): CampaignSplit {
  const industries = [...new Set(icp.industries)];
  const known = industries.map((industry, place) => ({ industry, place, weight: portfolioWeights[industry] ?? 0 }));
  const strongest = known.toSorted((a, b) => b.weight - a.weight || a.place - b.place).slice(0, MAXIMUM_CAMPAIGNS);
  const chosen: readonly Pick<(typeof strongest)[number], "industry" | "weight">[] =
    strongest.length > 0 ? strongest : [{ industry: "b2b_general", weight: 0 }];
  const shares = shareLeads(chosen.map(({ weight }) => weight));
  const leads = roundTo(
    shares.map((share) => (share / 100) * totalLeadBudget),
    totalLeadBudget,
  );
  const shouldSplit = industries.length > 1;
  return {
    shouldSplit,
    campaigns: chosen.map(({ industry }, index): CampaignShare => {
      const words = industryWords(industry);
      return {
        name: shouldSplit ? `${campaignName.slice(0, 80)}: ${words}` : campaignName.slice(0, 120),
        industry,
        leadAllocation: shares[index] ?? 0,
        leads: leads[index] ?? 0,
        priority: index + 1,
        messagingFocus: focusOf(words, icp.painPoints),
        icpSubset: { industries: [industry], titles: icp.titles, painPoints: icp.painPoints },
      };
    }),
    totalLeads: totalLeadBudget,
    recommendation: recommend(industries.length, chosen),
    launchStrategy: "parallel",
  };
}

function industryWords(industry: Industry): string {
  return industry.replaceAll("_", " ");
}

function focusOf(words: string, painPoints: readonly string[]): string {
  const [pain] = painPoints;
  return pain ? `What ${words} businesses have to do with: ${pain}`.slice(0, 300) : `What you have done for ${words} businesses`;
}

function recommend(industries: number, chosen: readonly { weight: number }[]): string {
  if (industries <= 1) return "One industry: one campaign says it best";
  const isKnown = chosen.some(({ weight }) => weight > 0);
  if (industries > chosen.length) {
    const which = isKnown ? "the ones your portfolio knows best" : "the first you named";
    return `${chosen.length} of ${industries} industries, ${which}; leads of the others go to them by share`;
  }
  const how = isKnown ? "as your portfolio is" : "equally, for your portfolio is not known yet";
  return `An industry each, so that every message can speak of one trade; leads are shared ${how}`;
}

import "server-only";
import { APIFY_LINKEDIN_PROFILE_MICRO_AUD, APOLLO_CREDIT_MICRO_AUD, HUNTER_CREDIT_MICRO_AUD } from "@/lib/domain/provider-costs";

/** What one lead's enrichment may cost in all, over every attempt: the dearest lead of the blueprint's price list, A$0.50. */
export const LEAD_CEILING_MICRO_AUD = 500_000;

/** A look-up that asks Apollo, the LinkedIn profile, Hunter's finder and Hunter's verification, none of them for free. */
export const DEAREST_LOOK_UP_MICRO_AUD = APOLLO_CREDIT_MICRO_AUD + APIFY_LINKEDIN_PROFILE_MICRO_AUD + 2 * HUNTER_CREDIT_MICRO_AUD;

export type ProviderCost = { provider: string; operation: string; costMicroAud: number };

/** What was charged for one lead as it happens, also when a later provider fails, and what may still be. */
export type Spending = {
  readonly costs: readonly ProviderCost[];
  /** Whether something that costs at most this much may still be bought. */
  canAfford(worstMicroAud: number): boolean;
  charge(cost: ProviderCost): void;
};

/** @param spentMicroAud what earlier attempts for the lead cost */
export function openSpending(spentMicroAud = 0): Spending {
  const costs: ProviderCost[] = [];
  const spent = () => costs.reduce((sum, { costMicroAud }) => sum + costMicroAud, spentMicroAud);
  return {
    costs,
    canAfford: (worstMicroAud) => spent() + worstMicroAud <= LEAD_CEILING_MICRO_AUD,
    charge: (cost) => {
      if (cost.costMicroAud > 0) costs.push(cost);
    },
  };
}

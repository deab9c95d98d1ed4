import "server-only";
import { APIFY_LINKEDIN_PROFILE_MICRO_AUD, APOLLO_CREDIT_MICRO_AUD, HUNTER_CREDIT_MICRO_AUD } from "@/lib/domain/provider-costs";
import { LEAD_CEILING_MICRO_AUD } from "@/lib/engines/enrichment/spending";

/** Apollo, the LinkedIn profile, Hunter's finder and Hunter's verification, none of them for free. */
const DEAREST_LEAD_MICRO_AUD = APOLLO_CREDIT_MICRO_AUD + APIFY_LINKEDIN_PROFILE_MICRO_AUD + 2 * HUNTER_CREDIT_MICRO_AUD;

/** What enriching so many leads costs at worst, asking each provider once, in micro-dollars AUD. */
export function quoteEnrichment(leads: number): number {
  return leads * Math.min(DEAREST_LEAD_MICRO_AUD, LEAD_CEILING_MICRO_AUD);
}

import "server-only";
import type { EnrichmentQuote } from "@/lib/domain/enrichment-quote";
import { APOLLO_CREDIT_MICRO_AUD } from "@/lib/domain/provider-costs";
import { shareOf } from "@/lib/engines/enrichment/clay-share";
import { DEAREST_LOOK_UP_MICRO_AUD, LEAD_CEILING_MICRO_AUD } from "@/lib/engines/enrichment/spending";
import { FILL_RATE_FLOOR } from "@/lib/engines/enrichment/stop-loss";

/**
 * What enriching so many leads comes to, asking each provider once. At best Apollo knows everybody; at worst each stage is asked for each
 * lead, and Clay for its share of them up to what one lead may cost. A list worth enriching takes at least the credits of the stop-loss.
 */
export function quoteEnrichment({ leads, asksClay }: { leads: number; asksClay: boolean }): EnrichmentQuote {
  const toClay = asksClay ? shareOf(leads) : 0;
  const ceilingMicroAud = leads * DEAREST_LOOK_UP_MICRO_AUD + toClay * (LEAD_CEILING_MICRO_AUD - DEAREST_LOOK_UP_MICRO_AUD);
  return {
    leads,
    toClay,
    fewestCredits: Math.floor(leads * FILL_RATE_FLOOR),
    mostCredits: leads,
    lowMicroAud: leads * APOLLO_CREDIT_MICRO_AUD,
    ceilingMicroAud,
  };
}

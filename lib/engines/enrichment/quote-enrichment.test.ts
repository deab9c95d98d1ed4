import { expect, test } from "vitest";
import { APOLLO_CREDIT_MICRO_AUD } from "@/lib/domain/provider-costs";
import { quoteEnrichment } from "./quote-enrichment";
import { DEAREST_LOOK_UP_MICRO_AUD, LEAD_CEILING_MICRO_AUD } from "./spending";

test.each([0, 1, 7, 100, 1250])("%i leads: every provider at its price for each, and Clay for its share", (leads) => {
  const toClay = Math.floor((leads * 15) / 100);
  expect(quoteEnrichment({ leads, asksClay: true })).toEqual({
    leads,
    toClay,
    fewestCredits: Math.floor(leads * 0.3),
    mostCredits: leads,
    lowMicroAud: leads * APOLLO_CREDIT_MICRO_AUD,
    ceilingMicroAud: (leads - toClay) * DEAREST_LOOK_UP_MICRO_AUD + toClay * LEAD_CEILING_MICRO_AUD,
  });
  expect(quoteEnrichment({ leads, asksClay: false })).toMatchObject({ toClay: 0, ceilingMicroAud: leads * DEAREST_LOOK_UP_MICRO_AUD });
});

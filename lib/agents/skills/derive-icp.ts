import "server-only";
import { z } from "zod";
import { FENCE_RULE, fenced } from "@/lib/agents/fenced";
import { deriveAudience } from "@/lib/agents/icp/derive-audience";
import { settleAudience } from "@/lib/agents/icp/settle-audience";
import { defineSkill } from "@/lib/agents/skill";
import { COMPANY_SIZES, REVENUE_RANGES } from "@/lib/domain/icp";
import { type IcpDerived, icpDerived, industriesFound, knownClient } from "@/lib/domain/icp-findings";
import { INDUSTRIES } from "@/lib/domain/industries";
import { siteService, sourcedFact } from "@/lib/domain/site-facts";

const input = z.object({
  industries: industriesFound,
  clients: z.array(knownClient).max(100),
  services: z.array(siteService).max(40),
  audienceHints: z.array(sourcedFact).max(12),
  valueProposition: sourcedFact.nullable(),
  offices: z.array(sourcedFact).max(20),
  domain: z.string().max(253).nullable(),
  now: z.date(),
});
export type DeriveIcpInput = z.infer<typeof input>;

/** Whom an agency sells to, from whom it has sold to. */
export const deriveIcp = defineSkill<DeriveIcpInput, IcpDerived>({
  name: "derive_icp",
  description: "Derives the ideal customer profile of an agency from its clients, what it offers and what it says of its audience.",
  input,
  output: icpDerived,
  baseline: deriveAudience,
  model: {
    version: 1,
    tier: "strong",
    system: [
      "You derive the ideal customer profile of a marketing agency from the clients it already has.",
      `Industries: only ${INDUSTRIES.join(", ")}. Company sizes: only ${COMPANY_SIZES.join(", ")}. Revenue: only ${REVENUE_RANGES.join(", ")}.`,
      "Name only industries, places and technologies that the material shows; give job titles of people who decide, and troubles and signals that",
      "follow from what the agency offers, without figures, names or claims that are not in the material. Three clients are a hint, thirty a",
      "pattern: let each confidence say so. Reasons are one sentence, addressed to the agency.",
      FENCE_RULE,
    ].join("\n"),
    prompt: ({ now: _, ...given }, baseline) =>
      `${fenced("agency facts", JSON.stringify(given))}\nImprove on what rules alone derived: ${fenced(
        "what rules derived",
        JSON.stringify({ ...baseline, recommendations: undefined }),
      )}`,
    maxOutputTokens: 3072,
    temperature: 0.3,
  },
  settle: settleAudience,
});

import "server-only";
import { z } from "zod";
import { FENCE_RULE, fenced } from "@/lib/agents/fenced";
import { defineSkill } from "@/lib/agents/skill";
import { findServices, servicesSummary } from "@/lib/agents/website/find-services";
import { isSaid } from "@/lib/agents/website/is-said";
import { settledFacts } from "@/lib/agents/website/settle-facts";
import { QUOTE_RULE, sitePrompt } from "@/lib/agents/website/site-prompt";
import { SERVICE_CATEGORIES, type ServicesFound, servicesFound, sitePage } from "@/lib/domain/site-facts";

const input = z.object({ pages: z.array(sitePage).max(20), companyName: z.string().nullable() });
export type ExtractServicesInput = z.infer<typeof input>;

/** What an agency offers. */
export const extractServices = defineSkill<ExtractServicesInput, ServicesFound>({
  name: "extract_services",
  description: "Finds the services an agency offers on its own website, each with the words that say so.",
  input,
  output: servicesFound,
  baseline: ({ pages, companyName }) => findServices(pages, companyName),
  model: {
    version: 1,
    tier: "fast",
    system: [
      "You list the services an agency sells, from its website: what a client can buy, not steps of a process, tools, industries, clients or articles.",
      `Give each its name in the agency's words, what is said of it, and one category: ${SERVICE_CATEGORIES.join(", ")}. Name a service once.`,
      QUOTE_RULE,
      FENCE_RULE,
    ].join("\n"),
    prompt: ({ pages }, { services }) =>
      `${sitePrompt(pages)}\nCorrect and complete what rules alone found: ${fenced(
        "what rules found",
        JSON.stringify(services.map(({ value, category }) => ({ value, category }))),
      )}`,
    maxOutputTokens: 2048,
    temperature: 0.3,
  },
  settle: (answer, { pages }, baseline) => {
    const isKnown = (text: string | null) => text === null || pages.some((page) => isSaid(text, page));
    const services = settledFacts(answer.services, pages).map((service) =>
      isKnown(service.description) ? service : { ...service, description: null },
    );
    return services.length === 0 ? baseline : servicesSummary(services);
  },
});

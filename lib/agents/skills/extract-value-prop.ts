import "server-only";
import { z } from "zod";
import { FENCE_RULE, fenced } from "@/lib/agents/fenced";
import { defineSkill } from "@/lib/agents/skill";
import { findValueProp } from "@/lib/agents/website/find-value-prop";
import { settledFact, settledFacts } from "@/lib/agents/website/settle-facts";
import { QUOTE_RULE, sitePrompt } from "@/lib/agents/website/site-prompt";
import { sitePage, sourcedFact, type ValuePropFound, valuePropFound } from "@/lib/domain/site-facts";

const input = z.object({ pages: z.array(sitePage).max(20), companyName: z.string().nullable(), services: z.array(sourcedFact).max(40) });
export type ExtractValuePropInput = z.infer<typeof input>;

/** Why clients choose an agency. */
export const extractValueProp = defineSkill<ExtractValuePropInput, ValuePropFound>({
  name: "extract_value_prop",
  description: "Finds what an agency promises its clients, to whom, and how it says it differs from others.",
  input,
  output: valuePropFound,
  baseline: ({ pages, companyName }) => findValueProp(pages, companyName),
  model: {
    version: 1,
    tier: "fast",
    system: [
      "You read an agency's website and say what it promises: one sentence that carries its value proposition, its taglines, what it says sets it apart,",
      "promises it can be held to (guarantees, terms), and whom it says it is for. Values are the agency's own words; add no praise of yours.",
      QUOTE_RULE,
      FENCE_RULE,
    ].join("\n"),
    prompt: ({ pages, services }) =>
      `${sitePrompt(pages)}\n${fenced("services already found", JSON.stringify(services.map(({ value }) => value)))}`,
    maxOutputTokens: 1536,
    temperature: 0.3,
  },
  settle: (answer, { pages }, baseline) => {
    const facts = (name: "taglines" | "differentiators" | "brandPromises" | "targetAudienceHints") => {
      const own = settledFacts(answer[name], pages);
      return own.length > 0 ? own : baseline[name];
    };
    return {
      valueProposition: settledFact(answer.valueProposition, pages) ?? baseline.valueProposition,
      taglines: facts("taglines"),
      differentiators: facts("differentiators"),
      brandPromises: facts("brandPromises"),
      targetAudienceHints: facts("targetAudienceHints"),
      tone: answer.tone,
      confidence: answer.confidence,
    };
  },
});

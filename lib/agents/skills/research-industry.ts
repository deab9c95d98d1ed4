import "server-only";
import { z } from "zod";
import { FENCE_RULE, fenced } from "@/lib/agents/fenced";
import { INDUSTRY_PAINS } from "@/lib/agents/messaging/industry-pains";
import { defineSkill } from "@/lib/agents/skill";
import { INDUSTRIES } from "@/lib/domain/industries";

/** Below these the ICP's own pains are too thin to write from, and research is worth its price (domain.md 10.3). */
const ENOUGH_PAINS = 3;
const ENOUGH_CONFIDENCE = 0.6;

const line = z.string().trim().min(1).max(200);

export const researchIndustryInput = z.object({
  industry: z.enum(INDUSTRIES),
  services: z.array(z.string()).max(20),
  knownPains: z.array(z.string()).max(30),
  /** How sure the ICP is of its pains, 0 to 1. */
  confidence: z.number().min(0).max(1),
});
export type ResearchIndustryInput = z.infer<typeof researchIndustryInput>;

export const industryResearch = z.object({
  /** What such businesses are called, in the plural. */
  people: line,
  pains: z.array(line).min(1).max(8),
  insights: z.array(line).max(8),
  /** Kinds of supplier they turn to instead; never a company's name. */
  competitors: z.array(line).max(8),
  /** Where it comes from: "the client's ICP", "our written table", "a model's general knowledge". */
  sources: z.array(line).max(8),
});
export type IndustryResearch = z.infer<typeof industryResearch>;

/** What businesses of an industry struggle with. Whoever asks keeps the answer for thirty days. */
export const researchIndustry = defineSkill<ResearchIndustryInput, IndustryResearch>({
  name: "research_industry",
  description: "Finds what businesses of an industry struggle with, where the ICP says too little about it.",
  input: researchIndustryInput,
  output: industryResearch,
  baseline: ({ industry, knownPains }) => {
    const { people, pains, insight } = INDUSTRY_PAINS[industry];
    const own = knownPains.map((pain) => pain.trim()).filter((pain) => pain.length > 0 && pain.length <= 200);
    return {
      people,
      pains: [...new Set([...own, ...pains])].slice(0, 8),
      insights: [insight],
      competitors: ["an employee in house", "a general agency", "doing nothing for another quarter"],
      sources: [...(own.length > 0 ? ["the client's ICP"] : []), "our written table"],
    };
  },
  model: {
    version: 1,
    tier: "fast",
    system: [
      "You describe, for a marketing agency in Australia, what businesses of one industry commonly struggle with when they look for customers.",
      "General knowledge only, in plain words: no figures, no statistics, no dates, no names of companies, products or people. Competitors are kinds of supplier.",
      "Each pain completes the sentence: Many of them find that …",
      FENCE_RULE,
    ].join("\n"),
    prompt: ({ industry, services, knownPains }) =>
      `Industry: ${industry.replaceAll("_", " ")}\n${fenced("what the agency sells, and pains it knows of", JSON.stringify({ services, knownPains }))}`,
    maxOutputTokens: 800,
    temperature: 0.5,
    isNeeded: ({ knownPains, confidence }) => knownPains.length < ENOUGH_PAINS || confidence < ENOUGH_CONFIDENCE,
  },
  settle: (answer, _input, baseline) => {
    const general = (lines: readonly string[]) => lines.filter(isGeneral);
    const pains = [...new Set([...general(answer.pains), ...baseline.pains])].slice(0, 8);
    return {
      people: isGeneral(answer.people) ? answer.people : baseline.people,
      pains,
      insights: [...new Set([...general(answer.insights), ...baseline.insights])].slice(0, 8),
      competitors: general(answer.competitors),
      sources: [
        ...baseline.sources.filter((source) => source !== "our written table" || pains.some((pain) => baseline.pains.includes(pain))),
        "a model's general knowledge",
      ].slice(0, 8),
    };
  },
});

/** A figure or a name would be a claim that somebody has to prove. */
function isGeneral(text: string): boolean {
  return !/[\d%$€£]|https?:|@/.test(text) && !/(?<=[a-z,;] )[A-Z][a-z]/.test(text);
}

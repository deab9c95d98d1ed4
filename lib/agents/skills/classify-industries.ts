import "server-only";
import { z } from "zod";
import { FENCE_RULE, fenced } from "@/lib/agents/fenced";
import { describeFocus, voteIndustries, withPrimaries } from "@/lib/agents/icp/vote-industries";
import { defineSkill } from "@/lib/agents/skill";
import { type IndustriesFound, industriesFound, knownClient } from "@/lib/domain/icp-findings";
import { INDUSTRIES } from "@/lib/domain/industries";
import { sourcedFact } from "@/lib/domain/site-facts";

const input = z.object({
  clients: z.array(knownClient).max(100),
  represented: z.array(sourcedFact).max(24),
  audienceHints: z.array(sourcedFact).max(12),
  services: z.array(sourcedFact).max(40),
});
export type ClassifyIndustriesInput = z.infer<typeof input>;

/** In which industries an agency's clients are. */
export const classifyIndustries = defineSkill<ClassifyIndustriesInput, IndustriesFound>({
  name: "classify_industries",
  description: "Works out in which of our industries an agency's clients are, from its clients, its services and what it says of itself.",
  input,
  output: industriesFound,
  baseline: voteIndustries,
  model: {
    version: 1,
    tier: "fast",
    system: [
      "You work out in which industries a marketing agency's clients are.",
      `Use only these slugs: ${INDUSTRIES.join(", ")}.`,
      "For each industry name the clients in it (exactly as given) and quote, word for word, what in the material speaks for it. Leave an industry",
      "out when nothing does. `share` is the part of the clients in it; mark up to five main ones as primary. The agency's own trade is no answer.",
      FENCE_RULE,
    ].join("\n"),
    prompt: (given, baseline) =>
      `${fenced("agency facts", JSON.stringify(given))}\nCorrect and complete what rules alone found: ${fenced(
        "what rules found",
        JSON.stringify(baseline.industries.map(({ industry, share, clients }) => ({ industry, share, clients }))),
      )}`,
    maxOutputTokens: 2048,
    temperature: 0.3,
  },
  settle: (answer, given) => {
    const names = new Set(given.clients.map(({ name }) => name));
    const words = readable(given);
    const urls = new Set(evidenceUrls(given));
    const borneOut = answer.industries
      .map((found) => ({
        ...found,
        clients: [...new Set(found.clients.filter((name) => names.has(name)))],
        evidence: found.evidence.filter(
          ({ url, quote }) => quote.trim() !== "" && words.includes(plain(quote)) && (url === null || urls.has(url)),
        ),
      }))
      .filter(({ clients, evidence }) => clients.length > 0 || evidence.length > 0);
    const once = [...new Map(borneOut.map((found) => [found.industry, found])).values()].sort((a, b) => b.share - a.share);
    const total = once.reduce((sum, { share }) => sum + share, 0);
    const placed = new Set(once.flatMap(({ clients }) => clients)).size;
    const settled = once.map((found) => ({
      ...found,
      share: total > 0 ? Math.round((found.share / total) * 100) / 100 : 0,
      confidence: Math.min(found.confidence, 0.95),
    }));
    return describeFocus(withPrimaries(settled), placed);
  },
});

/** Everything the input says, as it is compared with a quote. */
function readable({ clients, represented, audienceHints, services }: ClassifyIndustriesInput): string {
  const facts = [...represented, ...audienceHints, ...services].flatMap(({ value, quote }) => [value, quote]);
  const ofClients = clients.flatMap(({ name, industryText, caseStudy, evidence }) => [
    name,
    industryText ?? "",
    `${name}: ${industryText ?? ""}`,
    caseStudy ?? "",
    ...evidence.map(({ quote }) => quote),
  ]);
  return [...facts, ...ofClients].map(plain).join("\n");
}

function evidenceUrls({ clients, represented, audienceHints, services }: ClassifyIndustriesInput): string[] {
  const facts = [...represented, ...audienceHints, ...services].map(({ url }) => url);
  return [...facts, ...clients.flatMap(({ evidence }) => evidence.flatMap(({ url }) => url ?? []))];
}

function plain(text: string): string {
  return text.toLowerCase().replace(/\s+/g, " ").trim();
}

import type { SourcedFact } from "@/lib/domain/site-facts";
import type { Analysis } from "./analyse";

/** An analysis for people: what was found, how sure, and where it stands. */
export function describeAnalysis(analysis: Analysis): string {
  const { url, sentence, detail, advice, pages_read } = analysis;
  const head = [url, [sentence, detail, advice].filter(Boolean).join(" "), `${pages_read.length} pages read`];
  const parts = [
    section(
      "Services",
      (analysis.services ?? []).map(({ name, ...source }) => line(name, source)),
    ),
    section("Value proposition", facts([analysis.value_proposition ?? null])),
    section("Why them", facts(analysis.differentiators ?? [])),
    section("For whom", facts(analysis.target_audience_hints ?? [])),
    section("Clients", (analysis.portfolio ?? []).map(describeCompany)),
    section(
      "Industries",
      (analysis.industries ?? []).map(({ industry, confidence }) => `  ${percent(confidence)} ${String(industry)}`),
    ),
    section(
      "Weights",
      Object.entries(analysis.weights ?? {}).map(([name, weight]) => `  ${String(weight).padStart(3)} ${name}`),
    ),
    section(
      "To make it better",
      (analysis.recommendations ?? []).map((text) => `  ${text}`),
    ),
  ];
  return `${[...head, ...parts.filter(Boolean)].join("\n")}\n`;
}

function describeCompany({ company_name, confidence, evidence }: NonNullable<Analysis["portfolio"]>[number]): string {
  const [first] = evidence as { source: string; url: string; quote: string }[];
  return line(company_name, {
    confidence: Number(confidence),
    url: first?.url ?? "",
    quote: `${first?.source ?? ""}: ${first?.quote ?? ""}`,
  });
}

function facts(found: readonly (SourcedFact | null)[]): string[] {
  return found.flatMap((fact) => (fact ? [line(fact.value, fact)] : []));
}

function line(value: string, { confidence, url, quote }: Pick<SourcedFact, "confidence" | "url" | "quote">): string {
  return `  ${percent(confidence)} ${value}\n       “${quote}” ${url}`;
}

function section(title: string, lines: readonly string[]): string {
  return lines.length === 0 ? "" : `\n${title}\n${lines.join("\n")}`;
}

function percent(confidence: unknown): string {
  return `${String(Math.round(Number(confidence) * 100)).padStart(3)}%`;
}

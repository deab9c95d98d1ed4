import "server-only";
import { bringsNews } from "@/lib/agents/icp/brings-news";
import type { AudienceInput } from "@/lib/agents/icp/derive-audience";
import type { Derived } from "@/lib/agents/icp/derived";
import type { IcpEvidence } from "@/lib/domain/icp";
import type { IcpDerived } from "@/lib/domain/icp-findings";
import { parseTitle } from "@/lib/domain/titles";

/** A model may see more in the same clients than counting does, and yet cannot be much surer than their number allows. */
const LEEWAY = 0.15;
const NO_CLAIMS = /\d|@|https?:|www\./i;
/** Words of a job title; what is longer is a sentence. */
const LONGEST_TITLE = 6;

/**
 * The part of a model's profile that the facts bear out: industries, places and tools that occur in them, free words without figures or
 * addresses, evidence that can be found, and no more confidence than the sample allows. What is thrown out is replaced by the rules' own.
 */
export function settleAudience(answer: IcpDerived, input: AudienceInput, baseline: IcpDerived): IcpDerived {
  const facts = words(input);
  const quotes = new Set(known(input).map(({ quote }) => plain(quote)));
  const keep = <Value extends string>(part: Derived<Value>, own: Derived<Value>, isTrue: (value: Value) => boolean): Derived<Value> => {
    const values = [...new Set(part.values)].filter(isTrue);
    if (values.length === 0) return own;
    return {
      values,
      confidence: Math.min(part.confidence, own.confidence + LEEWAY, 0.95),
      reason: grounded(part.reason, own.reason, facts),
      evidence: evidenceOf(part.evidence, quotes) ?? own.evidence,
    };
  };
  const evident = new Set(input.industries.industries.map(({ industry }) => industry));
  const isFreeText = (value: string) => !NO_CLAIMS.test(value) && !bringsNews(value, facts);
  return {
    industries: keep(answer.industries, baseline.industries, (industry) => evident.has(industry)),
    companySizes: keep(
      answer.companySizes,
      baseline.companySizes,
      (size) => baseline.sampleSize === 0 || baseline.companySizes.values.includes(size),
    ),
    revenueRanges: keep(answer.revenueRanges, baseline.revenueRanges, (range) => baseline.revenueRanges.values.includes(range)),
    locations: keep(
      answer.locations,
      baseline.locations,
      (place) => baseline.locations.values.includes(place) || facts.includes(plain(place)),
    ),
    technologies: keep(answer.technologies, baseline.technologies, (tool) => facts.includes(plain(tool))),
    signals: keep(answer.signals, baseline.signals, (signal) => isFreeText(signal) || baseline.signals.values.includes(signal)),
    titles: keep(
      answer.titles,
      baseline.titles,
      (title) =>
        !NO_CLAIMS.test(title) &&
        title.split(" ").length <= LONGEST_TITLE &&
        !parseTitle(title).subordinate &&
        parseTitle(title).family !== "former",
    ),
    painPoints: keep(answer.painPoints, baseline.painPoints, (pain) => isFreeText(pain) || baseline.painPoints.values.includes(pain)),
    pattern: {
      industry: grounded(answer.pattern.industry, baseline.pattern.industry, facts),
      size: grounded(answer.pattern.size, baseline.pattern.size, facts),
      location: grounded(answer.pattern.location, baseline.pattern.location, facts),
      description: grounded(answer.pattern.description, baseline.pattern.description, facts),
      confidence: Math.min(answer.pattern.confidence, baseline.pattern.confidence + LEEWAY),
    },
    sampleSize: baseline.sampleSize,
    dataQuality: baseline.dataQuality,
    recommendations: [...new Set([...baseline.recommendations, ...answer.recommendations.filter(isFreeText)])].slice(0, 6),
  };
}

function grounded(text: string, own: string, facts: string): string {
  return text.trim() !== "" && !bringsNews(text, facts) ? text : own;
}

/** Null when none of it can be found. */
function evidenceOf(evidence: readonly IcpEvidence[], quotes: ReadonlySet<string>): IcpEvidence[] | null {
  const found = evidence.filter(({ quote }) => quotes.has(plain(quote)));
  return found.length > 0 ? found : null;
}

function known({ clients, services, audienceHints, valueProposition, offices, industries }: AudienceInput): { quote: string }[] {
  return [
    ...clients.flatMap(({ evidence }) => evidence),
    ...industries.industries.flatMap(({ evidence }) => evidence),
    ...services,
    ...audienceHints,
    ...offices,
    ...(valueProposition ? [valueProposition] : []),
  ];
}

/** Everything the input says, as it is compared. */
function words({ now: _, ...input }: AudienceInput): string {
  return plain(JSON.stringify(input));
}

function plain(text: string): string {
  return text.toLowerCase().replace(/\s+/g, " ").trim();
}

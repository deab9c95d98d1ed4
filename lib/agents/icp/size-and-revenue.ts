import "server-only";
import { certainty, type Derived, nothing, providerSays } from "@/lib/agents/icp/derived";
import { COMPANY_SIZES, type CompanySize, REVENUE_RANGES, type RevenueRange, toEvidence } from "@/lib/domain/icp";
import type { KnownClient } from "@/lib/domain/icp-findings";
import { AUD_PER_USD } from "@/lib/domain/provider-costs";
import type { SourcedFact } from "@/lib/domain/site-facts";

/** This part of the sample is to be inside the sizes that are proposed. */
const COVERED = 0.7;

const SIZE_WORDS: readonly [RegExp, readonly CompanySize[]][] = [
  [/\b(?:sole traders?|micro[- ]business(?:es)?|solopreneurs?)\b/i, ["1-10"]],
  [/\b(?:start-?ups?|early[- ]stage)\b/i, ["1-10", "11-50"]],
  [/\b(?:small business(?:es)?|small and local|local business(?:es)?|tradies)\b/i, ["1-10", "11-50"]],
  [/\b(?:smes?|smbs?|small (?:to|and|&) medium|small[- ]to[- ]mid|family[- ]owned|family business(?:es)?)\b/i, ["11-50", "51-200"]],
  [/\b(?:mid[- ]market|mid[- ]sized?|medium[- ]sized?|scale-?ups?)\b/i, ["51-200", "201-500"]],
  [
    /\b(?:enterprises?\b(?!ing)|large (?:companies|organisations|organizations)|corporates?|asx|fortune 500|multinationals?|global brands|blue[- ]chip)/i,
    ["501-1000", "1001+"],
  ],
];

/** The sizes of an agency's clients: counted, else as the site says it, else where most agencies sell. */
export function deriveSizes(clients: readonly KnownClient[], statements: readonly SourcedFact[]): Derived<CompanySize> {
  const counted = clients.flatMap((client) => (client.employeeCount ? [{ client, size: sizeOf(client.employeeCount) }] : []));
  if (counted.length > 0) {
    const values = covering(
      COMPANY_SIZES,
      counted.map(({ size }) => size),
    );
    const inside = counted.filter(({ size }) => values.includes(size));
    return {
      values,
      confidence: certainty(inside.length, counted.length),
      reason: `${inside.length} of the ${counted.length} clients that could be looked up have ${values.join(" or ")} people.`,
      evidence: counted.map(({ client }) => providerSays(`${client.name}: ${client.employeeCount} people`)).slice(0, 12),
    };
  }
  const said = statements.flatMap((fact) => SIZE_WORDS.filter(([words]) => words.test(fact.value)).map(([, sizes]) => ({ fact, sizes })));
  if (said.length > 0) {
    const values = COMPANY_SIZES.filter((size) => said.some(({ sizes }) => sizes.includes(size)));
    return {
      values,
      confidence: 0.4,
      reason: "Your site says so; no client could be looked up.",
      evidence: [...new Set(said.map(({ fact }) => fact))].map(toEvidence).slice(0, 12),
    };
  }
  return {
    values: ["1-10", "11-50"],
    confidence: 0.1,
    reason: "No client could be looked up and your site does not say. This is where most agencies sell: please correct it.",
    evidence: [],
  };
}

/** Revenue of the clients: looked up, else what companies of their size usually turn over. */
export function deriveRevenue(clients: readonly KnownClient[], sizes: Derived<CompanySize>): Derived<RevenueRange> {
  const known = clients.flatMap((client) =>
    client.annualRevenueUsd ? [{ client, range: revenueOf(client.annualRevenueUsd * AUD_PER_USD) }] : [],
  );
  if (known.length > 0) {
    const values = covering(
      REVENUE_RANGES,
      known.map(({ range }) => range),
    );
    const inside = known.filter(({ range }) => values.includes(range));
    return {
      values,
      confidence: certainty(inside.length, known.length),
      reason: `${inside.length} of the ${known.length} clients whose revenue is known turn over ${values.join(" or ")} a year.`,
      evidence: known.map(({ client, range }) => providerSays(`${client.name}: ${range}`)).slice(0, 12),
    };
  }
  if (sizes.values.length === 0) return nothing("Neither sizes nor revenues of your clients are known.");
  const values = REVENUE_RANGES.filter((range) => sizes.values.some((size) => USUAL_REVENUE[size].includes(range)));
  return {
    values,
    confidence: Math.min(0.2, sizes.confidence / 2),
    reason: "What companies of these sizes usually turn over; none was looked up.",
    evidence: [],
  };
}

/** A$150,000 to A$400,000 a head, as Australian companies of these sizes report. */
const USUAL_REVENUE: Record<CompanySize, readonly RevenueRange[]> = {
  "1-10": ["under A$1m", "A$1m to A$5m"],
  "11-50": ["A$1m to A$5m", "A$5m to A$20m"],
  "51-200": ["A$5m to A$20m", "A$20m to A$100m"],
  "201-500": ["A$20m to A$100m", "over A$100m"],
  "501-1000": ["over A$100m"],
  "1001+": ["over A$100m"],
};

export function sizeOf(people: number): CompanySize {
  const most = [10, 50, 200, 500, 1000].findIndex((limit) => people <= limit);
  return COMPANY_SIZES[most] ?? "1001+";
}

function revenueOf(aud: number): RevenueRange {
  const most = [1, 5, 20, 100].findIndex((millions) => aud <= millions * 1_000_000);
  return REVENUE_RANGES[most] ?? "over A$100m";
}

/** The shortest run of neighbouring bands that holds most of the sample; of equal runs the fuller, then the smaller. */
export function covering<Band extends string>(bands: readonly Band[], sample: readonly Band[]): Band[] {
  const count = (run: readonly Band[]) => sample.filter((one) => run.includes(one)).length;
  for (let length = 1; length <= bands.length; length += 1) {
    const runs = Array.from({ length: bands.length - length + 1 }, (_, start) => bands.slice(start, start + length));
    const best = runs.reduce((fullest, run) => (count(run) > count(fullest) ? run : fullest));
    if (count(best) >= COVERED * sample.length) return best;
  }
  return [];
}

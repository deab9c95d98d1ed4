import "server-only";
import { providerSays } from "@/lib/agents/icp/derived";
import { industriesInText, industriesServed, industryOfName } from "@/lib/agents/icp/industry-words";
import type { IcpEvidence } from "@/lib/domain/icp";
import { toEvidence } from "@/lib/domain/icp";
import type { ClassifiedIndustry, IndustriesFound, KnownClient } from "@/lib/domain/icp-findings";
import { type Industry, toIndustry } from "@/lib/domain/industries";
import type { SourcedFact } from "@/lib/domain/site-facts";

export type IndustryInput = {
  clients: readonly KnownClient[];
  /** Trades the site lists as those of its clients. */
  represented: readonly SourcedFact[];
  /** Whom the site says it serves. */
  audienceHints: readonly SourcedFact[];
  services: readonly SourcedFact[];
};

/** One thing that speaks for an industry. `worth` 1 is a client that a data provider has placed. */
type Vote = { industry: Industry; worth: number; certainty: number; client: string | null; evidence: IcpEvidence };

/** A site may list every trade there is; what it says of itself weighs no more than a client each. */
const REPRESENTED = { worth: 0.8, certainty: 0.7 };
/** "We help builders grow": it is the agency's own answer to the question. */
const AUDIENCE = { worth: 1.2, certainty: 0.75 };
/** "SEO for dentists". */
const SERVICE = { worth: 1, certainty: 0.65 };
const PRIMARY_SHARE = 0.12;
const MOST_PRIMARIES = 5;
/** With this much evidence half of what confidence can be is reached: two clients say something, ten say much. */
const HALF_WORTH = 2;

/** Whom an agency serves, counted: every client and every statement votes for one industry. */
export function voteIndustries(input: IndustryInput): IndustriesFound {
  const votes = [
    ...input.clients.flatMap((client) => clientVote(client) ?? []),
    ...input.represented.flatMap((fact) => statementVotes(fact, [toIndustry(fact.value) ?? []].flat(), REPRESENTED)),
    ...input.audienceHints.flatMap((fact) => statementVotes(fact, industriesServed(fact.value), AUDIENCE)),
    ...input.services.flatMap((fact) => statementVotes(fact, [], SERVICE)),
  ];
  const total = votes.reduce((sum, { worth }) => sum + worth, 0);
  if (total === 0)
    return {
      industries: [],
      focus: null,
      focusDescription: "Nothing on the site says in which industries its clients are.",
      confidence: 0,
    };

  const tallies = [...Map.groupBy(votes, (vote) => vote.industry)]
    .map(([industry, own]) => tally(industry, own, total))
    .sort((a, b) => b.share - a.share || (a.industry < b.industry ? -1 : 1));
  return describeFocus(withPrimaries(tallies), votes.filter(({ client }) => client !== null).length);
}

/** The industry of one client by the best that is known of it: looked up, told by its page, told by its name, told in passing. */
function clientVote(client: KnownClient): Vote | null {
  const [first] = client.evidence;
  const shown = first ?? { source: "website" as const, url: null, quote: client.name };
  const stated = toIndustry(client.industryText);
  if (stated && client.industryText) {
    const isLookedUp = client.industryFrom === "provider";
    const evidence: IcpEvidence = isLookedUp ? providerSays(`${client.name}: ${client.industryText}`) : shown;
    return { industry: stated, worth: 1, certainty: isLookedUp ? 0.95 : 0.85, client: client.name, evidence };
  }
  const named = industryOfName(client.name, client.domain);
  if (named) return { industry: named.industry, worth: 0.9, certainty: 0.7, client: client.name, evidence: shown };
  const told = industriesInText(client.caseStudy ?? "")[0];
  return told ? { industry: told.industry, worth: 0.6, certainty: 0.5, client: client.name, evidence: shown } : null;
}

function statementVotes(fact: SourcedFact, stated: readonly Industry[], { worth, certainty }: typeof REPRESENTED): Vote[] {
  const evidence = toEvidence(fact);
  const found = stated.length > 0 ? stated : industriesInText(fact.value).map(({ industry }) => industry);
  return found.map((industry) => ({
    industry,
    worth: worth / Math.sqrt(found.length), // who serves everybody says little of each
    certainty: certainty * Math.max(fact.confidence, 0.5),
    client: null,
    evidence,
  }));
}

function tally(industry: Industry, votes: readonly Vote[], total: number): ClassifiedIndustry {
  const worth = votes.reduce((sum, vote) => sum + vote.worth, 0);
  const certainty = votes.reduce((sum, vote) => sum + vote.certainty * vote.worth, 0) / worth;
  return {
    industry,
    confidence: round(certainty * (worth / (worth + 1))),
    share: round(worth / total),
    isPrimary: false,
    clients: [...new Set(votes.flatMap(({ client }) => client ?? []))],
    evidence: distinct(votes.toSorted((a, b) => b.certainty * b.worth - a.certainty * a.worth).map(({ evidence }) => evidence)).slice(0, 8),
  };
}

/** Marks the main ones: the first, and up to five with an eighth or so of everything. */
export function withPrimaries(tallies: readonly ClassifiedIndustry[]): ClassifiedIndustry[] {
  return tallies.map((found, at) => ({ ...found, isPrimary: at === 0 || (at < MOST_PRIMARIES && found.share >= PRIMARY_SHARE) }));
}

/** @param clientCount how many clients could be placed */
export function describeFocus(industries: readonly ClassifiedIndustry[], clientCount: number): IndustriesFound {
  const [top] = industries;
  if (!top) return { industries: [], focus: null, focusDescription: "No industry is evident.", confidence: 0 };
  const threeShares = industries.slice(0, 3).reduce((sum, { share }) => sum + share, 0);
  const focus = top.share >= 0.7 ? "specialist" : threeShares >= 0.8 ? "focused" : "generalist";
  const worth = clientCount + industries.reduce((sum, { evidence }) => sum + evidence.length, 0) / 2;
  const certainty = industries.reduce((sum, { confidence, share }) => sum + confidence * share, 0);
  const basis = clientCount === 0 ? "what the site says of itself" : clientCount === 1 ? "one client" : `${clientCount} clients`;
  const names = industries.filter(({ isPrimary }) => isPrimary).map(({ industry }) => label(industry));
  const words = {
    specialist: `A specialist: ${Math.round(top.share * 100)} % points to ${names[0] ?? label(top.industry)}`,
    focused: `Focused on ${joined(names)}`,
    generalist: `A generalist, most often with ${joined(names)}`,
  } as const;
  return {
    industries: [...industries],
    focus,
    focusDescription: `${words[focus]}, judged by ${basis}.`,
    confidence: round(Math.min(0.95, certainty * 1.25 * (worth / (worth + HALF_WORTH)))),
  };
}

/** Where the slug alone reads wrongly. */
const LABELS: Partial<Record<Industry, string>> = {
  saas: "SaaS",
  ecommerce: "e-commerce",
  food_beverage: "food and beverage",
  media_entertainment: "media and entertainment",
  b2b_general: "B2B",
  b2c_general: "B2C",
};

export function label(industry: Industry): string {
  return LABELS[industry] ?? industry.replaceAll("_", " ");
}

export function joined(words: readonly string[]): string {
  return words.length < 2 ? (words[0] ?? "") : `${words.slice(0, -1).join(", ")} and ${words.at(-1)}`;
}

function distinct(evidence: readonly IcpEvidence[]): IcpEvidence[] {
  return [...new Map(evidence.map((one) => [`${one.url} ${one.quote}`, one])).values()];
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}

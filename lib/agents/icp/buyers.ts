import "server-only";
import { certainty, type Derived, frequencies, nothing, providerSays } from "@/lib/agents/icp/derived";
import { BUYERS_BY_INDUSTRY, BUYERS_BY_SIZE, SERVICE_KNOWLEDGE, UBIQUITOUS_TOOLS } from "@/lib/agents/icp/service-knowledge";
import type { CompanySize } from "@/lib/domain/icp";
import { toEvidence } from "@/lib/domain/icp";
import type { KnownClient } from "@/lib/domain/icp-findings";
import type { Industry } from "@/lib/domain/industries";
import type { SiteService, SourcedFact } from "@/lib/domain/site-facts";
import { parseTitle } from "@/lib/domain/titles";

const MOST_TITLES = 10;
const MOST_LINES = 6;
const RECENT_MS = 365 * 86_400_000;

/** Who buys: those who praise the agency by name and title, then who decides in companies of these sizes and industries. */
export function deriveTitles(
  clients: readonly KnownClient[],
  sizes: readonly CompanySize[],
  industries: readonly Industry[],
): Derived<string> {
  const praising = clients.flatMap((client) => {
    const title = client.praisedBy ? cleanTitle(client.praisedBy) : null;
    return title ? [{ client, title }] : [];
  });
  const fromPraise = frequencies(praising.map(({ title }) => title)).map(({ value }) => value);
  const usual = [...sizes.flatMap((size) => BUYERS_BY_SIZE[size]), ...industries.flatMap((industry) => BUYERS_BY_INDUSTRY[industry] ?? [])];
  const values = distinct([...fromPraise, ...usual]).slice(0, MOST_TITLES);
  if (values.length === 0) return nothing("Nothing tells who decides at your clients.");
  return {
    values,
    confidence: Math.max(0.25, certainty(praising.length, praising.length)),
    reason:
      praising.length > 0
        ? `Who praises you on your site: ${fromPraise.slice(0, 3).join(", ")}. The others usually decide in companies of these sizes.`
        : "Who usually decides in companies of these sizes; nobody on your site says it.",
    evidence: praising
      .map(({ client, title }) => ({ source: "website" as const, url: client.evidence[0]?.url ?? null, quote: `${client.name}: ${title}` }))
      .slice(0, 12),
  };
}

/** What troubles those who buy: in the words of case studies, then what brings people to such services. */
export function derivePains(
  clients: readonly KnownClient[],
  services: readonly SiteService[],
  hints: readonly SourcedFact[],
): Derived<string> {
  const told = [
    ...clients.flatMap(({ caseStudy, evidence }) =>
      caseStudy ? sentences(caseStudy).map((text) => ({ text, url: evidence[0]?.url ?? null })) : [],
    ),
    ...hints.flatMap(({ value, url }) => sentences(value).map((text) => ({ text, url }))),
  ].filter(({ text }) => PAIN.test(text) && text.length >= 25 && text.length <= 240);
  const usual = topCategories(services).flatMap((category) => SERVICE_KNOWLEDGE[category].pains);
  const values = distinct([...told.map(({ text }) => text).slice(0, 3), ...usual]).slice(0, MOST_LINES);
  if (values.length === 0) return nothing("Your site does not say what troubles your clients.");
  return {
    values,
    confidence: told.length > 0 ? 0.4 : 0.3,
    reason:
      told.length > 0
        ? "From your case studies, and from what you offer."
        : "What usually brings people to what you offer; your site does not say it.",
    evidence: [
      ...told.map(({ text, url }) => ({ source: "website" as const, url, quote: text })),
      ...services.slice(0, 3).map(toEvidence),
    ].slice(0, 12),
  };
}

/** What shows that a company may need the agency now: what its clients have in common, then what goes with its services. */
export function deriveSignals(clients: readonly KnownClient[], services: readonly SiteService[], now: Date): Derived<string> {
  const asked = clients.filter(({ isHiring }) => isHiring !== null);
  const hiring = asked.filter(({ isHiring }) => isHiring);
  const funded = clients.filter(
    ({ latestFundingDate: date }) => date !== null && now.getTime() - Date.parse(date) < RECENT_MS && Date.parse(date) <= now.getTime(),
  );
  const seen = [
    ...(hiring.length >= 2 && hiring.length / asked.length >= 0.4 ? [{ text: "Is hiring", clients: hiring }] : []),
    ...(funded.length >= 2 ? [{ text: "Has raised funding in the last 12 months", clients: funded }] : []),
  ];
  const usual = topCategories(services).flatMap((category) => SERVICE_KNOWLEDGE[category].signals);
  const values = distinct([...seen.map(({ text }) => text), ...usual, "Has a new head of marketing"]).slice(0, MOST_LINES);
  return {
    values,
    confidence: seen.length > 0 ? Math.min(0.6, certainty(hiring.length + funded.length, clients.length)) : 0.25,
    reason:
      seen.length > 0
        ? "Several of your clients show them; the others go with what you offer."
        : "They go with what you offer; none was counted among your clients.",
    evidence: seen.flatMap(({ text, clients: own }) => own.map(({ name }) => providerSays(`${name}: ${text.toLowerCase()}`))).slice(0, 12),
  };
}

/** Tools that a third of the clients have in common and not everybody has. */
export function deriveTechnologies(clients: readonly KnownClient[]): Derived<string> {
  const asked = clients.filter(({ technologies }) => technologies.length > 0);
  const common = frequencies(
    asked.flatMap(({ technologies }) => distinct(technologies).filter((tool) => !UBIQUITOUS_TOOLS.has(tool.toLowerCase()))),
  )
    .filter(({ count }) => count >= 2 && count / asked.length >= 0.3)
    .slice(0, MOST_TITLES);
  const [top] = common;
  if (!top) return nothing(asked.length === 0 ? "No client could be looked up." : "Your clients have no tools in common that others lack.");
  return {
    values: common.map(({ value }) => value),
    confidence: certainty(top.count, asked.length),
    reason: `At least a third of the ${asked.length} clients that could be looked up use them.`,
    evidence: common.map(({ value, count }) => providerSays(`${value}: ${count} of ${asked.length} clients`)),
  };
}

/** Trouble that others of their kind have too; what one project needed is nobody else's pain. */
const PAIN =
  /\b(?:struggl\w+|frustrat\w+|outdated|declin(?:ing|ed)|falling|stagnant|plateaued|wast(?:ed|ing)|losing|relied on|reliance on|overwhelmed|invisible|too few|not enough|fewer|tired of|no time)\b/i;

function sentences(text: string): string[] {
  return text.split(/(?<=[.!?])\s+/).map((sentence) => sentence.trim());
}

/** "Jane Roe, Marketing Manager at Hallmark Homes": the part that is a title. */
function cleanTitle(text: string): string | null {
  const parts = text.split(/\s*(?:,|\||–|—| - | at | @ )\s*/).map((part) => part.trim());
  const ranked = parts.find((part) => part.length <= 60 && !["unknown", "none", "former"].includes(parseTitle(part).family));
  // A title we do not rank is one all the same where it stands alone: "Principal Dentist".
  const title = ranked ?? (parts.length === 1 && text.length <= 40 && parseTitle(text).family === "unknown" ? text : null);
  return title && !parseTitle(title).subordinate ? title : null;
}

function topCategories(services: readonly SiteService[]) {
  return frequencies(services.map(({ category }) => category))
    .map(({ value }) => value)
    .slice(0, 4);
}

function distinct(values: readonly string[]): string[] {
  const known = new Set<string>();
  return values.filter((value) => !known.has(value.toLowerCase()) && known.add(value.toLowerCase()));
}

import "server-only";
import { z } from "zod";
import { FENCE_RULE, fenced } from "@/lib/agents/fenced";
import { findOffices, yearsInBusiness } from "@/lib/agents/icp/age-and-offices";
import { agencySize, countTeam, linesOf } from "@/lib/agents/icp/team-size";
import { defineSkill } from "@/lib/agents/skill";
import { type CompanySizeFound, companySizeFound } from "@/lib/domain/icp-findings";
import { type SourcedFact, sitePage, siteSource, sourcedFact } from "@/lib/domain/site-facts";

const input = z.object({
  companyName: z.string().max(200).nullable(),
  pages: z.array(sitePage).max(20),
  /** Street addresses as the site writes them. */
  addresses: z.array(sourcedFact).max(10),
  /** What LinkedIn or a data provider says of the agency itself; null when nobody was asked or nobody knows. */
  lookedUp: z.object({ employeeCount: z.int().min(1).nullable(), foundedYear: z.int().nullable(), source: siteSource }).nullable(),
  thisYear: z.int().min(2000).max(2200),
});
export type EstimateCompanySizeInput = z.infer<typeof input>;

/** Pages that speak of the team, for a model; others only cost tokens. */
const TELLING = new Set(["about", "team", "home", "contact", "careers"]);
const LONGEST_PAGE = 6000;

/** How many people work at an agency, for how long it has existed, and where it has offices. */
export const estimateCompanySize = defineSkill<EstimateCompanySizeInput, CompanySizeFound>({
  name: "estimate_company_size",
  description: "Estimates an agency's team size, age and offices from its pages and from what a data provider knows.",
  input,
  output: companySizeFound,
  baseline: estimate,
  model: {
    version: 1,
    tier: "fast",
    system: [
      "You estimate how many people work at a marketing agency, since when it exists, and in which cities it has offices, from its own pages.",
      "Count only its own people, never clients, followers or a client's staff. Put into `evidence` and `offices` only what a page says, with the",
      "address of the page and a word-for-word quote. Where nothing is said, answer null and an empty list; never guess from how a site looks.",
      FENCE_RULE,
    ].join("\n"),
    prompt: ({ companyName, pages, thisYear }, baseline) =>
      [
        `Agency: ${fenced("company name", companyName ?? "unknown")}`,
        `This year is ${thisYear}. Rules alone found: ${fenced("what rules found", JSON.stringify({ ...baseline, evidence: undefined }))}`,
        ...pages
          .filter(({ pageType }) => TELLING.has(pageType))
          .map(({ url, text }) => fenced("web page", `${url}\n${text.slice(0, LONGEST_PAGE)}`)),
      ].join("\n\n"),
    maxOutputTokens: 1024,
    temperature: 0.3,
    isNeeded: ({ pages }, baseline) => pages.length > 0 && baseline.confidence < 0.8,
  },
  settle: (answer, given, baseline) => {
    const isSaid = ({ url, quote }: { url: string; quote: string }) => {
      const page = given.pages.find((one) => one.url === url);
      return page !== undefined && plain(linesOf(page).join("\n")).includes(plain(quote));
    };
    const evidence = answer.evidence.filter(isSaid);
    const offices = answer.offices.filter((office) => isSaid(office) && plain(office.quote).includes(plain(office.value)));
    // A number counts when a quote shows it; otherwise what the rules found stays.
    const sizeIsSaid = answer.teamSize !== null && evidence.some(({ quote }) => says(quote, answer.teamSize));
    const yearsAreSaid =
      answer.yearsInBusiness !== null && evidence.some(({ quote }) => says(quote, answer.yearsInBusiness, given.thisYear));
    const teamSize = sizeIsSaid ? answer.teamSize : baseline.teamSize;
    const allOffices = offices.length > 0 ? offices : baseline.offices;
    return {
      teamSize,
      sizeRange: teamSize === null ? null : agencySize(teamSize),
      yearsInBusiness: yearsAreSaid ? answer.yearsInBusiness : baseline.yearsInBusiness,
      offices: allOffices,
      hasMultipleOffices: allOffices.length > 1,
      evidence: sizeIsSaid || yearsAreSaid ? evidence : baseline.evidence,
      confidence: sizeIsSaid ? Math.min(answer.confidence, 0.9) : baseline.confidence,
    };
  },
});

function estimate({ pages, addresses, lookedUp, thisYear }: EstimateCompanySizeInput): CompanySizeFound {
  const counted = countTeam(pages);
  const age = yearsInBusiness(pages, thisYear);
  const offices = findOffices(pages, addresses);
  const told = lookedUp?.employeeCount ?? null;
  const teamSize = told ?? counted?.size ?? null;
  const foundedYears = lookedUp?.foundedYear != null ? thisYear - lookedUp.foundedYear : null;
  const lookedUpFact = told !== null && lookedUp ? [{ value: `${told} people`, ...lookedUp.source, confidence: 0.9 }] : [];
  return {
    teamSize,
    sizeRange: teamSize === null ? null : agencySize(teamSize),
    yearsInBusiness: age?.years ?? (foundedYears !== null && isPlausibleAge(foundedYears) ? foundedYears : null),
    offices,
    hasMultipleOffices: offices.length > 1,
    evidence: onceEach([...lookedUpFact, ...(counted?.evidence ?? []), ...(age ? [age.evidence] : [])]).slice(0, 12),
    confidence: told !== null ? 0.9 : (counted?.confidence ?? 0),
  };
}

/** A sentence that tells two things is quoted once. */
function onceEach(facts: readonly SourcedFact[]): SourcedFact[] {
  return facts.filter(({ url, quote }, at) => facts.findIndex((other) => other.url === url && other.quote === quote) === at);
}

/** Whether a quote shows this number, as digits or, for an age, as the year it began. */
function says(quote: string, number: number | null, thisYear?: number): boolean {
  if (number === null) return false;
  const shown = [number, ...(thisYear === undefined ? [] : [thisYear - number])];
  return shown.some((value) => new RegExp(`(?<!\\d)${value}(?!\\d)`).test(quote.replace(/(\d),(?=\d{3})/g, "$1")));
}

function plain(text: string): string {
  return text.toLowerCase().replace(/\s+/g, " ").trim();
}

/** Providers have companies founded next year and in the year 100. */
function isPlausibleAge(years: number): boolean {
  return years >= 0 && years <= 200;
}

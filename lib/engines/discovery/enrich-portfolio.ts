import "server-only";
import { subDays } from "date-fns";
import type { Ctx } from "@/lib/context";
import { findDiscovery, getIcpColumns } from "@/lib/db/queries/discoveries";
import {
  listKnownPortfolio,
  listPortfolio,
  type PortfolioCompanyRow,
  updatePortfolioCompany,
  upsertPortfolio,
} from "@/lib/db/queries/portfolio";
import { countryOfDomain } from "@/lib/domain/countries";
import { type EnrichedCompany, enrichedCompany } from "@/lib/domain/enriched-person";
import type { KnownClient } from "@/lib/domain/icp-findings";
import { toIndustry } from "@/lib/domain/industries";
import type { PortfolioCompany } from "@/lib/domain/site-facts";
import { knownClientOf } from "@/lib/engines/discovery/known-clients";
import { type Asking, type CompanyLookUp, lookUpCompany, nameKey } from "@/lib/engines/discovery/look-up-company";
import { settledStandings } from "@/lib/engines/discovery/standings";
import { toJsonb } from "@/lib/engines/discovery/to-jsonb";
import { ProviderError } from "@/lib/errors";

/** What looking up clients may cost one discovery: thirty of Apollo's credits, with one to spare for the agency itself. */
const LOOK_UP_CEILING_MICRO_AUD = 1_000_000;
const MOST_COMPANIES = 60;
const AT_ONCE = 4;
/** As long as the shared cache keeps a company. */
const GOOD_FOR_DAYS = 30;

/** `leftOut`: names of companies that a person said are no clients; they are not looked up and speak for nothing. */
export type EnrichedPortfolio = {
  clients: KnownClient[];
  lookedUp: number;
  withoutDomain: number;
  failed: number;
  leftOut: string[];
};

/**
 * Keeps the agency's clients and asks Apollo about them, the surest first, as far as the ceiling reaches. A provider that fails is done without.
 * Each answer is stored as it comes, so that a repeat asks only for what is missing.
 */
export async function enrichPortfolio(
  ctx: Ctx,
  { discoveryId, companies }: { discoveryId: string; companies: readonly PortfolioCompany[] },
  providers: CompanyLookUp,
): Promise<EnrichedPortfolio> {
  const kept = [...new Map(companies.map((company) => [clean(nameKey(company.name)), company])).entries()].slice(0, MOST_COMPANIES);
  const {
    rows,
    known: all,
    discovery,
    timezone,
  } = await ctx.tx(async (db) => {
    await upsertPortfolio(
      db,
      kept.map(([nameKey, company]) => toRow(ctx, discoveryId, nameKey, company)),
    );
    const scope = { clientId: ctx.clientId, discoveryId };
    const { timezone } = await getIcpColumns(db, scope);
    const known = await listKnownPortfolio(db, scope);
    return { rows: await listPortfolio(db, scope), known, discovery: await findDiscovery(db, scope), timezone };
  });
  const asking = { discoveryId, providers, budget: { leftMicroAud: LOOK_UP_CEILING_MICRO_AUD - (discovery?.costMicros ?? 0) } };
  const host = URL.parse(discovery?.websiteUrl ?? "")?.hostname;
  const homeCountry = (host ? countryOfDomain(host) : null) ?? countryOfZone(timezone);
  const known = new Map<string, EnrichedCompany | null>();
  let failed = 0;
  const knownNotClients = notClientKeys(all);
  const wanted = rows.filter(({ nameKey }) => !knownNotClients.has(nameKey));
  for (let start = 0; start < wanted.length; start += AT_ONCE) {
    const answers = await Promise.all(wanted.slice(start, start + AT_ONCE).map((row) => lookUpRow(ctx, { row, homeCountry }, asking)));
    for (const [at, answer] of answers.entries()) {
      const row = wanted[start + at];
      if (row && answer !== "failed") known.set(row.nameKey, answer);
      failed += answer === "failed" ? 1 : 0;
    }
  }
  // A domain that was only now learned may show a company to be one that was spoken of under another name.
  const notClients = notClientKeys(await ctx.tx((db) => listKnownPortfolio(db, ctx)));
  const ownClients = kept.filter(([nameKey]) => !notClients.has(nameKey));
  const clients = ownClients.map(([nameKey, company]) => knownClientOf(company, known.get(nameKey) ?? null));
  return {
    clients,
    leftOut: kept.flatMap(([nameKey, { name }]) => (notClients.has(nameKey) ? [name] : [])),
    lookedUp: [...known.values()].filter((answer) => answer !== null).length,
    withoutDomain: clients.filter(({ domain }) => domain === null).length,
    failed,
  };
}

function notClientKeys(rows: readonly PortfolioCompanyRow[]): Set<string> {
  const standings = settledStandings(rows);
  return new Set(rows.filter((_, at) => standings[at] === "not_client").map(({ nameKey }) => nameKey));
}

async function lookUpRow(
  ctx: Ctx,
  { row, homeCountry }: { row: PortfolioCompanyRow; homeCountry: string | null },
  asking: Asking,
): Promise<EnrichedCompany | null | "failed"> {
  if (row.lookedUpAt !== null && row.lookedUpAt > subDays(ctx.now, GOOD_FOR_DAYS))
    return enrichedCompany.safeParse(row.enrichedData).data ?? null;
  try {
    const found = await lookUpCompany(ctx, { name: row.companyName, domain: row.companyDomain, homeCountry }, asking);
    if (found === undefined) return null; // not asked: the next discovery may
    const place = [found?.city, found?.state, found?.country].filter(Boolean).join(", ");
    await ctx.tx((db) =>
      updatePortfolioCompany(
        db,
        { clientId: ctx.clientId, portfolioId: row.id },
        {
          companyDomain: row.companyDomain ?? found?.domain ?? null,
          companyIndustry: toIndustry(found?.industry) ?? row.companyIndustry,
          companySize: found?.employeeCount ? String(found.employeeCount) : null,
          companyLocation: place || null,
          enrichedData: found && toJsonb(found),
          lookedUpAt: ctx.now,
        },
      ),
    );
    return found;
  } catch (error) {
    if (error instanceof ProviderError) return "failed";
    throw error;
  }
}

/** Where neither domain nor address tells, the clock of the workspace does. */
function countryOfZone(timezone: string): string | null {
  return timezone.startsWith("Australia/") ? "AU" : timezone === "Pacific/Auckland" ? "NZ" : null;
}

function toRow({ clientId }: Ctx, discoveryId: string, nameKey: string, company: PortfolioCompany) {
  const [first] = company.evidence;
  return {
    clientId,
    discoveryId,
    nameKey,
    companyName: clean(company.name),
    companyDomain: company.domain,
    companyIndustry: toIndustry(company.industryHint?.value),
    source: company.source,
    sourceUrl: first?.url ?? null,
    quote: clean(first?.quote ?? ""),
    confidence: company.confidence,
  };
}

/** PostgreSQL's text takes neither null characters nor halves of characters. */
function clean(text: string): string {
  return text.toWellFormed().replaceAll("\0", "");
}

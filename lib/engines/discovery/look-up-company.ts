import "server-only";
import type { Ctx } from "@/lib/context";
import { bookDiscoveryCost } from "@/lib/db/queries/portfolio";
import { toCountryCode } from "@/lib/domain/countries";
import type { EnrichedCompany } from "@/lib/domain/enriched-person";
import { APOLLO_CREDIT_MICRO_AUD } from "@/lib/domain/provider-costs";
import type { SiteSource } from "@/lib/domain/site-facts";
import { companyCacheKey, companyNameCacheKey } from "@/lib/engines/enrichment/cache-keys";
import type { EnrichmentProviders } from "@/lib/engines/enrichment/providers";
import { ProviderError } from "@/lib/errors";

export type CompanyLookUp = Pick<EnrichmentProviders, "findCompany" | "findCompanyByName" | "cache">;

export type Asking = { discoveryId: string; providers: CompanyLookUp; budget: { leftMicroAud: number } };

/** Of a client only what the agency's site says; `homeCountry` is the agency's own, as a code. */
export type Wanted = { name: string; domain: string | null; homeCountry: string | null };

/**
 * What a data provider knows of a company, by its domain or else, where the agency's country is known, by its name: null when nobody knows it,
 * undefined when nothing is left to ask with. Found by name it counts only where name and country fit. Books what it cost; the shared cache is
 * asked before.
 */
export async function lookUpCompany(ctx: Ctx, wanted: Wanted, asking: Asking): Promise<EnrichedCompany | null | undefined> {
  const { providers } = asking;
  const { domain, name } = wanted;
  if (domain !== null) return ask(ctx, { key: companyCacheKey(domain), about: domain, find: () => providers.findCompany(domain) }, asking);
  if (wanted.homeCountry === null) return null;
  const found = await ask(
    ctx,
    { key: companyNameCacheKey(name), about: `name:${name}`, find: () => providers.findCompanyByName(name) },
    asking,
  );
  return found && fits(found, wanted) ? found : found && null;
}

/** What a data provider says of the agency itself; null when it has no public domain, nobody knows it, or nobody can be asked. */
export async function lookUpAgency(
  ctx: Ctx,
  { discoveryId, domain }: { discoveryId: string; domain: string },
  providers: CompanyLookUp,
): Promise<{ employeeCount: number | null; foundedYear: number | null; source: SiteSource } | null> {
  if (!/^[a-z0-9.-]+\.[a-z]{2,}$/.test(domain)) return null;
  try {
    const asking = { discoveryId, providers, budget: { leftMicroAud: APOLLO_CREDIT_MICRO_AUD } };
    const found = await lookUpCompany(ctx, { name: domain, domain, homeCountry: null }, asking);
    if (!found || (!found.employeeCount && found.foundedYear === null)) return null;
    const quote = `${found.name ?? domain}: ${found.employeeCount ?? "?"} people, as Apollo knows it`;
    const source = { url: found.linkedinUrl ?? `https://${domain}/`, quote: quote.slice(0, 400) };
    return { employeeCount: found.employeeCount || null, foundedYear: found.foundedYear, source };
  } catch (error) {
    if (error instanceof ProviderError) return null;
    throw error;
  }
}

type Question = { key: string; about: string; find: () => ReturnType<CompanyLookUp["findCompany"]> };

async function ask(ctx: Ctx, { key, about, find }: Question, { discoveryId, providers, budget }: Asking) {
  const cached = await providers.cache.findCompany(key);
  if (cached) return cached;
  if (budget.leftMicroAud < APOLLO_CREDIT_MICRO_AUD) return undefined;
  budget.leftMicroAud -= APOLLO_CREDIT_MICRO_AUD; // taken before the others ask
  const { organization, costMicroAud } = await find();
  budget.leftMicroAud += APOLLO_CREDIT_MICRO_AUD - costMicroAud;
  const cost = { provider: "apollo", operation: "organizations/enrich", about, costMicroAud, occurredAt: ctx.now };
  if (costMicroAud > 0) await ctx.tx((db) => bookDiscoveryCost(db, { clientId: ctx.clientId, discoveryId, ...cost }));
  if (organization) await providers.cache.keepCompany(key, organization);
  return organization;
}

/** The same name, in the agency's own country: others share it elsewhere. */
function fits({ name, country }: EnrichedCompany, { name: wanted, homeCountry }: Wanted): boolean {
  return nameKey(name ?? "") === nameKey(wanted) && toCountryCode(country) === homeCountry;
}

/** Two spellings of one name. */
export function nameKey(name: string): string {
  const plain = name.toLowerCase().replace(/\b(?:pty|ltd|limited|inc|llc)\b\.?/g, "");
  return plain.replace(/[^\p{L}\p{N}]+/gu, "") || name.trim().toLowerCase();
}

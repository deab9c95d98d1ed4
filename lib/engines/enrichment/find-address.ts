import "server-only";
import type { EnrichedCompany, FieldProvenance } from "@/lib/domain/enriched-person";
import { APOLLO_CREDIT_MICRO_AUD } from "@/lib/domain/provider-costs";
import type { TracedAddress } from "@/lib/engines/enrichment/address-of";
import { companyCacheKey, personCacheKey } from "@/lib/engines/enrichment/cache-keys";
import { DEAREST_PLACE_MICRO_AUD } from "@/lib/engines/enrichment/find-place";
import type { KnownPerson } from "@/lib/engines/enrichment/known-person";
import type { EnrichmentProviders } from "@/lib/engines/enrichment/providers";
import type { Spending } from "@/lib/engines/enrichment/spending";
import { ProviderError } from "@/lib/errors";

type Asking = { providers: EnrichmentProviders; spending: Spending; now: Date };

/** domain.md 3.1: what a provider says of a company it found by its domain counts 0.95. The map matches by a website that anybody may claim. */
const CONFIDENCE = { apollo: 0.95, apify: 0.9 } as const;

/**
 * Where the post of somebody's company goes: what Apollo told with the person, and where `mayBuy` says so, Apollo's record of the company and
 * then the map. Null when nobody knows a whole address. A provider that fails is done without: nobody waits for an address.
 */
export async function findAddress(
  known: KnownPerson & { city: string | null },
  asking: Asking,
  { mayBuy }: { mayBuy: boolean },
): Promise<TracedAddress | null> {
  const { domain } = known;
  if (!domain) return null;
  const key = personCacheKey(known);
  const cached = key ? await asking.providers.cache.find(key) : null;
  const told = cached?.organization?.domain === domain ? cached.organization : null;
  const provenance = cached?.provenance?.["organization.street"];
  const free = told && provenance ? toAddress(told, provenance) : null;
  if (free || !mayBuy) return free;
  try {
    const hasApolloSpoken = told?.providerId != null;
    return (hasApolloSpoken ? null : await askApollo(domain, asking)) ?? (await askMap(known, domain, asking));
  } catch (error) {
    if (error instanceof ProviderError) return null;
    throw error;
  }
}

async function askApollo(domain: string, { providers, spending, now }: Asking): Promise<TracedAddress | null> {
  const kept = await providers.cache.findCompany(companyCacheKey(domain));
  if (kept?.providerId != null && kept.street === null) return null;
  if (!spending.canAfford(APOLLO_CREDIT_MICRO_AUD)) return null;
  const { organization, costMicroAud } = await providers.findCompany(domain);
  spending.charge({ provider: "apollo", operation: "organizations/enrich", costMicroAud });
  if (!organization) return null;
  await providers.cache.keepCompany(companyCacheKey(domain), organization);
  return toAddress(organization, { provider: "apollo", confidence: CONFIDENCE.apollo, fetchedAt: now.toISOString() });
}

async function askMap(
  { company, city }: { company: string | null; city: string | null },
  domain: string,
  { providers: { findPlace }, spending, now }: Asking,
): Promise<TracedAddress | null> {
  if (!findPlace || !company || !spending.canAfford(DEAREST_PLACE_MICRO_AUD)) return null;
  try {
    const { place, costMicroAud } = await findPlace({ name: company, domain, near: city });
    spending.charge({ provider: "apify", operation: "google-places", costMicroAud });
    return place && toAddress(place, { provider: "apify", confidence: CONFIDENCE.apify, fetchedAt: now.toISOString() });
  } catch (error) {
    if (error instanceof ProviderError && !error.retryable && (error.status === undefined || error.status >= 500 || error.status === 408))
      spending.charge({ provider: "apify", operation: "google-places", costMicroAud: DEAREST_PLACE_MICRO_AUD });
    throw error;
  }
}

type Parts = Pick<EnrichedCompany, "street" | "city" | "state" | "postcode" | "country">;

function toAddress({ street, city, state, postcode, country }: Parts, provenance: FieldProvenance): TracedAddress | null {
  return street && city && state && postcode ? { street, city, state, postcode, country, provenance } : null;
}

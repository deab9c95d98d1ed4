import "server-only";
import type { EnrichedPerson } from "@/lib/domain/enriched-person";
import type { WebPresence } from "@/lib/domain/web-presence";
import type { PersonQuery } from "@/lib/integrations/apollo/api";
import type { Verification } from "@/lib/integrations/hunter/api";

/** A record kept for 90 days, by a versioned key. What does not parse is a miss. */
export type PersonCache = {
  find(key: string): Promise<EnrichedPerson | null>;
  keep(key: string, person: EnrichedPerson): Promise<void>;
};

/** What enrichment and scoring ask of the outside; costs are micro-dollars AUD. All throw ProviderError. */
export type EnrichmentProviders = {
  cache: PersonCache;
  matchPerson(query: PersonQuery): Promise<{ person: EnrichedPerson | null; costMicroAud: number }>;
  verifyEmail(email: string): Promise<Verification>;
  getSearchTraffic(domain: string): Promise<Pick<WebPresence, "organic_etv" | "top10_keywords"> & { costMicroAud: number }>;
  getBacklinkProfile(domain: string): Promise<Pick<WebPresence, "domain_rank" | "spam_score"> & { costMicroAud: number }>;
};

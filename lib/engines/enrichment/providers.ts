import "server-only";
import type { EnrichedCompany, EnrichedPerson } from "@/lib/domain/enriched-person";
import type { WebPresence } from "@/lib/domain/web-presence";
import type { ProfileReader } from "@/lib/engines/enrichment/read-profile";
import type { PersonQuery } from "@/lib/integrations/apollo/api";
import type { EmailQuery, FoundEmail, Verification } from "@/lib/integrations/hunter/api";

/** People by a versioned key for 90 days, companies by theirs for 30. What does not parse is a miss. */
export type EnrichmentCache = {
  find(key: string): Promise<EnrichedPerson | null>;
  keep(key: string, person: EnrichedPerson): Promise<void>;
  findCompany(key: string): Promise<EnrichedCompany | null>;
  keepCompany(key: string, company: EnrichedCompany): Promise<void>;
};

/** What enrichment and scoring ask of the outside; costs are micro-dollars AUD. All throw ProviderError. */
export type EnrichmentProviders = {
  cache: EnrichmentCache;
  matchPerson(query: PersonQuery): Promise<{ person: EnrichedPerson | null; costMicroAud: number }>;
  /** Apify; null without an account there. */
  readProfile: ProfileReader | null;
  findEmail(query: EmailQuery): Promise<FoundEmail>;
  verifyEmail(email: string): Promise<Verification>;
  getSearchTraffic(domain: string): Promise<Pick<WebPresence, "organic_etv" | "top10_keywords"> & { costMicroAud: number }>;
  getBacklinkProfile(domain: string): Promise<Pick<WebPresence, "domain_rank" | "spam_score"> & { costMicroAud: number }>;
};

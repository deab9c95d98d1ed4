import "server-only";
import type { EnrichedCompany, EnrichedPerson } from "@/lib/domain/enriched-person";
import type { WebPresence } from "@/lib/domain/web-presence";
import type { PlaceFinder } from "@/lib/engines/enrichment/find-place";
import type { ProfileReader } from "@/lib/engines/enrichment/read-profile";
import type { PersonQuery } from "@/lib/integrations/apollo/api";
import type { ClayRow } from "@/lib/integrations/clay/api";
import type { EmailQuery, FoundEmail, Verification } from "@/lib/integrations/hunter/api";

/** People by a versioned key for 90 days, companies by theirs for 30. What does not parse is a miss. */
export type EnrichmentCache = {
  find(key: string): Promise<EnrichedPerson | null>;
  keep(key: string, person: EnrichedPerson): Promise<void>;
  findCompany(key: string): Promise<EnrichedCompany | null>;
  keepCompany(key: string, company: EnrichedCompany): Promise<void>;
};

/** The Clay table rows are posted to, and where its last column posts the answers. */
export type ClayTable = {
  /** Tells one webhook of the table from the next without giving its address away. */
  webhookHash: string;
  callbackUrl: string;
  sendRow(row: ClayRow): Promise<void>;
};

/** What enrichment and scoring ask of the outside; costs are micro-dollars AUD. All throw ProviderError. */
export type EnrichmentProviders = {
  cache: EnrichmentCache;
  matchPerson(query: PersonQuery): Promise<{ person: EnrichedPerson | null; costMicroAud: number }>;
  /** Apify; null without an account there. */
  readProfile: ProfileReader | null;
  /** A company by its domain, with its office; Apollo. */
  findCompany(domain: string): Promise<{ organization: EnrichedCompany | null; costMicroAud: number }>;
  /** A company by its name, for a person's eyes: another may have the same; Apollo. */
  findCompanyByName(name: string): Promise<{ organization: EnrichedCompany | null; costMicroAud: number }>;
  /** Apify's map; null without an account there. */
  findPlace: PlaceFinder | null;
  findEmail(query: EmailQuery): Promise<FoundEmail>;
  verifyEmail(email: string): Promise<Verification>;
  /** The last stage; null without a table there. */
  clay: ClayTable | null;
  getSearchTraffic(domain: string): Promise<Pick<WebPresence, "organic_etv" | "top10_keywords"> & { costMicroAud: number }>;
  getBacklinkProfile(domain: string): Promise<Pick<WebPresence, "domain_rank" | "spam_score"> & { costMicroAud: number }>;
};

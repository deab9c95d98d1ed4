import type { EnrichedCompany, EnrichedPerson } from "@/lib/domain/enriched-person";
import type { EnrichmentProviders } from "@/lib/engines/enrichment/providers";
import type { Place } from "@/lib/integrations/apify/transform";
import type { FoundEmail, Verification } from "@/lib/integrations/hunter/api";

export const APOLLO_COST = 150_000;
export const APIFY_COST = 15_500;
export const HUNTER_COST = 23_000;
export const PLACE_COST = 6_200;

/** Stands for Apollo, Hunter and the cache: answers what the test says and counts what it is asked. */
export class FakeProviders implements EnrichmentProviders {
  readonly kept = new Map<string, EnrichedPerson>();
  readonly keptCompanies = new Map<string, EnrichedCompany>();
  asked: string[] = [];
  person: (email: string) => EnrichedPerson | null = (email) => personOf(email);
  profile: () => EnrichedPerson | null = () => null;
  found: () => FoundEmail = () => ({ outcome: "none", costMicroAud: 0 });
  verification: (email: string) => Verification = (email) => checked(email, "verified");

  clay: EnrichmentProviders["clay"] = null;

  cache = {
    find: async (key: string) => this.kept.get(key) ?? null,
    keep: async (key: string, person: EnrichedPerson) => {
      this.kept.set(key, person);
    },
    findCompany: async (key: string) => this.keptCompanies.get(key) ?? null,
    keepCompany: async (key: string, company: EnrichedCompany) => {
      this.keptCompanies.set(key, company);
    },
  };
  matchPerson: EnrichmentProviders["matchPerson"] = async ({ email = "" }) => {
    this.asked.push("apollo");
    const person = this.person(email);
    return { person, costMicroAud: person ? APOLLO_COST : 0 };
  };
  readProfile: NonNullable<EnrichmentProviders["readProfile"]> = async () => {
    this.asked.push("apify");
    const person = this.profile();
    return { person, costMicroAud: person ? APIFY_COST : 0 };
  };
  company: (domain: string) => EnrichedCompany | null = () => null;
  place: () => Place | null = () => null;
  findCompany: EnrichmentProviders["findCompany"] = async (domain) => {
    this.asked.push("company");
    const organization = this.company(domain);
    return { organization, costMicroAud: organization ? APOLLO_COST : 0 };
  };
  companyNamed: (name: string) => EnrichedCompany | null = () => null;
  findCompanyByName: EnrichmentProviders["findCompanyByName"] = async (name) => {
    this.asked.push("company by name");
    const organization = this.companyNamed(name);
    return { organization, costMicroAud: organization ? APOLLO_COST : 0 };
  };
  findPlace: EnrichmentProviders["findPlace"] = async () => {
    this.asked.push("place");
    const place = this.place();
    return { place, costMicroAud: place ? PLACE_COST : 0 };
  };
  findEmail: EnrichmentProviders["findEmail"] = async () => {
    this.asked.push("finder");
    return this.found();
  };
  verifyEmail: EnrichmentProviders["verifyEmail"] = async (email) => {
    this.asked.push("hunter");
    return this.verification(email);
  };
  getSearchTraffic: EnrichmentProviders["getSearchTraffic"] = () => Promise.reject(new Error("not asked here"));
  getBacklinkProfile: EnrichmentProviders["getBacklinkProfile"] = () => Promise.reject(new Error("not asked here"));
}

/** Hunter's verdict on an address. */
export const checked = (email: string, emailStatus: EnrichedPerson["emailStatus"]): Verification => ({
  outcome: "checked",
  email,
  emailStatus,
  score: 90,
  isDisposable: false,
  isWebmail: false,
  costMicroAud: HUNTER_COST,
});

/** What Apollo knows of somebody. */
export function personOf(email: string, overrides: Partial<EnrichedPerson> = {}): EnrichedPerson {
  return {
    source: "apollo",
    providerId: `apollo-${email}`,
    email,
    emailStatus: "verified",
    firstName: "Lee",
    lastName: "Marsden",
    title: "Managing Director",
    headline: null,
    seniority: "owner",
    departments: [],
    linkedinUrl: "https://linkedin.com/in/lee",
    phone: null,
    personalEmail: null,
    city: "Perth",
    state: "Western Australia",
    country: "Australia",
    currentJobStart: "2024-02-01",
    employmentHistory: [],
    company: "Firm Pty Ltd",
    organization: null,
    confidence: 0.9,
    ...overrides,
  };
}

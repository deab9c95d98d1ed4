import "server-only";
import type { EnrichedPerson } from "@/lib/domain/enriched-person";
import { personConfidence } from "@/lib/domain/person-confidence";
import { personCacheKey } from "@/lib/engines/enrichment/cache-keys";
import { isValidEnrichment } from "@/lib/engines/enrichment/is-valid-enrichment";
import { mergePerson } from "@/lib/engines/enrichment/merge-person";
import type { EnrichmentProviders } from "@/lib/engines/enrichment/providers";
import { ProviderError } from "@/lib/errors";

/** What the file or the form told us of somebody. */
export type KnownPerson = {
  email: string;
  firstName: string | null;
  lastName: string | null;
  title: string | null;
  company: string | null;
  domain: string | null;
  linkedinUrl: string | null;
  phone: string | null;
};

export type LookUp = {
  person: EnrichedPerson;
  isCached: boolean;
  /** They asked a provider not to be processed: they are suppressed here too. */
  mustSuppress: boolean;
  costs: { provider: string; operation: string; costMicroAud: number }[];
};

/**
 * The waterfall for one person: cache, then Apollo, then a verification of the address by Hunter when nobody has verified it.
 * What we were told fills the gaps and never overrides a provider. The answer may still be too thin to use; `isValidEnrichment`
 * says so. What Apollo told is kept before Hunter is asked to wait, so that it is paid for once.
 * @param costs what each provider charged is added here as it happens, also when a later one fails
 * @throws ProviderError when a provider has to be asked again later
 */
export async function lookUpPerson(known: KnownPerson, providers: EnrichmentProviders, costs: LookUp["costs"] = []): Promise<LookUp> {
  const key = personCacheKey(known);
  const cached = key ? await providers.cache.find(key) : null;
  const kept = cached && isValidEnrichment(cached).valid ? cached : null;
  if (kept && isVerified(kept)) return { person: kept, isCached: true, mustSuppress: false, costs };

  const person = kept ?? (await askApollo(known, providers, costs));
  if (isVerified(person)) {
    await keep(key, person, providers);
    return { person, isCached: false, mustSuppress: false, costs };
  }
  try {
    const { outcome, person: checked } = await askHunter(person, known.email, providers, costs);
    if (outcome !== "suppress") await keep(key, checked, providers);
    return { person: checked, isCached: false, mustSuppress: outcome === "suppress", costs };
  } catch (error) {
    if (person.source !== IMPORTED) await keep(key, person, providers);
    throw error;
  }
}

/** Where a record comes from that no provider added to. */
const IMPORTED = "import";

/** Verified by whom we trust, or by Hunter, whose verdict stands whatever it is. */
function isVerified({ emailStatus, source }: EnrichedPerson): boolean {
  return emailStatus === "verified" || source.split("+").includes("hunter");
}

async function keep(key: string | null, person: EnrichedPerson, { cache }: EnrichmentProviders): Promise<void> {
  if (key && isValidEnrichment(person).valid) await cache.keep(key, person);
}

async function askApollo(known: KnownPerson, providers: EnrichmentProviders, costs: LookUp["costs"]): Promise<EnrichedPerson> {
  const { person: found, costMicroAud } = await providers.matchPerson(queryFor(known));
  costs.push({ provider: "apollo", operation: "people/match", costMicroAud });
  if (!found) return asPerson(known);
  const emailStatus = sameAddress(found, known) ? found.emailStatus : "unknown";
  return mergePerson({ ...found, email: known.email, emailStatus }, asPerson(known));
}

async function askHunter(
  person: EnrichedPerson,
  email: string,
  providers: EnrichmentProviders,
  costs: LookUp["costs"],
): Promise<{ outcome: "checked" | "suppress"; person: EnrichedPerson }> {
  const verification = await providers.verifyEmail(email);
  costs.push({ provider: "hunter", operation: "email-verifier", costMicroAud: verification.costMicroAud });
  if (verification.outcome === "checked") return { outcome: "checked", person: withStatus(person, verification.emailStatus) };
  if (verification.outcome === "suppress") return { outcome: "suppress", person };
  throw new ProviderError({
    provider: "hunter",
    message: "the verification is still running",
    retryable: true,
    retryAfterMs: verification.retryAfterMs,
  });
}

function queryFor(known: KnownPerson) {
  return {
    email: known.email,
    ...(known.linkedinUrl && { linkedinUrl: known.linkedinUrl }),
    ...(known.firstName && { firstName: known.firstName }),
    ...(known.lastName && { lastName: known.lastName }),
    ...(known.domain && { domain: known.domain }),
    ...(known.company && { organizationName: known.company }),
  };
}

function sameAddress(found: EnrichedPerson, known: KnownPerson): boolean {
  return found.email?.toLowerCase() === known.email.toLowerCase();
}

function withStatus(person: EnrichedPerson, emailStatus: EnrichedPerson["emailStatus"]): EnrichedPerson {
  const verified = { ...person, emailStatus, source: `${person.source}+hunter` };
  return { ...verified, confidence: personConfidence(verified) };
}

function asPerson(known: KnownPerson): EnrichedPerson {
  const person: EnrichedPerson = {
    source: IMPORTED,
    providerId: null,
    email: known.email,
    emailStatus: "unknown",
    firstName: known.firstName,
    lastName: known.lastName,
    title: known.title,
    headline: null,
    seniority: null,
    departments: [],
    linkedinUrl: known.linkedinUrl,
    phone: known.phone,
    personalEmail: null,
    city: null,
    state: null,
    country: null,
    currentJobStart: null,
    employmentHistory: [],
    company: known.company,
    organization: null,
    confidence: 0,
  };
  return { ...person, confidence: personConfidence(person) };
}

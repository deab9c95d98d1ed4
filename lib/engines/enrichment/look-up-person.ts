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
 * says so.
 * @throws ProviderError when a provider has to be asked again later
 */
export async function lookUpPerson(known: KnownPerson, providers: EnrichmentProviders): Promise<LookUp> {
  const costs: LookUp["costs"] = [];
  const key = personCacheKey(known);
  const cached = key ? await providers.cache.find(key) : null;
  if (cached && isValidEnrichment(cached).valid) return { person: cached, isCached: true, mustSuppress: false, costs };

  const { person: found, costMicroAud } = await providers.matchPerson(queryFor(known));
  costs.push({ provider: "apollo", operation: "people/match", costMicroAud });
  let person = found
    ? mergePerson({ ...found, email: known.email, emailStatus: sameAddress(found, known) ? found.emailStatus : "unknown" }, asPerson(known))
    : asPerson(known);

  let mustSuppress = false;
  if (person.emailStatus !== "verified") {
    const verification = await providers.verifyEmail(known.email);
    costs.push({ provider: "hunter", operation: "email-verifier", costMicroAud: verification.costMicroAud });
    if (verification.outcome === "running" || verification.outcome === "later") {
      throw new ProviderError({
        provider: "hunter",
        message: "the verification is still running",
        retryable: true,
        retryAfterMs: verification.retryAfterMs,
      });
    }
    mustSuppress = verification.outcome === "suppress";
    if (verification.outcome === "checked") person = withStatus(person, verification.emailStatus);
  }

  if (key && !mustSuppress && isValidEnrichment(person).valid) await providers.cache.keep(key, person);
  return { person, isCached: false, mustSuppress, costs };
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
  const verified = { ...person, emailStatus, source: person.source === "import" ? "import+hunter" : `${person.source}+hunter` };
  return { ...verified, confidence: personConfidence(verified) };
}

function asPerson(known: KnownPerson): EnrichedPerson {
  const person: EnrichedPerson = {
    source: "import",
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

import "server-only";
import type { EnrichedPerson } from "@/lib/domain/enriched-person";
import { personConfidence } from "@/lib/domain/person-confidence";
import { APOLLO_CREDIT_MICRO_AUD, HUNTER_CREDIT_MICRO_AUD } from "@/lib/domain/provider-costs";
import { companyCacheKey, personCacheKey } from "@/lib/engines/enrichment/cache-keys";
import { isValidEnrichment } from "@/lib/engines/enrichment/is-valid-enrichment";
import { asTold, type KnownPerson } from "@/lib/engines/enrichment/known-person";
import { mergePerson } from "@/lib/engines/enrichment/merge-person";
import { IMPORTED, stampProvenance, withoutTold } from "@/lib/engines/enrichment/provenance";
import type { EnrichmentProviders } from "@/lib/engines/enrichment/providers";
import type { Spending } from "@/lib/engines/enrichment/spending";
import { supplementPerson } from "@/lib/engines/enrichment/supplement-person";
import { ProviderError } from "@/lib/errors";

export type LookUp = {
  person: EnrichedPerson;
  isCached: boolean;
  /** They asked a provider not to be processed: they are suppressed here too. */
  mustSuppress: boolean;
};

type Asking = { providers: EnrichmentProviders; spending: Spending; now: Date };

/**
 * The waterfall for one person: cache, then Apollo, then for a thin record its LinkedIn profile and Hunter's finder, then a verification of
 * the address by Hunter when nobody has verified it. What we were told fills the gaps and never overrides a provider. The answer may still
 * be too thin to use; `isValidEnrichment` says so. What was bought is kept before Hunter is asked to wait, so that it is paid for once, and
 * without what this client told us.
 * @throws ProviderError when a provider has to be asked again later
 */
export async function lookUpPerson(known: KnownPerson, asking: Asking): Promise<LookUp> {
  const { providers, now } = asking;
  const key = personCacheKey(known);
  const told = asTold(known, now);
  const cached = key ? await providers.cache.find(key) : null;
  const merged = cached && mergePerson(cached, told);
  const kept = merged && isValidEnrichment(merged).valid ? merged : null;
  if (kept && isVerified(kept)) return { person: kept, isCached: true, mustSuppress: false };

  const bought = kept
    ? { person: kept, mustSuppress: false }
    : await supplementPerson(await withKnownCompany(await askApollo(known, told, asking), known, providers), known, asking);
  const { person } = bought;
  if (bought.mustSuppress) return { person, isCached: false, mustSuppress: true };
  if (isVerified(person) || !asking.spending.canAfford(HUNTER_CREDIT_MICRO_AUD)) {
    await keep(key, person, providers);
    return { person, isCached: false, mustSuppress: false };
  }
  try {
    const { outcome, person: checked } = await askHunter(person, known.email, asking);
    if (outcome !== "suppress") await keep(key, checked, providers);
    return { person: checked, isCached: false, mustSuppress: outcome === "suppress" };
  } catch (error) {
    if (person.source !== IMPORTED) await keep(key, person, providers);
    throw error;
  }
}

/** Verified by whom we trust, or by Hunter, whose verdict stands whatever it is. */
function isVerified({ emailStatus, source }: EnrichedPerson): boolean {
  return emailStatus === "verified" || source.split("+").includes("hunter");
}

/** Keeps what may be shared of a record that is good enough, under the key it is looked up by. */
export async function keep(key: string | null, person: EnrichedPerson, { cache }: Pick<EnrichmentProviders, "cache">): Promise<void> {
  const { organization } = person;
  if (organization?.domain) await cache.keepCompany(companyCacheKey(organization.domain), organization);
  const shared = key && isValidEnrichment(person).valid ? withoutTold(person) : null;
  if (key && shared) await cache.keep(key, shared);
}

/** Firmographics another person of the company was looked up with, for somebody whose company no provider named. */
async function withKnownCompany(person: EnrichedPerson, { domain }: KnownPerson, { cache }: EnrichmentProviders): Promise<EnrichedPerson> {
  if (person.organization || !domain) return person;
  const organization = await cache.findCompany(companyCacheKey(domain));
  return organization ? { ...person, organization } : person;
}

async function askApollo(known: KnownPerson, told: EnrichedPerson, { providers, spending, now }: Asking): Promise<EnrichedPerson> {
  if (!spending.canAfford(APOLLO_CREDIT_MICRO_AUD)) return told;
  const { person: found, costMicroAud } = await providers.matchPerson(queryFor(known));
  spending.charge({ provider: "apollo", operation: "people/match", costMicroAud });
  if (!found) return told;
  const emailStatus = sameAddress(found, known) ? found.emailStatus : "unknown";
  return mergePerson(stampProvenance({ ...found, email: known.email, emailStatus }, now), told);
}

async function askHunter(
  person: EnrichedPerson,
  email: string,
  { providers, spending, now }: Asking,
): Promise<{ outcome: "checked" | "suppress"; person: EnrichedPerson }> {
  const verification = await providers.verifyEmail(email);
  spending.charge({ provider: "hunter", operation: "email-verifier", costMicroAud: verification.costMicroAud });
  if (verification.outcome === "checked") return { outcome: "checked", person: withStatus(person, verification.emailStatus, now) };
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

function withStatus(person: EnrichedPerson, emailStatus: EnrichedPerson["emailStatus"], now: Date): EnrichedPerson {
  const verified = { ...person, emailStatus, source: `${person.source}+hunter` };
  const confidence = personConfidence(verified);
  const entry = { provider: "hunter", confidence, fetchedAt: now.toISOString() };
  return { ...verified, confidence, provenance: { ...person.provenance, emailStatus: entry } };
}

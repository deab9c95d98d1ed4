import "server-only";
import type { EnrichedPerson } from "@/lib/domain/enriched-person";
import { APIFY_LINKEDIN_PROFILE_MICRO_AUD, HUNTER_CREDIT_MICRO_AUD } from "@/lib/domain/provider-costs";
import type { Tier } from "@/lib/domain/scoring";
import { isMendable } from "@/lib/engines/enrichment/is-valid-enrichment";
import { asRecord, type KnownPerson } from "@/lib/engines/enrichment/known-person";
import { mergePerson } from "@/lib/engines/enrichment/merge-person";
import { preliminaryScore } from "@/lib/engines/enrichment/preliminary-score";
import { stampProvenance } from "@/lib/engines/enrichment/provenance";
import type { EnrichmentProviders } from "@/lib/engines/enrichment/providers";
import type { Spending } from "@/lib/engines/enrichment/spending";
import { ProviderError } from "@/lib/errors";
import type { FoundEmail } from "@/lib/integrations/hunter/api";

/** Whom Hunter serves directly (blueprint, enrichment strategy). Somebody of whom next to nothing is known looks dead before they are. */
const HUNTER_TIERS: ReadonlySet<Tier> = new Set(["dead", "cold", "cool"]);

export type Supplemented = { person: EnrichedPerson; mustSuppress: boolean };
type Asking = { providers: EnrichmentProviders; spending: Spending; now: Date };

/**
 * Asks for what a thin record lacks: the LinkedIn profile through Apify, then for leads that look cold or cool Hunter's finder. Only gaps are
 * filled. A record that is good enough, or beyond mending, costs nothing.
 */
export async function supplementPerson(person: EnrichedPerson, known: KnownPerson, asking: Asking): Promise<Supplemented> {
  if (!isMendable(person)) return { person, mustSuppress: false };
  const read = await withProfile(person, asking);
  if (!isMendable(read) || !HUNTER_TIERS.has(preliminaryScore(read, asking.now).tier)) return { person: read, mustSuppress: false };
  return withFinder(read, known, asking);
}

/** The record with what its LinkedIn profile adds. Apify is done without when it fails; a reading that may have happened is on the books. */
export async function withProfile(person: EnrichedPerson, { providers, spending, now }: Asking): Promise<EnrichedPerson> {
  const { readProfile } = providers;
  if (!readProfile || !person.linkedinUrl || person.source.includes("apify")) return person;
  if (!spending.canAfford(APIFY_LINKEDIN_PROFILE_MICRO_AUD)) return person;
  try {
    const { person: profile, costMicroAud } = await readProfile(person.linkedinUrl);
    spending.charge({ provider: "apify", operation: "linkedin-profile", costMicroAud });
    return profile ? mergePerson(person, stampProvenance(profile, now)) : person;
  } catch (error) {
    if (!(error instanceof ProviderError)) throw error;
    const mayBeCharged = !error.retryable && (error.status === undefined || error.status >= 500 || error.status === 408);
    if (mayBeCharged) spending.charge({ provider: "apify", operation: "linkedin-profile", costMicroAud: APIFY_LINKEDIN_PROFILE_MICRO_AUD });
    return person;
  }
}

/**
 * The record with what Hunter's finder adds. The address it finds is not taken over when it is another one: consent to be written to was
 * given for, or read from, the one we have.
 */
export async function withFinder(person: EnrichedPerson, known: KnownPerson, { providers, spending, now }: Asking): Promise<Supplemented> {
  const domain = known.domain ?? person.organization?.domain;
  const { firstName, lastName } = person;
  if (!domain || !firstName || !lastName || !spending.canAfford(HUNTER_CREDIT_MICRO_AUD)) return { person, mustSuppress: false };
  const found = await providers.findEmail({ domain, firstName, lastName });
  spending.charge({ provider: "hunter", operation: "email-finder", costMicroAud: found.costMicroAud });
  if (found.outcome === "suppress") return { person, mustSuppress: true };
  return { person: found.outcome === "found" ? mergePerson(person, toRecord(found, now)) : person, mustSuppress: false };
}

function toRecord({ email, emailStatus, firstName, lastName, title, company, linkedinUrl, phone }: FoundFacts, now: Date): EnrichedPerson {
  return asRecord("hunter_finder", { email, emailStatus, firstName, lastName, title, company, linkedinUrl, phone }, now);
}

type FoundFacts = Extract<FoundEmail, { outcome: "found" }>;

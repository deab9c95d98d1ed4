import "server-only";
import type { EnrichedPerson } from "@/lib/domain/enriched-person";
import { canonicalProfileUrl } from "@/lib/domain/linkedin";
import { APIFY_LINKEDIN_PROFILE_MICRO_AUD } from "@/lib/domain/provider-costs";
import { LINKEDIN_PROFILES, linkedinProfiles } from "@/lib/integrations/apify/actors";
import type { Apify } from "@/lib/integrations/apify/api";
import { toEnrichedPerson } from "@/lib/integrations/apify/transform";
import { linkedinProfileItem } from "@/lib/integrations/apify/wire";

export type ProfileReader = (profileUrl: string) => Promise<{ person: EnrichedPerson | null; costMicroAud: number }>;

const TIMEOUT_SECONDS = 120;

/**
 * Reads one public LinkedIn profile through Apify; a profile that is gone, hidden or none at all is null and free. Throws ProviderError; a
 * reading whose answer was lost may have been charged.
 */
export function profileReader({ runForItems }: Pick<Apify, "runForItems">): ProfileReader {
  return async (profileUrl) => {
    if (canonicalProfileUrl(profileUrl) === null) return { person: null, costMicroAud: 0 };
    const [item] = await runForItems(linkedinProfileItem, LINKEDIN_PROFILES, linkedinProfiles([profileUrl]), {
      maxItems: 1,
      timeoutSeconds: TIMEOUT_SECONDS,
    });
    return item ? { person: toEnrichedPerson(item), costMicroAud: APIFY_LINKEDIN_PROFILE_MICRO_AUD } : { person: null, costMicroAud: 0 };
  };
}

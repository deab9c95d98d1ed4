import "server-only";
import { APIFY_PLACE_MICRO_AUD } from "@/lib/domain/provider-costs";
import { GOOGLE_PLACES, googlePlaces } from "@/lib/integrations/apify/actors";
import type { Apify } from "@/lib/integrations/apify/api";
import { type Place, toPlace } from "@/lib/integrations/apify/transform";
import { placeItem } from "@/lib/integrations/apify/wire";

export type PlaceFinder = (company: {
  name: string;
  domain: string;
  near: string | null;
}) => Promise<{ place: Place | null; costMicroAud: number }>;

/** How many places of a name are looked through, and what that costs at most. */
const MOST_PLACES = 3;
export const DEAREST_PLACE_MICRO_AUD = MOST_PLACES * APIFY_PLACE_MICRO_AUD;
const TIMEOUT_SECONDS = 120;

/**
 * Looks for a company on the map through Apify. Only a place that names the company's own website counts: others share its name. Throws
 * ProviderError; a search whose answer was lost may have been charged.
 */
export function placeFinder({ runForItems }: Pick<Apify, "runForItems">): PlaceFinder {
  return async ({ name, domain, near }) => {
    const input = googlePlaces([name, near].filter(Boolean).join(", "), { mostPlaces: MOST_PLACES });
    const items = await runForItems(placeItem, GOOGLE_PLACES, input, { maxItems: MOST_PLACES, timeoutSeconds: TIMEOUT_SECONDS });
    const place = items.map(toPlace).find((found) => found?.domain === domain) ?? null;
    return { place, costMicroAud: items.length * APIFY_PLACE_MICRO_AUD };
  };
}

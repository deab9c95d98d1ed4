import "server-only";
import { Redis } from "@upstash/redis";
import { type EnrichedPerson, enrichedPerson } from "@/lib/domain/enriched-person";

const NINETY_DAYS_SECONDS = 90 * 24 * 60 * 60;

/**
 * Enrichment records in Redis for 90 days, by versioned key. What is lost or does not parse any more is simply a miss: the cache
 * saves money and decides nothing, so a Redis that is down costs a look-up and not the lead.
 */
export function personCache({ url, token }: { url: string; token: string }) {
  const redis = new Redis({ url, token, enableTelemetry: false, retry: false });
  return {
    async find(key: string): Promise<EnrichedPerson | null> {
      const value = await redis.get(key).catch(() => null);
      return enrichedPerson.safeParse(value).data ?? null;
    },
    async keep(key: string, person: EnrichedPerson): Promise<void> {
      await redis.set(key, person, { ex: NINETY_DAYS_SECONDS }).catch(() => undefined);
    },
  };
}

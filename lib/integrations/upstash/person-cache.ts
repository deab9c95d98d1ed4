import "server-only";
import { Redis } from "@upstash/redis";
import { type EnrichedCompany, type EnrichedPerson, enrichedCompany, enrichedPerson } from "@/lib/domain/enriched-person";

const DAY_SECONDS = 24 * 60 * 60;
const PERSON_DAYS = 90;
const COMPANY_DAYS = 30;

/**
 * Enrichment records in Redis by versioned key: people for 90 days, companies for 30. What is lost or does not parse any more is simply a miss: the cache
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
      await redis.set(key, person, { ex: PERSON_DAYS * DAY_SECONDS }).catch(() => undefined);
    },
    async findCompany(key: string): Promise<EnrichedCompany | null> {
      const value = await redis.get(key).catch(() => null);
      return enrichedCompany.safeParse(value).data ?? null;
    },
    async keepCompany(key: string, company: EnrichedCompany): Promise<void> {
      await redis.set(key, company, { ex: COMPANY_DAYS * DAY_SECONDS }).catch(() => undefined);
    },
  };
}

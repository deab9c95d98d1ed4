import { realCarriers } from "@/app/api/inngest/carriers";
import type { Deps } from "@/inngest/deps";
import { clock } from "@/lib/business-clock";
import { systemTransaction } from "@/lib/db/client";
import { systemPool } from "@/lib/db/pools";
import { profileReader } from "@/lib/engines/enrichment/read-profile";
import { hasAnnounced } from "@/lib/engines/outbox/enqueue-event";
import { env } from "@/lib/env";
import { isLoopbackUrl } from "@/lib/env-schema";
import { relay } from "@/lib/http/relay";
import { requestSecrets } from "@/lib/http/sender-options";
import { apify } from "@/lib/integrations/apify/api";
import { apollo } from "@/lib/integrations/apollo/api";
import { dataForSeo } from "@/lib/integrations/dataforseo/api";
import { dncr } from "@/lib/integrations/dncr/api";
import { hunter } from "@/lib/integrations/hunter/api";
import { personCache } from "@/lib/integrations/upstash/person-cache";
import { createWebhookPoster } from "@/lib/integrations/webhook-delivery/post-webhook";
import { createLogger } from "@/lib/log";

/** The real dependencies of durable functions: the only place where providers meet their keys. */
export function realDeps(): Deps {
  const settings = env();
  const people = apollo({ apiKey: settings.APOLLO_API_KEY, baseUrl: settings.APOLLO_BASE_URL, fetch });
  const addresses = hunter({ apiKey: settings.HUNTER_API_KEY, baseUrl: settings.HUNTER_BASE_URL, fetch });
  const seo = dataForSeo({
    apiKey: { login: settings.DATAFORSEO_LOGIN, password: settings.DATAFORSEO_PASSWORD },
    baseUrl: settings.DATAFORSEO_BASE_URL,
    fetch,
  });

  return {
    system: systemPool(),
    clock: clock(),
    log: createLogger(settings.LOG_LEVEL),
    systemCtx(clientId) {
      const now = clock().now();
      return {
        clientId,
        actor: { kind: "system" },
        now,
        async tx(work) {
          let announced = false;
          const result = await systemTransaction(systemPool(), { now }, async (db) => {
            const done = await work(db);
            announced = hasAnnounced(db);
            return done;
          });
          if (announced) await relay();
          return result;
        },
      };
    },
    relay,
    enrichment: {
      cache: personCache({ url: settings.UPSTASH_REDIS_REST_URL, token: settings.UPSTASH_REDIS_REST_TOKEN }),
      matchPerson: people.matchPerson,
      readProfile: settings.APIFY_TOKEN
        ? profileReader(apify({ apiKey: settings.APIFY_TOKEN, baseUrl: settings.APIFY_BASE_URL, fetch }))
        : null,
      findEmail: addresses.findEmail,
      verifyEmail: addresses.verifyEmail,
      getSearchTraffic: seo.getSearchTraffic,
      getBacklinkProfile: seo.getBacklinkProfile,
    },
    washing: settings.DNCR_TELEMARKETER_ID
      ? dncr({
          apiKey: { telemarketerId: settings.DNCR_TELEMARKETER_ID, washOnlyUserId: "", password: settings.DNCR_PASSWORD },
          baseUrl: settings.DNCR_BASE_URL,
          fetch,
        })
      : null,
    sending: { ...requestSecrets(), carriers: realCarriers(settings, () => clock().now()) },
    webhooks: createWebhookPoster({ allowPrivateHosts: isLoopbackUrl(settings.APP_URL) }),
  };
}

import { createHash } from "node:crypto";
import { realModel } from "@/app/api/inngest/ask-model";
import { realCarriers } from "@/app/api/inngest/carriers";
import { realProviders } from "@/app/api/inngest/providers";
import type { Deps } from "@/inngest/deps";
import { clock } from "@/lib/business-clock";
import { systemTransaction } from "@/lib/db/client";
import { systemPool } from "@/lib/db/pools";
import { placeFinder } from "@/lib/engines/enrichment/find-place";
import type { ClayTable } from "@/lib/engines/enrichment/providers";
import { profileReader } from "@/lib/engines/enrichment/read-profile";
import { hasAnnounced } from "@/lib/engines/outbox/enqueue-event";
import { env } from "@/lib/env";
import { type Env, isLoopbackUrl } from "@/lib/env-schema";
import { relay } from "@/lib/http/relay";
import { requestSecrets } from "@/lib/http/sender-options";
import { apify } from "@/lib/integrations/apify/api";
import { apollo } from "@/lib/integrations/apollo/api";
import { clay } from "@/lib/integrations/clay/api";
import { dataForSeo } from "@/lib/integrations/dataforseo/api";
import { dncr } from "@/lib/integrations/dncr/api";
import { hunter } from "@/lib/integrations/hunter/api";
import { personCache } from "@/lib/integrations/upstash/person-cache";
import { createWebhookPoster } from "@/lib/integrations/webhook-delivery/post-webhook";
import { websiteReader } from "@/lib/integrations/website/website-reader";
import { createLogger } from "@/lib/log";

/** The real dependencies of durable functions: the only place where providers meet their keys. */
export function realDeps(): Deps {
  const settings = env();
  const people = apollo({ apiKey: settings.APOLLO_API_KEY, baseUrl: settings.APOLLO_BASE_URL, fetch });
  const pages = settings.APIFY_TOKEN ? apify({ apiKey: settings.APIFY_TOKEN, baseUrl: settings.APIFY_BASE_URL, fetch }) : null;
  const addresses = hunter({ apiKey: settings.HUNTER_API_KEY, baseUrl: settings.HUNTER_BASE_URL, fetch });
  const seo = dataForSeo({
    apiKey: { login: settings.DATAFORSEO_LOGIN, password: settings.DATAFORSEO_PASSWORD },
    baseUrl: settings.DATAFORSEO_BASE_URL,
    fetch,
  });

  const own: Pick<Deps, "system" | "clock" | "log" | "systemCtx"> = {
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
  };

  return {
    ...own,
    relay,
    enrichment: {
      cache: personCache({ url: settings.UPSTASH_REDIS_REST_URL, token: settings.UPSTASH_REDIS_REST_TOKEN }),
      matchPerson: people.matchPerson,
      readProfile: pages && profileReader(pages),
      findCompany: people.enrichOrganization,
      findCompanyByName: people.findOrganizationByName,
      findPlace: pages && placeFinder(pages),
      findEmail: addresses.findEmail,
      verifyEmail: addresses.verifyEmail,
      clay: settings.CLAY_WEBHOOK_ID ? clayTable(settings) : null,
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
    providers: realProviders(settings),
    ...realModel(settings, own),
    readWebsite: websiteReader({ allowPrivateHosts: isLoopbackUrl(settings.APP_URL), contactUrl: settings.APP_URL, crawler: pages }),
    webhooks: createWebhookPoster({ allowPrivateHosts: isLoopbackUrl(settings.APP_URL) }),
  };
}

function clayTable({ APP_URL, CLAY_BASE_URL, CLAY_WEBHOOK_ID, CLAY_WEBHOOK_TOKEN }: Env): ClayTable {
  const { sendRow } = clay({ apiKey: { webhookId: CLAY_WEBHOOK_ID, token: CLAY_WEBHOOK_TOKEN }, baseUrl: CLAY_BASE_URL, fetch });
  const webhookHash = createHash("sha256").update(CLAY_WEBHOOK_ID).digest("hex");
  return { webhookHash, callbackUrl: `${APP_URL}/api/webhooks/clay`, sendRow };
}

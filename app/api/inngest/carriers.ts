import type { Carriers } from "@/lib/engines/dispatch/carriers";
import type { Env } from "@/lib/env-schema";
import { isLoopbackUrl } from "@/lib/env-schema";
import { createClickSendCarrier } from "@/lib/integrations/clicksend/carrier";
import { createHeyreachCarrier } from "@/lib/integrations/heyreach/carrier";
import { createSmartleadCarrier } from "@/lib/integrations/smartlead/carrier";
import { createSmtpCarrier } from "@/lib/integrations/smtp/hand-over";
import { createTwilioCarrier } from "@/lib/integrations/twilio/carrier";
import { createVapiCarrier } from "@/lib/integrations/vapi/carrier";

/** The providers that carry messages, each with its key. */
export function realCarriers(settings: Env, now: () => Date): Carriers {
  return {
    smtp: createSmtpCarrier({ allowPrivateHosts: isLoopbackUrl(settings.APP_URL) }),
    smartlead: createSmartleadCarrier({ apiKey: settings.SMARTLEAD_API_KEY, baseUrl: settings.SMARTLEAD_BASE_URL, fetch }),
    twilio: createTwilioCarrier({
      apiKey: { accountSid: settings.TWILIO_ACCOUNT_SID, user: settings.TWILIO_ACCOUNT_SID, secret: settings.TWILIO_AUTH_TOKEN },
      baseUrl: settings.TWILIO_BASE_URL,
      lookupsBaseUrl: settings.TWILIO_LOOKUPS_BASE_URL,
      fetch,
      statusCallback: `${settings.APP_URL}/api/webhooks/twilio`,
      now,
    }),
    heyreach: createHeyreachCarrier({ apiKey: settings.HEYREACH_API_KEY, baseUrl: settings.HEYREACH_BASE_URL, fetch }),
    vapi: createVapiCarrier({
      access: { apiKey: settings.VAPI_API_KEY, baseUrl: settings.VAPI_BASE_URL, fetch },
      assistantId: settings.VAPI_ASSISTANT_ID,
      now,
    }),
    clicksend: createClickSendCarrier({
      apiKey: { username: settings.CLICKSEND_USERNAME, apiKey: settings.CLICKSEND_API_KEY },
      baseUrl: settings.CLICKSEND_BASE_URL,
      fetch,
    }),
  };
}

import type { OutreachProviders } from "@/lib/engines/recovery/outreach-providers";
import type { Env } from "@/lib/env-schema";
import { clickSend } from "@/lib/integrations/clicksend/api";
import { heyreach } from "@/lib/integrations/heyreach/api";
import { postmark } from "@/lib/integrations/postmark/api";
import { smartlead } from "@/lib/integrations/smartlead/api";
import { twilio } from "@/lib/integrations/twilio/api";
import { vapi } from "@/lib/integrations/vapi/api";

/** What the providers of outreach know and how they are set up, each with its key. */
export function realProviders(settings: Env): OutreachProviders {
  const account = { accountSid: settings.TWILIO_ACCOUNT_SID, user: settings.TWILIO_ACCOUNT_SID, secret: settings.TWILIO_AUTH_TOKEN };
  return {
    heyreach: heyreach({ apiKey: settings.HEYREACH_API_KEY, baseUrl: settings.HEYREACH_BASE_URL, fetch }),
    smartlead: smartlead({ apiKey: settings.SMARTLEAD_API_KEY, baseUrl: settings.SMARTLEAD_BASE_URL, fetch }),
    vapi: vapi({ apiKey: settings.VAPI_API_KEY, baseUrl: settings.VAPI_BASE_URL, fetch }),
    clicksend: clickSend({
      apiKey: { username: settings.CLICKSEND_USERNAME, apiKey: settings.CLICKSEND_API_KEY },
      baseUrl: settings.CLICKSEND_BASE_URL,
      fetch,
    }),
    twilio: twilio({ apiKey: account, baseUrl: settings.TWILIO_BASE_URL, lookupsBaseUrl: settings.TWILIO_LOOKUPS_BASE_URL, fetch }),
    postmark: settings.POSTMARK_SERVER_TOKEN
      ? postmark({ apiKey: settings.POSTMARK_SERVER_TOKEN, baseUrl: settings.POSTMARK_BASE_URL, fetch })
      : null,
    webhooks: {
      heyreach: `${settings.APP_URL}/api/webhooks/heyreach/${settings.HEYREACH_WEBHOOK_TOKEN}`,
      twilio: `${settings.APP_URL}/api/webhooks/twilio`,
      smartlead: `${settings.APP_URL}/api/webhooks/smartlead/${settings.SMARTLEAD_WEBHOOK_TOKEN}`,
    },
  };
}

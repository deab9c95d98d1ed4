import type { OutreachProviders } from "@/lib/engines/recovery/outreach-providers";
import { clickSend } from "@/lib/integrations/clicksend/api";
import { heyreach } from "@/lib/integrations/heyreach/api";
import { smartlead } from "@/lib/integrations/smartlead/api";
import { twilio } from "@/lib/integrations/twilio/api";
import { vapi } from "@/lib/integrations/vapi/api";

/** The providers of outreach when none of them answers, and those a test brings. */
export function silentProviders(own: Partial<OutreachProviders> = {}): OutreachProviders {
  const access = { apiKey: "none", baseUrl: "http://127.0.0.1:9", fetch };
  return {
    heyreach: heyreach(access),
    smartlead: smartlead(access),
    vapi: vapi(access),
    clicksend: clickSend({ ...access, apiKey: { username: "none", apiKey: "none" } }),
    twilio: twilio({ ...access, apiKey: { accountSid: "AC0", user: "AC0", secret: "none" }, lookupsBaseUrl: access.baseUrl }),
    postmark: null,
    webhooks: {
      heyreach: "https://app.example/api/webhooks/heyreach/token",
      twilio: "https://app.example/api/webhooks/twilio",
      smartlead: "https://app.example/api/webhooks/smartlead/token",
    },
    ...own,
  };
}

import "server-only";
import type { ClickSend } from "@/lib/integrations/clicksend/api";
import type { Heyreach } from "@/lib/integrations/heyreach/api";
import type { Postmark } from "@/lib/integrations/postmark/api";
import type { Smartlead } from "@/lib/integrations/smartlead/api";
import type { Twilio } from "@/lib/integrations/twilio/api";
import type { Vapi } from "@/lib/integrations/vapi/api";

/** The providers of outreach beside their carriers: what they know of what they were handed, and how they are set up. */
export type OutreachProviders = {
  heyreach: Heyreach;
  smartlead: Smartlead;
  vapi: Vapi;
  clicksend: ClickSend;
  twilio: Twilio;
  /** Where inbound mail arrives; null without a server there. */
  postmark: Postmark | null;
  /** Our public addresses that providers are given, unguessable where they sign nothing. */
  webhooks: { heyreach: string; twilio: string; smartlead: string };
};

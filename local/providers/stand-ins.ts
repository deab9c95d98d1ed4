import { anthropicStandIn } from "@/local/providers/anthropic/anthropic";
import { apifyStandIn } from "@/local/providers/apify/apify";
import { apolloStandIn } from "@/local/providers/apollo";
import { calcomStandIn } from "@/local/providers/calcom/calcom";
import { calendlyStandIn } from "@/local/providers/calendly/calendly";
import { clayStandIn } from "@/local/providers/clay/clay";
import { clicksendStandIn } from "@/local/providers/clicksend/clicksend";
import { dataForSeoStandIn } from "@/local/providers/dataforseo";
import { deepgramStandIn } from "@/local/providers/deepgram/deepgram";
import { dncrStandIn } from "@/local/providers/dncr/dncr";
import { elevenLabsStandIn } from "@/local/providers/elevenlabs/elevenlabs";
import { heyreachStandIn } from "@/local/providers/heyreach/heyreach";
import { hunterStandIn } from "@/local/providers/hunter";
import { infraforgeStandIn } from "@/local/providers/infraforge/infraforge";
import { postmarkStandIn } from "@/local/providers/postmark/postmark";
import { resendStandIn } from "@/local/providers/resend/resend";
import { smartleadStandIn } from "@/local/providers/smartlead/smartlead";
import type { StandIn } from "@/local/providers/stand-in";
import { stripeStandIn } from "@/local/providers/stripe/stripe";
import { twilioStandIn } from "@/local/providers/twilio/twilio";
import { vapiStandIn } from "@/local/providers/vapi/vapi";

/** Every provider that is played. */
export const STAND_INS: readonly StandIn[] = [
  apifyStandIn,
  heyreachStandIn,
  apolloStandIn,
  hunterStandIn,
  dataForSeoStandIn,
  dncrStandIn,
  twilioStandIn,
  postmarkStandIn,
  resendStandIn,
  smartleadStandIn,
  vapiStandIn,
  elevenLabsStandIn,
  deepgramStandIn,
  clicksendStandIn,
  clayStandIn,
  infraforgeStandIn,
  stripeStandIn,
  calcomStandIn,
  calendlyStandIn,
  anthropicStandIn,
];

/** The product's variables when every provider is a stand-in at this address. */
export function providersEnv(url: string): Record<string, string> {
  return Object.assign({}, ...STAND_INS.map(({ prefix, env }) => env(url + prefix))) as Record<string, string>;
}

import "server-only";
import { z } from "zod";
import { clock } from "@/lib/business-clock";
import { asksToStop } from "@/lib/engines/channel-events/asks-to-stop";
import { env } from "@/lib/env";
import { verifyBookingSignature } from "@/lib/http/verify-booking";
import { type InboundProvider, MEGABYTE } from "@/lib/http/webhook-door";
import { calcomEventId, verifyCalcom } from "@/lib/integrations/calcom/webhook";
import { calendlyEventId, verifyCalendly } from "@/lib/integrations/calendly/webhook";
import { verifyClay } from "@/lib/integrations/clay/webhook";
import { heyreachEventKey, heyreachWebhook, verifyHeyreach } from "@/lib/integrations/heyreach/webhook";
import { postmarkExternalId, verifyPostmark } from "@/lib/integrations/postmark/webhook";
import { verifyResend } from "@/lib/integrations/resend/webhook";
import { smartleadExternalId, verifySmartlead } from "@/lib/integrations/smartlead/webhook";
import { calledUrl, keyOfCallback, twilioEventId, twilioFields, verifyTwilio } from "@/lib/integrations/twilio/webhook";
import { keepConsentedWords } from "@/lib/integrations/vapi/keep-consented-words";
import { vapiEventKey, verifyVapi } from "@/lib/integrations/vapi/webhook";
import { serverMessage } from "@/lib/integrations/vapi/wire";

const json = { maximumBytes: 5 * MEGABYTE, hasToken: false } as const;

/** The providers that may knock, by the part of their address behind `webhooks`. */
const PROVIDERS: Readonly<Record<string, () => InboundProvider>> = {
  postmark: () => ({
    ...json,
    name: "postmark",
    maximumBytes: 12 * MEGABYTE, // a 10 MB message, base64-encoded parts included
    verify: ({ headers }) =>
      verifyPostmark(headers.get("authorization"), { user: env().POSTMARK_INBOUND_USER, password: env().POSTMARK_INBOUND_PASSWORD }),
    externalId: postmarkExternalId,
  }),
  resend: () => ({
    ...json,
    name: "resend",
    verify: ({ headers, body }) => verifyResend({ headers, body, secrets: env().RESEND_WEBHOOK_SECRET, now: clock().now() }) !== undefined,
    externalId: (_body, { headers }) => headers.get("svix-id") ?? undefined,
  }),
  smartlead: () => ({
    ...json,
    name: "smartlead",
    hasToken: true,
    verify: ({ headers, body, token }) =>
      verifySmartlead({
        headers,
        body,
        secrets: env().SMARTLEAD_WEBHOOK_SECRET,
        pathToken: token ?? "",
        pathTokens: env().SMARTLEAD_WEBHOOK_TOKEN,
      }) !== undefined,
    externalId: (_body, { headers, body }) => smartleadExternalId(headers, body),
    keep: withoutSecret,
  }),
  twilio: () => ({
    ...json,
    name: "twilio",
    verify: ({ headers, body, url }) =>
      verifyTwilio({
        signature: headers.get("x-twilio-signature"),
        url: calledUrl(env().APP_URL, url),
        body,
        secrets: env().TWILIO_AUTH_TOKEN,
      }),
    read: twilioFields,
    externalId: twilioEventId,
    keep: (fields, { url }) => ({ fields, key: keyOfCallback(url) }),
  }),
  heyreach: () => ({
    ...json,
    name: "heyreach",
    hasToken: true,
    verify: ({ token }) => verifyHeyreach(token, [env().HEYREACH_WEBHOOK_TOKEN]),
    externalId: (body) => {
      const { data } = heyreachWebhook.safeParse(body);
      return data && heyreachEventKey(data);
    },
  }),
  vapi: () => ({
    ...json,
    name: "vapi",
    verify: ({ headers, body }) => verifyVapi({ headers, body, secrets: env().VAPI_WEBHOOK_SECRET, now: clock().now() }),
    externalId: (body) => {
      const { data } = serverMessage.safeParse(body);
      return (data && vapiEventKey(data.message)) ?? undefined;
    },
    keep: (body) => keepConsentedWords(body, asksToStop),
  }),
  clay: () => ({
    ...json,
    name: "clay",
    verify: ({ headers }) => verifyClay(headers.get("authorization"), env().CLAY_CALLBACK_SECRET),
    externalId: () => undefined, // Clay has no id of a delivery; the same answer again has the same bytes
  }),
  calcom: () => ({
    ...json,
    name: "calcom",
    verify: ({ headers, body }) =>
      verifyCalcom({ signature: headers.get("x-cal-signature-256"), body, secrets: env().CALCOM_WEBHOOK_SECRET }),
    externalId: calcomEventId,
  }),
  calendly: () => ({
    ...json,
    name: "calendly",
    verify: ({ headers, body }) =>
      verifyCalendly({
        header: headers.get("calendly-webhook-signature"),
        body,
        secrets: env().CALENDLY_WEBHOOK_SECRET,
        now: clock().now(),
      }),
    externalId: calendlyEventId,
  }),
  bookings: () => ({
    ...json,
    name: "bookings",
    verify: ({ headers, body }) =>
      verifyBookingSignature(headers.get("x-market-signature"), body, { secret: env().BOOKING_WEBHOOK_SECRET, at: clock().now() }),
    externalId: (body) => z.object({ bookingId: z.string() }).safeParse(body).data?.bookingId,
  }),
};

/** Every door there is. */
export const INBOUND_PROVIDERS = Object.keys(PROVIDERS);

export function inboundProvider(name: string): InboundProvider | undefined {
  return Object.hasOwn(PROVIDERS, name) ? PROVIDERS[name]?.() : undefined;
}

/** Some accounts carry their secret in the body. */
function withoutSecret(body: unknown): unknown {
  if (typeof body !== "object" || body === null) return body;
  return Object.fromEntries(Object.entries(body).filter(([name]) => name !== "secret_key"));
}

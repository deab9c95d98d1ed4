import "server-only";
import { z } from "zod";
import type { RawBytes, Secrets } from "@/lib/integrations/signatures/hmac-signature";
import { isTimestampedSignature } from "@/lib/integrations/signatures/timestamped-signature";
import { CLIENT_METADATA } from "@/lib/integrations/stripe/transform";
import { checkoutSession, invoice, subscription } from "@/lib/integrations/stripe/wire";

/** The envelope of every event; `id` is the same on every repeat. */
export const stripeEvent = z.object({
  id: z.string().min(1),
  type: z.string().min(1),
  created: z.number(),
  data: z.object({ object: z.unknown() }),
});
export type StripeEvent = z.infer<typeof stripeEvent>;

/**
 * What an event is about. It is a hint and no more: events come in any order and more than once, so the subscription is fetched and what
 * that says is believed.
 */
export type StripeHint = {
  eventId: string;
  about: "checkout" | "subscription" | "invoice";
  type: string;
  at: Date;
  subscriptionId: string | null;
  customerId: string | null;
  /** The client as we named it when it was made; null where Stripe does not repeat it. */
  clientId: string | null;
  invoiceId: string | null;
};

const CHECKOUT_EVENTS = new Set(["checkout.session.completed"]);
const SUBSCRIPTION_EVENTS = new Set(
  ["created", "updated", "deleted", "paused", "resumed", "trial_will_end"].map((what) => `customer.subscription.${what}`),
);
const INVOICE_EVENTS = new Set(["invoice.paid", "invoice.payment_failed", "invoice.payment_action_required"]);

const idOf = z.object({ id: z.string() });

/**
 * Whether Stripe made this call: `Stripe-Signature: t=<seconds>,v1=<hex>[,v1=<hex>]`, HMAC-SHA-256 of `{t}.{raw body}` with the whole
 * `whsec_…` text as key, within five minutes.
 */
export function verifyStripe({
  header,
  body,
  secrets,
  now,
}: {
  header: string | null;
  body: RawBytes;
  secrets: Secrets;
  now: Date;
}): boolean {
  return isTimestampedSignature({ header, body, secrets, now });
}

/** Undefined for an event that changes nothing for us. @throws ZodError when an event we read does not have the form it should */
export function toStripeHint({ id, type, created, data: { object } }: StripeEvent): StripeHint | undefined {
  const common = { eventId: id, type, at: new Date(created * 1000) };
  if (CHECKOUT_EVENTS.has(type)) {
    const session = checkoutSession.parse(object);
    const clientId = session.client_reference_id ?? session.metadata?.[CLIENT_METADATA] ?? null;
    const { customer = null, subscription: subscriptionId = null } = session;
    return { ...common, about: "checkout", subscriptionId, customerId: customer, clientId, invoiceId: null };
  }
  if (SUBSCRIPTION_EVENTS.has(type)) {
    const { id: subscriptionId } = idOf.parse(object);
    const { customer = null, metadata } = subscription.pick({ customer: true, metadata: true }).parse(object);
    const clientId = metadata?.[CLIENT_METADATA] ?? null;
    return { ...common, about: "subscription", subscriptionId, customerId: customer, clientId, invoiceId: null };
  }
  if (!INVOICE_EVENTS.has(type)) return undefined;
  const { id: invoiceId } = idOf.parse(object);
  const { customer = null, parent } = invoice.pick({ customer: true, parent: true }).parse(object);
  const details = parent?.subscription_details;
  return {
    ...common,
    about: "invoice",
    subscriptionId: details?.subscription ?? null,
    customerId: customer,
    clientId: details?.metadata?.[CLIENT_METADATA] ?? null,
    invoiceId,
  };
}

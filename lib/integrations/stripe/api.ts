import "server-only";
import type { ProviderAccess } from "@/lib/integrations/http";
import { stripeRequest } from "@/lib/integrations/stripe/request";
import {
  CLIENT_METADATA,
  type StripeCheckout,
  type StripeCustomer,
  type StripeInvoice,
  type StripePrice,
  type StripeSubscription,
  toCheckout,
  toCustomer,
  toInvoice,
  toPrice,
  toSubscription,
} from "@/lib/integrations/stripe/transform";
import { checkoutSession, customer, invoice, listOf, portalSession, price, subscription } from "@/lib/integrations/stripe/wire";

export type Stripe = ReturnType<typeof stripe>;

export type CustomerToMake = { clientId: string; name: string; email: string };

export type CheckoutToOpen = {
  clientId: string;
  customerId: string;
  priceId: string;
  successUrl: string;
  cancelUrl: string;
  /** Days before the first payment; left out for none. */
  trialDays?: number;
};

export type SubscriptionToMake = { clientId: string; customerId: string; priceId: string; trialDays?: number };

/** `startingAfter` is the id of the last one already seen. */
export type PageQuery = { limit?: number; startingAfter?: string };

const LARGEST_PAGE = 100;

/**
 * Stripe's billing: one attempt each, all throw ProviderError (StripeRefusal when Stripe answered). Every write takes our own idempotency
 * key, so that it can be repeated for a day; amounts are cents.
 * @param access `apiKey` is the secret key, `baseUrl` such as https://api.stripe.com
 */
export function stripe(access: ProviderAccess) {
  const ask = stripeRequest(access);
  const id = encodeURIComponent;
  const page = ({ limit = LARGEST_PAGE, startingAfter }: PageQuery) => ({ limit, starting_after: startingAfter });

  return {
    async createCustomer({ clientId, name, email }: CustomerToMake, idempotencyKey: string): Promise<StripeCustomer> {
      const form = { name, email, metadata: { [CLIENT_METADATA]: clientId } };
      return toCustomer(await ask({ method: "POST", path: "/v1/customers", form, idempotencyKey }, customer));
    },

    async getCustomer(customerId: string): Promise<StripeCustomer> {
      return toCustomer(await ask({ method: "GET", path: `/v1/customers/${id(customerId)}` }, customer));
    },

    /** A page of Stripe's where the customer takes out a subscription. The client is named on the session and on the subscription. */
    async createCheckout(
      { clientId, customerId, priceId, successUrl, cancelUrl, trialDays }: CheckoutToOpen,
      idempotencyKey: string,
    ): Promise<StripeCheckout> {
      const metadata = { [CLIENT_METADATA]: clientId };
      const form = {
        mode: "subscription",
        customer: customerId,
        client_reference_id: clientId,
        line_items: [{ price: priceId, quantity: 1 }],
        success_url: successUrl,
        cancel_url: cancelUrl,
        automatic_tax: { enabled: true },
        customer_update: { address: "auto" },
        metadata,
        subscription_data: { metadata, trial_period_days: trialDays },
      };
      return toCheckout(await ask({ method: "POST", path: "/v1/checkout/sessions", form, idempotencyKey }, checkoutSession));
    },

    async getCheckout(sessionId: string): Promise<StripeCheckout> {
      return toCheckout(await ask({ method: "GET", path: `/v1/checkout/sessions/${id(sessionId)}` }, checkoutSession));
    },

    /** The address of Stripe's page where a customer changes cards and reads invoices; good for minutes. */
    async createPortal({ customerId, returnUrl }: { customerId: string; returnUrl: string }, idempotencyKey: string): Promise<string> {
      const form = { customer: customerId, return_url: returnUrl };
      return (await ask({ method: "POST", path: "/v1/billing_portal/sessions", form, idempotencyKey }, portalSession)).url;
    },

    async createSubscription(
      { clientId, customerId, priceId, trialDays }: SubscriptionToMake,
      idempotencyKey: string,
    ): Promise<StripeSubscription> {
      const form = {
        customer: customerId,
        items: [{ price: priceId }],
        metadata: { [CLIENT_METADATA]: clientId },
        trial_period_days: trialDays,
      };
      return toSubscription(await ask({ method: "POST", path: "/v1/subscriptions", form, idempotencyKey }, subscription));
    },

    async getSubscription(subscriptionId: string): Promise<StripeSubscription> {
      return toSubscription(await ask({ method: "GET", path: `/v1/subscriptions/${id(subscriptionId)}` }, subscription));
    },

    /** Latest first; cancelled ones too when `status` is `all`. */
    async listSubscriptions(query: PageQuery & { customerId?: string; status?: string } = {}) {
      const search = { ...page(query), customer: query.customerId, status: query.status };
      const answer = await ask({ method: "GET", path: "/v1/subscriptions", query: search }, listOf(subscription));
      return { subscriptions: answer.data.map(toSubscription), hasMore: answer.has_more };
    },

    /** Moves a subscription to another price; what is left of the old one is credited to the day. */
    async changePrice(
      { subscriptionId, itemId, priceId }: { subscriptionId: string; itemId: string; priceId: string },
      idempotencyKey: string,
    ): Promise<StripeSubscription> {
      const form = { items: [{ id: itemId, price: priceId }], proration_behavior: "create_prorations" };
      return toSubscription(
        await ask({ method: "POST", path: `/v1/subscriptions/${id(subscriptionId)}`, form, idempotencyKey }, subscription),
      );
    },

    /** Lets a subscription run out at the end of what is paid, or takes that back. */
    async setEndsAtPeriodEnd(
      { subscriptionId, endsAtPeriodEnd }: { subscriptionId: string; endsAtPeriodEnd: boolean },
      idempotencyKey: string,
    ): Promise<StripeSubscription> {
      const form = { cancel_at_period_end: endsAtPeriodEnd };
      return toSubscription(
        await ask({ method: "POST", path: `/v1/subscriptions/${id(subscriptionId)}`, form, idempotencyKey }, subscription),
      );
    },

    /** Ends a subscription now. Ending it twice is refused (404) and changes nothing. */
    async cancelSubscription(subscriptionId: string): Promise<StripeSubscription> {
      return toSubscription(await ask({ method: "DELETE", path: `/v1/subscriptions/${id(subscriptionId)}` }, subscription));
    },

    async getInvoice(invoiceId: string): Promise<StripeInvoice> {
      return toInvoice(await ask({ method: "GET", path: `/v1/invoices/${id(invoiceId)}` }, invoice));
    },

    async listInvoices(query: PageQuery & { customerId?: string; subscriptionId?: string; status?: string } = {}) {
      const search = { ...page(query), customer: query.customerId, subscription: query.subscriptionId, status: query.status };
      const answer = await ask({ method: "GET", path: "/v1/invoices", query: search }, listOf(invoice));
      return { invoices: answer.data.map(toInvoice), hasMore: answer.has_more };
    },

    /** Active prices by our own names for them, such as `ignition_founding`; up to ten at a time. */
    async listPrices(lookupKeys: readonly string[]): Promise<StripePrice[]> {
      const query = { "lookup_keys[]": lookupKeys, active: true, limit: LARGEST_PAGE };
      return (await ask({ method: "GET", path: "/v1/prices", query }, listOf(price))).data.map(toPrice);
    },

    async getPrice(priceId: string): Promise<StripePrice> {
      return toPrice(await ask({ method: "GET", path: `/v1/prices/${id(priceId)}` }, price));
    },
  };
}

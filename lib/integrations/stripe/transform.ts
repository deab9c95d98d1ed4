import "server-only";
import type { z } from "zod";
import type { checkoutSession, customer, invoice, price, subscription } from "@/lib/integrations/stripe/wire";

/** What a subscription allows. `incomplete`: the first payment is not made, so there is no access yet. */
export type SubscriptionState = "trialing" | "active" | "past_due" | "paused" | "cancelled" | "incomplete";

export type StripeCustomer = { id: string; email: string | null; name: string | null; clientId: string | null; isDeleted: boolean };

/** Amounts are cents of the currency, before tax. */
export type StripePrice = {
  id: string;
  lookupKey: string | null;
  isActive: boolean;
  currency: string;
  amountCents: number | null;
  /** `month`, `year`; null for a price paid once. */
  interval: string | null;
  tier: string | null;
};

export type StripeCheckout = {
  id: string;
  /** Where the customer pays; null when the session is over. */
  url: string | null;
  state: "open" | "complete" | "expired" | null;
  isPaid: boolean;
  clientId: string | null;
  customerId: string | null;
  subscriptionId: string | null;
};

export type StripeSubscription = {
  id: string;
  customerId: string | null;
  clientId: string | null;
  state: SubscriptionState;
  /** Stripe's own word. */
  status: string;
  itemId: string | null;
  price: StripePrice | null;
  periodEndsAt: Date | null;
  trialEndsAt: Date | null;
  endsAtPeriodEnd: boolean;
  cancelledAt: Date | null;
  /** Invoices are held back while the state stays what it is. */
  isCollectionPaused: boolean;
};

export type StripeInvoice = {
  id: string;
  number: string | null;
  status: string | null;
  customerId: string | null;
  subscriptionId: string | null;
  clientId: string | null;
  currency: string;
  subtotalCents: number;
  totalCents: number;
  dueCents: number;
  paidCents: number;
  createdAt: Date;
  nextAttemptAt: Date | null;
  url: string | null;
  pdfUrl: string | null;
};

/** Where what Stripe keeps for us names the client it belongs to. */
export const CLIENT_METADATA = "client_id";

const STATES: Readonly<Record<string, SubscriptionState>> = {
  trialing: "trialing",
  active: "active",
  past_due: "past_due",
  unpaid: "past_due",
  paused: "paused",
  canceled: "cancelled",
  incomplete: "incomplete",
  incomplete_expired: "cancelled",
};

/** A status nobody has heard of gives no access and takes no decision: `incomplete`. */
export function toSubscriptionState(status: string): SubscriptionState {
  return Object.hasOwn(STATES, status) ? (STATES[status] ?? "incomplete") : "incomplete";
}

export function toCustomer({ id, email, name, metadata, deleted }: z.infer<typeof customer>): StripeCustomer {
  return { id, email: email ?? null, name: name ?? null, clientId: metadata?.[CLIENT_METADATA] ?? null, isDeleted: deleted === true };
}

export function toPrice({ id, lookup_key, active, currency, unit_amount, recurring, metadata }: z.infer<typeof price>): StripePrice {
  return {
    id,
    lookupKey: lookup_key ?? null,
    isActive: active,
    currency,
    amountCents: unit_amount ?? null,
    interval: recurring?.interval ?? null,
    tier: metadata?.tier ?? null,
  };
}

export function toCheckout(session: z.infer<typeof checkoutSession>): StripeCheckout {
  const { status } = session;
  return {
    id: session.id,
    url: session.url ?? null,
    state: status === "open" || status === "complete" || status === "expired" ? status : null,
    isPaid: session.payment_status === "paid" || session.payment_status === "no_payment_required",
    clientId: session.client_reference_id ?? session.metadata?.[CLIENT_METADATA] ?? null,
    customerId: session.customer ?? null,
    subscriptionId: session.subscription ?? null,
  };
}

export function toSubscription(given: z.infer<typeof subscription>): StripeSubscription {
  const [item] = given.items.data;
  return {
    id: given.id,
    customerId: given.customer ?? null,
    clientId: given.metadata?.[CLIENT_METADATA] ?? null,
    state: toSubscriptionState(given.status),
    status: given.status,
    itemId: item?.id ?? null,
    price: item ? toPrice(item.price) : null,
    periodEndsAt: toDate(item?.current_period_end),
    trialEndsAt: toDate(given.trial_end),
    endsAtPeriodEnd: given.cancel_at_period_end,
    cancelledAt: toDate(given.canceled_at),
    isCollectionPaused: given.pause_collection !== null && given.pause_collection !== undefined,
  };
}

export function toInvoice(given: z.infer<typeof invoice>): StripeInvoice {
  const details = given.parent?.subscription_details;
  return {
    id: given.id,
    number: given.number ?? null,
    status: given.status ?? null,
    customerId: given.customer ?? null,
    subscriptionId: details?.subscription ?? null,
    clientId: details?.metadata?.[CLIENT_METADATA] ?? null,
    currency: given.currency,
    subtotalCents: given.subtotal,
    totalCents: given.total,
    dueCents: given.amount_due,
    paidCents: given.amount_paid,
    createdAt: new Date(given.created * 1000),
    nextAttemptAt: toDate(given.next_payment_attempt),
    url: given.hosted_invoice_url ?? null,
    pdfUrl: given.invoice_pdf ?? null,
  };
}

function toDate(seconds: number | null | undefined): Date | null {
  return seconds ? new Date(seconds * 1000) : null;
}

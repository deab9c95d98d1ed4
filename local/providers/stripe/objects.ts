/** A customer, price, session, subscription or invoice as Stripe keeps it: its fields as they go over the wire. */
export type StripeObject = { id: string; object: string; [field: string]: unknown };

const MONTH_SECONDS = 30 * 86_400;
const DAY_SECONDS = 86_400;
const TAX_RATE = 0.1;

/** Tiers with their founding and regular price in cents, before tax. */
const PRICES = [
  ["ignition", 125_000, 250_000],
  ["velocity", 250_000, 500_000],
  ["dominance", 375_000, 750_000],
] as const;

/** The prices the account sells at, by lookup key: `ignition_founding`, `ignition` and so on. */
export function pricesOf(created: number): StripeObject[] {
  return PRICES.flatMap(([tier, founding, regular]) => [
    priceOf(`${tier}_founding`, tier, founding, created),
    priceOf(tier, tier, regular, created),
  ]);
}

export function customerOf(id: string, { email, name, metadata }: Record<string, unknown>, created: number): StripeObject {
  return {
    id,
    object: "customer",
    balance: 0,
    created,
    currency: null,
    delinquent: false,
    description: null,
    email: email ?? null,
    name: name ?? null,
    invoice_settings: { custom_fields: null, default_payment_method: null, footer: null, rendering_options: null },
    livemode: false,
    metadata: metadata ?? {},
  };
}

export type SubscriptionInput = { customer: string; price: StripeObject; metadata: object; trialDays: number; status: string };

export function subscriptionOf(
  id: string,
  { customer, price, metadata, trialDays, status }: SubscriptionInput,
  created: number,
): StripeObject {
  const trialEnd = trialDays > 0 ? created + trialDays * DAY_SECONDS : null;
  const item = {
    id: `si_${id.slice(4)}`,
    object: "subscription_item",
    created,
    current_period_start: created,
    current_period_end: trialEnd ?? created + MONTH_SECONDS,
    metadata: {},
    price,
    quantity: 1,
    subscription: id,
  };
  return {
    id,
    object: "subscription",
    billing_cycle_anchor: trialEnd ?? created,
    billing_mode: { type: "flexible", flexible: null },
    cancel_at: null,
    cancel_at_period_end: false,
    canceled_at: null,
    cancellation_details: { comment: null, feedback: null, feedback_option: null, reason: null },
    collection_method: "charge_automatically",
    created,
    currency: price.currency,
    customer,
    days_until_due: null,
    default_payment_method: null,
    description: null,
    ended_at: null,
    items: { object: "list", data: [item], has_more: false, url: `/v1/subscription_items?subscription=${id}` },
    latest_invoice: null,
    livemode: false,
    metadata,
    pause_collection: null,
    pending_setup_intent: null,
    schedule: null,
    start_date: created,
    status: trialEnd === null ? status : "trialing",
    trial_end: trialEnd,
    trial_start: trialEnd === null ? null : created,
  };
}

export type InvoiceInput = { number: number; subscription: StripeObject; email: unknown; amount: number; isPaid: boolean };

export function invoiceOf(id: string, { number, subscription, email, amount, isPaid }: InvoiceInput, created: number): StripeObject {
  const total = Math.round(amount * (1 + TAX_RATE));
  return {
    id,
    object: "invoice",
    amount_due: total,
    amount_paid: isPaid ? total : 0,
    amount_remaining: isPaid ? 0 : total,
    attempt_count: 1,
    attempted: true,
    auto_advance: !isPaid,
    billing_reason: "subscription_cycle",
    collection_method: "charge_automatically",
    created,
    currency: subscription.currency,
    customer: subscription.customer,
    customer_email: email ?? null,
    due_date: null,
    hosted_invoice_url: `https://invoice.stripe.example/${id}`,
    invoice_pdf: `https://invoice.stripe.example/${id}.pdf`,
    lines: { object: "list", data: [], has_more: false, url: `/v1/invoices/${id}/lines` },
    livemode: false,
    metadata: {},
    next_payment_attempt: isPaid ? null : created + 3 * DAY_SECONDS,
    number: `AOS-${String(number).padStart(4, "0")}`,
    parent: {
      type: "subscription_details",
      quote_details: null,
      subscription_details: { metadata: subscription.metadata, subscription: subscription.id },
    },
    period_end: created,
    period_start: created,
    status: isPaid ? "paid" : "open",
    status_transitions: { finalized_at: created, marked_uncollectible_at: null, paid_at: isPaid ? created : null, voided_at: null },
    subtotal: amount,
    total,
    total_excluding_tax: amount,
    total_taxes: [],
  };
}

export function checkoutOf(id: string, given: Record<string, unknown>, price: StripeObject, created: number): StripeObject {
  const subtotal = Number(price.unit_amount);
  return {
    id,
    object: "checkout.session",
    after_expiration: null,
    allow_promotion_codes: null,
    amount_subtotal: subtotal,
    amount_total: Math.round(subtotal * (1 + TAX_RATE)),
    automatic_tax: { enabled: true, liability: null, provider: null, status: null },
    cancel_url: given.cancel_url ?? null,
    client_reference_id: given.client_reference_id ?? null,
    created,
    currency: price.currency,
    customer: given.customer ?? null,
    customer_details: null,
    customer_email: null,
    expires_at: created + DAY_SECONDS,
    invoice: null,
    livemode: false,
    metadata: given.metadata ?? {},
    mode: "subscription",
    payment_status: "unpaid",
    status: "open",
    subscription: null,
    success_url: given.success_url ?? null,
    ui_mode: "hosted_page",
    url: `https://checkout.stripe.example/c/pay/${id}`,
  };
}

function priceOf(lookupKey: string, tier: string, amount: number, created: number): StripeObject {
  return {
    id: `price_${lookupKey}`,
    object: "price",
    active: true,
    billing_scheme: "per_unit",
    created,
    currency: "aud",
    livemode: false,
    lookup_key: lookupKey,
    metadata: { tier },
    nickname: null,
    product: `prod_${tier}`,
    recurring: { interval: "month", interval_count: 1, meter: null, trial_period_days: null, usage_type: "licensed" },
    tax_behavior: "exclusive",
    type: "recurring",
    unit_amount: amount,
    unit_amount_decimal: String(amount),
  };
}

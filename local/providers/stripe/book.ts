import { createHash } from "node:crypto";
import type { Callbacks } from "@/local/providers/callbacks";
import type { Records } from "@/local/providers/records";
import {
  checkoutOf,
  customerOf,
  invoiceOf,
  pricesOf,
  type StripeObject,
  type SubscriptionInput,
  subscriptionOf,
} from "@/local/providers/stripe/objects";

export const STRIPE_API_VERSION = "2026-10-28.endive";

export type StripeBook = ReturnType<typeof stripeBook>;
export type StripeKind = "customer" | "checkout" | "subscription" | "invoice";

const HOUR = 3_600_000;
/** Attempts for up to three days, further and further apart. */
const RETRY_DELAYS_MS = [0.1, 0.5, 1, 3, 6, 12, 24, 24].map((hours) => hours * HOUR);
const PREFIXES: Readonly<Record<StripeKind | "event" | "portal", string>> = {
  customer: "cus_",
  checkout: "cs_test_",
  subscription: "sub_",
  invoice: "in_",
  event: "evt_",
  portal: "bps_",
};

/** What the account holds, and telling the product of every change. */
export function stripeBook({
  records,
  callbacks,
  seed,
  now,
  url,
}: {
  records: Records;
  callbacks: Callbacks;
  seed: string;
  now: () => Date;
  /** Where events are sent. */
  url: string;
}) {
  const seconds = () => Math.floor(now().getTime() / 1000);
  const prices = pricesOf(0);

  async function newId(kind: keyof typeof PREFIXES): Promise<string> {
    const hash = createHash("sha256").update([seed, kind, await records.next(kind)].join("\u0000"));
    return PREFIXES[kind] + hash.digest("base64url").replace(/[-_]/g, "").slice(0, 24);
  }

  async function keep(kind: StripeKind, object: StripeObject): Promise<StripeObject> {
    await records.insert(kind, object.id, object, now());
    return object;
  }

  async function find(kind: StripeKind, id: string): Promise<StripeObject | undefined> {
    return (await records.find<StripeObject>(kind, id))?.data;
  }

  /** Changes an object and gives what it was before, for the event that tells of it. */
  async function change(kind: StripeKind, id: string, fields: object): Promise<StripeObject> {
    const changed = (await records.update<StripeObject>(kind, id, fields))?.data;
    if (!changed) throw new Error(`${kind} ${id} is gone`);
    return changed;
  }

  async function tell(type: string, object: StripeObject, previous?: object): Promise<void> {
    const id = await newId("event");
    const body = {
      id,
      object: "event",
      api_version: STRIPE_API_VERSION,
      created: seconds(),
      data: { object, ...(previous ? { previous_attributes: previous } : {}) },
      livemode: false,
      pending_webhooks: 1,
      request: { id: null, idempotency_key: null },
      type,
    };
    const callback = { key: id, url, contentType: "application/json; charset=utf-8", body: JSON.stringify(body), dueAt: now() };
    await callbacks.enqueue("stripe", { ...callback, retryDelaysMs: RETRY_DELAYS_MS });
  }

  async function addInvoice(subscription: StripeObject, isPaid: boolean): Promise<StripeObject> {
    const number = await records.next("invoice-number");
    const buyer = await find("customer", String(subscription.customer));
    const amount = subscription.status === "trialing" ? 0 : amountOf(subscription);
    const input = { number, subscription, email: buyer?.email, amount, isPaid };
    const invoice = await keep("invoice", invoiceOf(await newId("invoice"), input, seconds()));
    await change("subscription", subscription.id, { latest_invoice: invoice.id });
    await tell(isPaid ? "invoice.paid" : "invoice.payment_failed", invoice);
    return invoice;
  }

  return {
    prices,
    seconds,
    newId,
    find,
    change,
    tell,
    addInvoice,
    addCustomer: async (given: Record<string, unknown>) => keep("customer", customerOf(await newId("customer"), given, seconds())),
    addCheckout: async (given: Record<string, unknown>, price: StripeObject) =>
      keep("checkout", checkoutOf(await newId("checkout"), given, price, seconds())),
    async addSubscription(input: SubscriptionInput): Promise<StripeObject> {
      const subscription = await keep("subscription", subscriptionOf(await newId("subscription"), input, seconds()));
      await tell("customer.subscription.created", subscription);
      return subscription;
    },
    /** Latest first, after the one named, with those that hold these values. */
    async list(kind: StripeKind, where: Readonly<Record<string, unknown>>): Promise<StripeObject[]> {
      return (await records.list<StripeObject>(kind, { where, newestFirst: true })).map(({ data }) => data);
    },
    /** Cancelled, or in another state, with the event a change of state has. */
    async moveSubscription(before: StripeObject, fields: Readonly<Record<string, unknown>>): Promise<StripeObject> {
      const after = await change("subscription", before.id, fields);
      const type = after.status === "canceled" ? "customer.subscription.deleted" : "customer.subscription.updated";
      await tell(type, after, Object.fromEntries(Object.keys(fields).map((name) => [name, before[name]])));
      return after;
    },
  };
}

function amountOf({ items }: StripeObject): number {
  const [item] = (items as { data: { price: { unit_amount: number } }[] }).data;
  return item?.price.unit_amount ?? 0;
}

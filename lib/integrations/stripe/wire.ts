import "server-only";
import { z } from "zod";

const text = z.string().nullish();
const seconds = z.number().nullish();
const metadata = z.record(z.string(), z.string()).nullish();
/** A field that holds an id, or the whole object where it was expanded. */
const reference = z.union([z.string(), z.object({ id: z.string() }).transform(({ id }) => id)]).nullish();

export const customer = z.object({ id: z.string(), email: text, name: text, deleted: z.boolean().optional(), metadata });

export const price = z.object({
  id: z.string(),
  active: z.boolean(),
  currency: z.string(),
  lookup_key: text,
  unit_amount: z.number().nullish(),
  recurring: z.object({ interval: z.string(), interval_count: z.number() }).nullish(),
  metadata,
});

export const checkoutSession = z.object({
  id: z.string(),
  url: text,
  status: text,
  payment_status: text,
  client_reference_id: text,
  customer: reference,
  subscription: reference,
  metadata,
});

export const portalSession = z.object({ id: z.string(), url: z.string() });

/** The billing period stands on the item, not on the subscription. */
export const subscription = z.object({
  id: z.string(),
  status: z.string(),
  customer: reference,
  cancel_at_period_end: z.boolean(),
  cancel_at: seconds,
  canceled_at: seconds,
  trial_end: seconds,
  created: z.number(),
  pause_collection: z.object({ resumes_at: seconds }).nullish(),
  items: z.object({ data: z.array(z.object({ id: z.string(), current_period_end: z.number(), price })) }),
  metadata,
});

/** The subscription an invoice is for stands under its parent. */
export const invoice = z.object({
  id: z.string(),
  number: text,
  status: text,
  customer: reference,
  currency: z.string(),
  subtotal: z.number(),
  total: z.number(),
  amount_due: z.number(),
  amount_paid: z.number(),
  created: z.number(),
  next_payment_attempt: seconds,
  hosted_invoice_url: text,
  invoice_pdf: text,
  parent: z.object({ subscription_details: z.object({ subscription: reference, metadata }).nullish() }).nullish(),
});

export const listOf = <Item extends z.ZodType>(item: Item) => z.object({ data: z.array(item), has_more: z.boolean() });

export const errorAnswer = z.object({ error: z.object({ type: text, code: text, decline_code: text, param: text }) });

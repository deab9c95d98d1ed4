import "server-only";

/** What Stripe takes as a parameter: `undefined` is not sent, an empty text takes a value away. */
export type StripeValue = string | number | boolean | undefined | readonly StripeValue[] | { readonly [name: string]: StripeValue };

/**
 * Nested parameters under the names Stripe reads them by: `line_items[0][price]`, `metadata[client_id]`. A list always carries its
 * positions, since an item of it may have several fields.
 */
export function toStripeForm(parameters: Readonly<Record<string, StripeValue>>): Record<string, string | number | boolean> {
  return Object.fromEntries(Object.entries(parameters).flatMap(([name, value]) => flatten(name, value)));
}

function flatten(name: string, value: StripeValue): [string, string | number | boolean][] {
  if (value === undefined) return [];
  if (typeof value !== "object") return [[name, value]];
  return Object.entries(value).flatMap(([part, inner]) => flatten(`${name}[${part}]`, inner as StripeValue));
}

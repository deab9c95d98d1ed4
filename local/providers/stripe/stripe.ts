import { createHash } from "node:crypto";
import { timestampedSignature } from "@/lib/integrations/signatures/timestamped-signature";
import { givenKey } from "@/local/providers/given-key";
import type { Answer, Call, Handled, Handler, Played, StandIn, StandInContext } from "@/local/providers/stand-in";
import { type StripeBook, stripeBook } from "@/local/providers/stripe/book";
import { stripeControl } from "@/local/providers/stripe/control";
import type { StripeObject } from "@/local/providers/stripe/objects";
import { type FormObject, readForm, textAt, textsAt } from "@/local/providers/stripe/read-form";
import { inTurn } from "@/local/providers/timers";

/** The secret key the stand-in accepts. It opens nothing else. */
export const STRIPE_SECRET_KEY = "sk_test_local";
export const STRIPE_WEBHOOK_SECRET = "whsec_local_stripe_secret";

type KeptAnswer = { fingerprint: string; answer: Answer };

/** Stripe's billing for one account with the tiers' prices. Who pays and who does not is said through `/_control/stripe`. */
export const stripeStandIn: StandIn = {
  name: "stripe",
  prefix: "/stripe",
  env: (baseUrl) => ({ STRIPE_BASE_URL: baseUrl, STRIPE_SECRET_KEY, STRIPE_WEBHOOK_SECRET }),
  play,
};

function play({ callbacks, records, seed, now, appUrl }: StandInContext): Played {
  const book = stripeBook({ records, callbacks, seed, now, url: `${appUrl}/api/webhooks/stripe` });
  const turn = inTurn();
  callbacks.signWith("stripe", ({ body }, at) => ({
    "stripe-signature": timestampedSignature({ body, secrets: STRIPE_WEBHOOK_SECRET, at }),
  }));

  /** The same key gives the same answer for a day; with other parameters it is a mistake of the caller. */
  const once =
    (run: (form: FormObject, call: Call) => Promise<Handled>): Handler =>
    (call) =>
      turn(async () => {
        const key = call.headers["idempotency-key"];
        const fingerprint = createHash("sha256").update(`${call.path}\n${call.raw.toString()}`).digest("hex");
        const kept = typeof key === "string" ? (await records.find<KeptAnswer>("answer", key))?.data : undefined;
        if (kept) return { answer: kept.fingerprint === fingerprint ? kept.answer : refusal(400, "idempotency_error") };
        const handled = await run(readForm(new URLSearchParams(call.raw.toString())), call);
        if (typeof key === "string")
          await records.insert("answer", key, { fingerprint, answer: handled.answer } satisfies KeptAnswer, now());
        return handled;
      });

  return {
    routes: { ...writes(book, once), ...reads(book) },
    authenticate: (call) => (givenKey(call) === STRIPE_SECRET_KEY ? undefined : refusal(401, "invalid_request_error")),
    failure: (status) => refusal(status, status === 402 ? "card_error" : "api_error", status === 402 ? "card_declined" : undefined),
    control: stripeControl(book),
  };
}

function writes(book: StripeBook, once: (run: (form: FormObject, call: Call) => Promise<Handled>) => Handler) {
  const priceOf = (id: string | undefined) => book.prices.find((price) => price.id === id);
  const routes: Record<string, Handler> = {
    "POST /v1/customers": once(async (form) =>
      shown(await book.addCustomer({ email: textAt(form, "email"), name: textAt(form, "name"), metadata: textsAt(form, "metadata") })),
    ),
    "POST /v1/checkout/sessions": once(async (form) => {
      const price = priceOf(textAt(form, "line_items", "0", "price"));
      const customer = await book.find("customer", textAt(form, "customer") ?? "");
      if (!price || !customer || textAt(form, "mode") !== "subscription") return missing("resource_missing");
      const given = ["customer", "client_reference_id", "success_url", "cancel_url"].map((name) => [name, textAt(form, name)] as const);
      const session = await book.addCheckout({ ...Object.fromEntries(given), metadata: textsAt(form, "metadata") }, price);
      const wanted = { price: price.id, metadata: textsAt(form, "subscription_data", "metadata") };
      await book.change("checkout", session.id, {
        wanted: { ...wanted, trialDays: Number(textAt(form, "subscription_data", "trial_period_days") ?? 0) },
      });
      return shown(session);
    }),
    "POST /v1/billing_portal/sessions": once(async (form) => {
      const customer = await book.find("customer", textAt(form, "customer") ?? "");
      if (!customer) return missing("resource_missing");
      const id = await book.newId("portal");
      const session = { id, object: "billing_portal.session", configuration: "bpc_local", created: book.seconds(), customer: customer.id };
      const url = `https://billing.stripe.example/p/session/${id}`;
      return shown({ ...session, livemode: false, locale: null, return_url: textAt(form, "return_url") ?? null, url });
    }),
    "POST /v1/subscriptions": once(async (form) => {
      const price = priceOf(textAt(form, "items", "0", "price"));
      const customer = await book.find("customer", textAt(form, "customer") ?? "");
      if (!price || !customer) return missing("resource_missing");
      const trialDays = Number(textAt(form, "trial_period_days") ?? 0);
      const input = { customer: customer.id, price, metadata: textsAt(form, "metadata"), trialDays, status: "incomplete" };
      return shown(await book.addSubscription(input));
    }),
    "POST /v1/subscriptions/{id}": once(async (form, { params: { id = "" } }) => {
      const before = await book.find("subscription", id);
      if (!before || before.status === "canceled") return missing("resource_missing");
      const price = priceOf(textAt(form, "items", "0", "price"));
      const atEnd = textAt(form, "cancel_at_period_end");
      return shown(
        await book.moveSubscription(before, {
          ...(price ? { items: withPrice(before, price) } : {}),
          ...(atEnd === undefined ? {} : { cancel_at_period_end: atEnd === "true" }),
        }),
      );
    }),
    async "DELETE /v1/subscriptions/{id}"({ params: { id = "" } }) {
      const before = await book.find("subscription", id);
      if (!before || before.status === "canceled") return missing("resource_missing");
      return shown(await book.moveSubscription(before, { status: "canceled", canceled_at: book.seconds(), ended_at: book.seconds() }));
    },
  };
  return routes;
}

function reads(book: StripeBook): Record<string, Handler> {
  const one =
    (kind: Parameters<StripeBook["find"]>[0]): Handler =>
    async ({ params: { id = "" } }) => {
      const found = await book.find(kind, id);
      return found ? shown(found) : missing("resource_missing");
    };
  const where = ({ query }: Call, ...names: string[]) =>
    Object.fromEntries(names.flatMap((name) => (query.get(name) ? [[name, query.get(name)]] : [])));
  return {
    "GET /v1/customers/{id}": one("customer"),
    "GET /v1/checkout/sessions/{id}": one("checkout"),
    "GET /v1/subscriptions/{id}": one("subscription"),
    "GET /v1/invoices/{id}": one("invoice"),
    async "GET /v1/subscriptions"(call) {
      const status = call.query.get("status");
      const all = await book.list("subscription", where(call, "customer"));
      return page(
        call,
        all.filter((one) => status === "all" || (status === null ? one.status !== "canceled" : one.status === status)),
      );
    },
    async "GET /v1/invoices"(call) {
      const subscription = call.query.get("subscription");
      const all = await book.list("invoice", where(call, "customer", "status"));
      return page(
        call,
        all.filter((one) => subscription === null || JSON.stringify(one.parent).includes(`"${subscription}"`)),
      );
    },
    "GET /v1/prices"(call) {
      const keys = [...call.query].flatMap(([name, value]) => (/^lookup_keys\[\d*\]$/.test(name) ? [value] : []));
      return page(
        call,
        book.prices.filter(({ lookup_key }) => keys.length === 0 || keys.includes(String(lookup_key))),
      );
    },
    "GET /v1/prices/{id}"({ params: { id = "" } }) {
      const price = book.prices.find((known) => known.id === id);
      return price ? shown(price) : missing("resource_missing");
    },
  };
}

function page({ path, query }: Call, objects: readonly StripeObject[]): Handled {
  const limit = Number(query.get("limit") ?? 10);
  const after = query.get("starting_after");
  const from = after === null ? 0 : 1 + objects.findIndex(({ id }) => id === after);
  const data = objects.slice(from, from + limit).map(withoutOwn);
  return { answer: { status: 200, json: { object: "list", data, has_more: from + limit < objects.length, url: path } } };
}

/** The price is part of the item, and the period goes on. */
function withPrice({ items }: StripeObject, price: StripeObject): object {
  const list = items as { data: object[] };
  return { ...list, data: list.data.map((item) => ({ ...item, price })) };
}

/** `wanted` is what a session will buy; Stripe shows that elsewhere. */
function withoutOwn({ wanted: _wanted, ...object }: StripeObject): object {
  return object;
}

function shown(object: StripeObject): Handled {
  return { answer: { status: 200, json: withoutOwn(object) }, subject: object.id };
}

function missing(code: string): Handled {
  return { answer: refusal(404, "invalid_request_error", code) };
}

function refusal(status: number, type: string, code?: string): Answer {
  return { status, json: { error: { type, message: "The stand-in refuses.", ...(code === undefined ? {} : { code }) } } };
}

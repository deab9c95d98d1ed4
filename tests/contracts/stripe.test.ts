import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type Stripe, stripe } from "@/lib/integrations/stripe/api";
import { stripeEvent, toStripeHint, verifyStripe } from "@/lib/integrations/stripe/webhook";
import { STRIPE_SECRET_KEY, STRIPE_WEBHOOK_SECRET, stripeStandIn } from "@/local/providers/stripe/stripe";
import { hasContracts, readSamples } from "@/tests/contracts/contract";
import { scriptedFetch } from "@/tests/contracts/stand-in";
import { watchedStripeFetch } from "@/tests/contracts/stripe-fixture";
import { startToldProduct } from "@/tests/contracts/told-product";

const START = new Date("2026-11-24T02:00:00Z");
const CLIENT = "0194670e-5c00-7000-8000-0000000000aa";

describe.skipIf(!hasContracts)("Stripe: our client and the stand-in keep the contract", () => {
  let product: Awaited<ReturnType<typeof startToldProduct>>;
  let watch: ReturnType<typeof watchedStripeFetch>;
  let api: Stripe;

  beforeEach(async () => {
    product = await startToldProduct(stripeStandIn, { start: START });
    watch = watchedStripeFetch("/stripe");
    api = stripe({ apiKey: STRIPE_SECRET_KEY, baseUrl: product.baseUrl, fetch: watch.fetch });
  });
  afterEach(async () => {
    await product.close();
    expect(watch.problems).toEqual([]);
  });

  const hints = () => product.told.map(({ raw }) => toStripeHint(stripeEvent.parse(JSON.parse(raw))));
  const buyer = async () => {
    const [price] = await api.listPrices(["ignition_founding"]);
    const customer = await api.createCustomer({ clientId: CLIENT, name: "Example Agency", email: "owner@example.com" }, "customer-1");
    return { customerId: customer.id, priceId: price?.id ?? "" };
  };
  const checkout = async (trialDays?: number) => {
    const pages = { successUrl: "https://app.example.com/done", cancelUrl: "https://app.example.com/billing" };
    const bought = { clientId: CLIENT, ...(await buyer()), ...pages, ...(trialDays === undefined ? {} : { trialDays }) };
    return api.createCheckout(bought, "checkout-1");
  };
  const subscribe = async () => {
    const session = await checkout();
    await product.control("POST", `/stripe/checkouts/${session.id}/complete`);
    return (await api.getCheckout(session.id)).subscriptionId ?? "";
  };

  test("prices are found by our names for them", async () => {
    const prices = await api.listPrices(["ignition_founding", "dominance"]);
    expect(prices).toEqual([
      expect.objectContaining({
        lookupKey: "ignition_founding",
        amountCents: 125_000,
        currency: "aud",
        interval: "month",
        tier: "ignition",
      }),
      expect.objectContaining({ lookupKey: "dominance", amountCents: 750_000 }),
    ]);
    expect(await api.getPrice(prices[0]?.id ?? "")).toEqual(prices[0]);
    expect(await api.listPrices(["no_such"])).toEqual([]);
  });

  test("a client takes out a subscription on Stripe's page, and the hint leads to it", async () => {
    const session = await checkout();
    expect(session).toMatchObject({
      state: "open",
      isPaid: false,
      clientId: CLIENT,
      url: expect.stringContaining(session.id),
      subscriptionId: null,
    });
    await product.control("POST", `/stripe/checkouts/${session.id}/complete`);
    await product.pass(1000);
    const done = await api.getCheckout(session.id);
    expect(done).toMatchObject({ state: "complete", isPaid: true, clientId: CLIENT, url: null });
    const id = done.subscriptionId ?? "";
    expect(hints().map((hint) => [hint?.type, hint?.subscriptionId, hint?.clientId])).toEqual([
      ["customer.subscription.created", id, CLIENT],
      ["invoice.paid", id, CLIENT],
      ["checkout.session.completed", id, CLIENT],
    ]);
    expect(await api.getSubscription(id)).toMatchObject({
      clientId: CLIENT,
      customerId: done.customerId,
      state: "active",
      price: { lookupKey: "ignition_founding" },
      periodEndsAt: new Date(START.getTime() + 30 * 86_400_000),
      endsAtPeriodEnd: false,
      isCollectionPaused: false,
    });
    const { invoices, hasMore } = await api.listInvoices({ subscriptionId: id });
    expect([invoices, hasMore]).toEqual([
      [expect.objectContaining({ subtotalCents: 125_000, totalCents: 137_500, paidCents: 137_500, status: "paid", clientId: CLIENT })],
      false,
    ]);
    expect(await api.getInvoice(invoices[0]?.id ?? "")).toEqual(invoices[0]);
  });

  test("a card that fails puts it past due; a later payment brings it back", async () => {
    const id = await subscribe();
    await product.control("POST", `/stripe/subscriptions/${id}/decline`);
    expect(await api.getSubscription(id)).toMatchObject({ state: "past_due" });
    const { invoices } = await api.listInvoices({ status: "open" });
    expect(invoices).toEqual([expect.objectContaining({ dueCents: 137_500, paidCents: 0, nextAttemptAt: expect.any(Date) })]);
    await product.control("POST", `/stripe/subscriptions/${id}/charge`);
    expect(await api.getSubscription(id)).toMatchObject({ state: "active" });
    await product.pass(1000);
    expect(hints().map((hint) => hint?.type)).toEqual(
      expect.arrayContaining(["invoice.payment_failed", "customer.subscription.updated", "invoice.paid"]),
    );
  });

  test("a subscription changes price, runs out, and is cancelled once", async () => {
    const id = await subscribe();
    const { itemId } = await api.getSubscription(id);
    const [velocity] = await api.listPrices(["velocity"]);
    const change = { subscriptionId: id, itemId: itemId ?? "", priceId: velocity?.id ?? "" };
    expect(await api.changePrice(change, "change-1")).toMatchObject({ price: { lookupKey: "velocity" }, itemId });
    expect(await api.setEndsAtPeriodEnd({ subscriptionId: id, endsAtPeriodEnd: true }, "end-1")).toMatchObject({ endsAtPeriodEnd: true });
    expect(await api.setEndsAtPeriodEnd({ subscriptionId: id, endsAtPeriodEnd: false }, "end-2")).toMatchObject({ endsAtPeriodEnd: false });
    expect(await api.cancelSubscription(id)).toMatchObject({ state: "cancelled", cancelledAt: START });
    await expect(api.cancelSubscription(id)).rejects.toMatchObject({ status: 404, stripeCode: "resource_missing", retryable: false });
    expect((await api.listSubscriptions()).subscriptions).toEqual([]);
    expect((await api.listSubscriptions({ status: "all" })).subscriptions).toHaveLength(1);
  });

  test("a subscription made by us starts with its trial; without one it waits for the first payment", async () => {
    const { customerId, priceId } = await buyer();
    const trial = await api.createSubscription({ clientId: CLIENT, customerId, priceId, trialDays: 14 }, "sub-1");
    expect(trial).toMatchObject({ state: "trialing", trialEndsAt: new Date(START.getTime() + 14 * 86_400_000) });
    const other = await api.createSubscription({ clientId: CLIENT, customerId, priceId }, "sub-2");
    expect(other).toMatchObject({ state: "incomplete", trialEndsAt: null });
    const { subscriptions, hasMore } = await api.listSubscriptions({ customerId, limit: 1 });
    expect([subscriptions.map(({ id }) => id), hasMore]).toEqual([[other.id], true]);
    const rest = await api.listSubscriptions({ customerId, limit: 1, startingAfter: other.id });
    expect([rest.subscriptions.map(({ id }) => id), rest.hasMore]).toEqual([[trial.id], false]);
  });

  test("the billing page and the customer", async () => {
    const { customerId } = await buyer();
    expect(await api.createPortal({ customerId, returnUrl: "https://app.example.com" }, "portal-1")).toMatch(/^https:\/\/billing\./);
    expect(await api.getCustomer(customerId)).toEqual({
      id: customerId,
      email: "owner@example.com",
      name: "Example Agency",
      clientId: CLIENT,
      isDeleted: false,
    });
    await expect(api.createPortal({ customerId: "cus_none", returnUrl: "https://x.example" }, "portal-2")).rejects.toMatchObject({
      status: 404,
    });
  });

  test("one key makes one thing, however often and in whatever trouble it is asked for", async () => {
    const wanted = { clientId: CLIENT, name: "Example Agency", email: "owner@example.com" };
    await product.fail({ operation: "POST /v1/customers", kind: "answer_lost" });
    await expect(api.createCustomer(wanted, "once")).rejects.toMatchObject({ retryable: true });
    const [one, two] = await Promise.all([api.createCustomer(wanted, "once"), api.createCustomer(wanted, "once")]);
    expect(one).toEqual(two);
    const other = api.createCustomer({ ...wanted, name: "Another" }, "once");
    await expect(other).rejects.toMatchObject({ status: 400, type: "idempotency_error", retryable: false });
    expect((await api.createCustomer(wanted, "twice")).id).not.toBe(one.id);
    await expect(api.createCustomer(wanted, "k".repeat(256))).rejects.toThrow(RangeError);
  });

  test.each([
    [402, { retryable: false, type: "card_error", stripeCode: "card_declined" }],
    [409, { retryable: true }],
    [429, { retryable: true }],
    [500, { retryable: true }],
  ])("%i", async (status, expected) => {
    await product.fail({ operation: "POST /v1/customers", kind: "status", status });
    const failed = api.createCustomer({ clientId: CLIENT, name: "Example Agency", email: "owner@example.com" }, "fault");
    await expect(failed).rejects.toMatchObject({ status, ...expected, message: expect.not.stringMatching(/owner|sk_test/) });
  });

  test("a wrong key opens nothing, and what is not played says so", async () => {
    const wrong = stripe({ apiKey: "sk_test_other", baseUrl: product.baseUrl, fetch: watch.fetch });
    await expect(wrong.listInvoices()).rejects.toMatchObject({ status: 401, retryable: false });
    const authorization = `Bearer ${STRIPE_SECRET_KEY}`;
    expect((await fetch(`${product.baseUrl}/v1/refunds`, { method: "POST", headers: { authorization } })).status).toBe(501);
  });

  test("events are signed, repeated and shuffled under the same ids", async () => {
    await subscribe();
    await product.pass(1000);
    const ids = new Set(hints().map((hint) => hint?.eventId));
    await product.control("POST", "/redeliver", { provider: "stripe", times: 2, isShuffled: true });
    expect(product.told).toHaveLength(9);
    expect(new Set(hints().map((hint) => hint?.eventId))).toEqual(ids);
    const isGood = product.told.map(({ headers, raw, at }) =>
      verifyStripe({ header: headers.get("stripe-signature"), body: raw, secrets: [STRIPE_WEBHOOK_SECRET], now: at }),
    );
    expect(isGood).not.toContain(false);
  });
});

describe.skipIf(!hasContracts)("Stripe: every sample parses", () => {
  const samples = hasContracts ? readSamples("stripe") : {};
  const hintOf = (name: string) => toStripeHint(stripeEvent.parse(samples[name]));
  const common = { at: new Date(1_768_440_600_000), subscriptionId: "sub_1AgencyOs", customerId: "cus_AgencyOs", clientId: "t1" };

  test.each([
    ["event-checkout.session.completed.json", { eventId: "evt_1cs", about: "checkout", invoiceId: null }],
    ["event-customer.subscription.created.json", { eventId: "evt_1a", about: "subscription", invoiceId: null }],
    ["event-customer.subscription.updated.json", { eventId: "evt_1b", about: "subscription", invoiceId: null }],
    ["event-customer.subscription.deleted.json", { eventId: "evt_1c", about: "subscription", invoiceId: null }],
    ["event-invoice.paid.json", { eventId: "evt_1d", about: "invoice", invoiceId: "in_1AgencyOs" }],
    ["event-invoice.payment_failed.json", { eventId: "evt_1e", about: "invoice", invoiceId: "in_1AgencyOs" }],
  ])("%s", (name, expected) => {
    expect(hintOf(name)).toEqual({ ...common, ...expected, type: name.replace(/^event-|\.json$/g, "") });
  });

  test("objects as a fetch gives them", async () => {
    const objectOf = (name: string) => (samples[name] as { data: { object: unknown } }).data.object;
    const answering = (status: number, body: unknown) =>
      stripe({ apiKey: "k", baseUrl: "https://api.example", fetch: scriptedFetch(status, JSON.stringify(body)) });
    expect(await answering(200, objectOf("event-customer.subscription.updated.json")).getSubscription("s")).toMatchObject({
      state: "past_due",
      itemId: "si_1",
      price: { id: "price_1IgnitionFounding", lookupKey: "ignition_founding", amountCents: 125_000, tier: "ignition" },
      periodEndsAt: new Date(1_771_119_000_000),
    });
    expect(await answering(200, objectOf("event-invoice.payment_failed.json")).getInvoice("i")).toMatchObject({
      status: "open",
      dueCents: 137_500,
      nextAttemptAt: new Date(1_768_699_800_000),
      subscriptionId: "sub_1AgencyOs",
    });
    expect(await answering(200, objectOf("event-checkout.session.completed.json")).getCheckout("c")).toMatchObject({
      isPaid: true,
      clientId: "t1",
    });
    const declined = answering(402, samples["error-402.json"]).getCustomer("c");
    await expect(declined).rejects.toMatchObject({ type: "card_error", declineCode: "insufficient_funds", retryable: false });
  });

  test("none is left out", () => {
    expect(Object.keys(samples)).toHaveLength(7);
  });
});

import { z } from "zod";
import type { Handled, Handler } from "@/local/providers/stand-in";
import type { StripeBook } from "@/local/providers/stripe/book";

const wantedInput = z.object({ price: z.string(), metadata: z.record(z.string(), z.string()), trialDays: z.number() });
const statusInput = z.object({ status: z.enum(["trialing", "active", "past_due", "unpaid", "paused", "incomplete_expired", "canceled"]) });

/** What happens to money outside our sight: a customer pays on Stripe's page, a card works or does not. */
export function stripeControl(book: StripeBook): Readonly<Record<string, Handler>> {
  return {
    async "POST /checkouts/{id}/complete"({ params: { id = "" } }) {
      const session = await book.find("checkout", id);
      if (session?.status !== "open") return answer(409, { error: "the session is not open" });
      const { price: priceId, metadata, trialDays } = wantedInput.parse(session.wanted);
      const price = book.prices.find((known) => known.id === priceId);
      if (!price) return answer(409, { error: "the price is gone" });
      const input = { customer: String(session.customer), price, metadata, trialDays, status: "active" };
      const subscription = await book.addSubscription(input);
      const invoice = await book.addInvoice(subscription, true);
      const done = { status: "complete", payment_status: "paid", subscription: subscription.id, invoice: invoice.id, url: null };
      const { wanted: _wanted, ...complete } = await book.change("checkout", id, done);
      await book.tell("checkout.session.completed", { ...complete, id, object: "checkout.session" });
      return answer(200, { subscription: subscription.id, invoice: invoice.id });
    },
    "POST /subscriptions/{id}/charge": (call) => charge(call.params.id ?? "", true),
    "POST /subscriptions/{id}/decline": (call) => charge(call.params.id ?? "", false),
    async "POST /subscriptions/{id}/status"({ params: { id = "" }, body }) {
      const before = await book.find("subscription", id);
      if (!before) return answer(404, { error: "no such subscription" });
      return answer(200, await book.moveSubscription(before, statusInput.parse(body)));
    },
  };

  /** One renewal: paid, or declined, which puts the subscription past due. */
  async function charge(id: string, isPaid: boolean): Promise<Handled> {
    const before = await book.find("subscription", id);
    if (!before) return answer(404, { error: "no such subscription" });
    const status = isPaid ? "active" : "past_due";
    const after = before.status === status ? before : await book.moveSubscription(before, { status });
    const invoice = await book.addInvoice(after, isPaid);
    return answer(200, { invoice: invoice.id });
  }
}

function answer(status: number, json: object): Handled {
  return { answer: { status, json } };
}

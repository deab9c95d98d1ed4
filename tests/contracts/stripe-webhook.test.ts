import { existsSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { toStripeForm } from "@/lib/integrations/stripe/form";
import { toSubscriptionState } from "@/lib/integrations/stripe/transform";
import { toStripeHint, verifyStripe } from "@/lib/integrations/stripe/webhook";

/** Handed over beside the project: without it the worked example is skipped. */
const VECTORS = new URL("../../../shared/contracts/samples/signatures/vectors.json", import.meta.url);
const MINUTE = 60_000;

describe("what an event changes", () => {
  const event = (type: string, object: object) => ({ id: "evt_1", type, created: 1, data: { object } });

  test.each(["customer.created", "charge.succeeded", "constructor"])("%s changes nothing", (type) => {
    expect(toStripeHint(event(type, {}))).toBeUndefined();
  });
  test.each(["paused", "resumed", "trial_will_end"])("a subscription that is %s is looked at", (what) => {
    const expanded = { id: "sub_1", customer: { id: "cus_1", object: "customer" }, metadata: {} };
    expect(toStripeHint(event(`customer.subscription.${what}`, expanded))).toMatchObject({
      subscriptionId: "sub_1",
      customerId: "cus_1",
      clientId: null,
    });
  });
  test("an invoice that is for no subscription names none", () => {
    expect(toStripeHint(event("invoice.payment_action_required", { id: "in_1", parent: null }))).toMatchObject({
      subscriptionId: null,
      invoiceId: "in_1",
    });
  });

  test.each([
    ["trialing", "trialing"],
    ["active", "active"],
    ["past_due", "past_due"],
    ["unpaid", "past_due"],
    ["paused", "paused"],
    ["canceled", "cancelled"],
    ["incomplete_expired", "cancelled"],
    ["incomplete", "incomplete"],
    ["something new", "incomplete"],
    ["constructor", "incomplete"],
  ])("%s is %s to us", (status, state) => {
    expect(toSubscriptionState(status)).toBe(state);
  });
});

describe("forms and signatures", () => {
  test("nested parameters", () => {
    const form = toStripeForm({ a: 1, b: [{ c: "x", d: [true, false] }], e: { f: "" }, g: undefined, h: { i: undefined } });
    expect(form).toEqual({ a: 1, "b[0][c]": "x", "b[0][d][0]": true, "b[0][d][1]": false, "e[f]": "" });
  });

  test.skipIf(!existsSync(VECTORS))("the worked example passes, and every forgery of it fails", () => {
    type Vector = { secret: string; raw_body: string; headers: Record<string, string> };
    const { stripe: vector } = JSON.parse(readFileSync(VECTORS, "utf8")) as { stripe: Vector };
    const header = vector.headers["stripe-signature"] ?? "";
    const at = (minutes: number) => new Date(1_767_225_600_000 + minutes * MINUTE);
    const good = { header, body: vector.raw_body, secrets: [vector.secret], now: at(0) };
    expect(verifyStripe(good)).toBe(true);
    expect(verifyStripe({ ...good, body: Buffer.from(vector.raw_body), now: at(5) })).toBe(true);
    expect(verifyStripe({ ...good, header: header.replace("v1=", `v1=${"0".repeat(64)},v1=`) })).toBe(true);
    expect(verifyStripe({ ...good, secrets: ["whsec_next", vector.secret] })).toBe(true);
    const bad = {
      tampered: { ...good, body: vector.raw_body.replace("paid", "void") },
      "written anew": { ...good, body: JSON.stringify(JSON.parse(vector.raw_body), null, 2) },
      "another key": { ...good, secrets: ["whsec_other"] },
      "the key without its prefix": { ...good, secrets: [vector.secret.replace("whsec_", "")] },
      "an empty key": { ...good, secrets: [""] },
      missing: { ...good, header: null },
      truncated: { ...good, header: header.slice(0, -2) },
      "only an older scheme": { ...good, header: header.replace("v1=", "v0=") },
      stale: { ...good, now: at(6) },
      future: { ...good, now: at(-6) },
    };
    for (const [name, check] of Object.entries(bad)) expect([name, verifyStripe(check)]).toEqual([name, false]);
  });
});

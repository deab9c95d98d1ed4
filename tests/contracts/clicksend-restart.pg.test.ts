import { afterAll, beforeAll, expect, test } from "vitest";
import { createClickSendCarrier } from "@/lib/integrations/clicksend/carrier";
import { infraforge } from "@/lib/integrations/infraforge/api";
import { stripe } from "@/lib/integrations/stripe/api";
import { calendlyStandIn } from "@/local/providers/calendly/calendly";
import { CLAY_TABLE, clayStandIn } from "@/local/providers/clay/clay";
import { CLICKSEND_ACCOUNT, CLICKSEND_RETURN_ADDRESS_ID, clicksendStandIn } from "@/local/providers/clicksend/clicksend";
import { INFRAFORGE_KEY, infraforgeStandIn } from "@/local/providers/infraforge/infraforge";
import type { Contact } from "@/local/providers/recipients";
import { startProviders } from "@/local/providers/server";
import { STRIPE_SECRET_KEY, stripeStandIn } from "@/local/providers/stripe/stripe";
import { type TestDatabase, testDatabase } from "@/tests/support/test-database";

const DAY = 86_400_000;
const STAND_INS = [clicksendStandIn, stripeStandIn, infraforgeStandIn, clayStandIn, calendlyStandIn];
const LETTER = {
  to: {
    name: "Sam Example",
    company: null,
    line1: "2 Sample Road",
    line2: null,
    city: "Melbourne",
    state: "VIC",
    postcode: "3000",
    country: "AU",
  },
  returnAddressId: CLICKSEND_RETURN_ADDRESS_ID,
  body: "Dear Sam",
};

let database: TestDatabase;
let now = new Date("2026-11-24T02:00:00Z");
const reached: Contact[] = [];

beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.drop());

const start = () =>
  startProviders({
    port: 0,
    databaseUrl: database.localUrl,
    clock: { now: () => now },
    seed: 1,
    standIns: STAND_INS,
    recipients: {
      react: async (contact) => {
        reached.push(contact);
        return [];
      },
    },
  });
const control = async (url: string, path: string, body: object = {}) => {
  const answer = await fetch(`${url}/_control${path}`, { method: "POST", body: JSON.stringify(body) });
  return (await answer.json()) as { callbacks?: { queued: number } };
};

test("letters, subscriptions, domains, rows and bookings outlive the process that took them", async () => {
  const letters = (url: string) => createClickSendCarrier({ apiKey: CLICKSEND_ACCOUNT, baseUrl: `${url}/clicksend/v3`, fetch });
  const billing = (url: string) => stripe({ apiKey: STRIPE_SECRET_KEY, baseUrl: `${url}/stripe`, fetch });
  const domains = (url: string) => infraforge({ apiKey: INFRAFORGE_KEY, baseUrl: `${url}/infraforge/public`, fetch });
  const customer = { clientId: "c-1", name: "Example Agency", email: "owner@example.com" };

  const first = await start();
  const posted = await letters(first.url).handOver(LETTER, "touch-1");
  const made = await billing(first.url).createCustomer(customer, "key-1");
  const workspace = await domains(first.url).createWorkspace({ name: "tenant-1", hasOwnIp: false });
  await fetch(`${first.url}/clay/v3/sources/webhook/${CLAY_TABLE.webhookId}`, {
    method: "POST",
    headers: { "x-clay-webhook-auth": CLAY_TABLE.token },
    body: JSON.stringify({ agency_os_request_id: "r-1", email: "sam.lee@brolga.example", callback_url: "http://product.invalid/x" }),
  });
  await control(first.url, "/calendly/bookings", { email: "sam@example.com", name: "Sam", startsAt: "2026-11-30T00:00:00Z" });
  await first.close();

  now = new Date(now.getTime() + 10 * DAY);
  const second = await start();
  try {
    const { callbacks } = await control(second.url, "/tick");
    expect(callbacks?.queued).toBe(2);
    expect(reached).toEqual([expect.objectContaining({ act: "letter", to: "Sam Example, 2 Sample Road, 3000", text: "Dear Sam" })]);
    expect(await letters(second.url).reconcile("touch-1", LETTER)).toMatchObject({
      outcome: "accepted",
      reference: posted.outcome === "accepted" ? posted.reference : "",
      response: "found Sent",
    });
    expect(await billing(second.url).createCustomer(customer, "key-1")).toEqual(made);
    expect(await domains(second.url).listWorkspaces()).toEqual([workspace]);
  } finally {
    await second.close();
  }
});

import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { inboundReceived, leadsAdded, weightsChanged } from "@/lib/events/catalogue";
import { apollo } from "@/lib/integrations/apollo/api";
import type { ClayRow } from "@/lib/integrations/clay/api";
import { dataForSeo } from "@/lib/integrations/dataforseo/api";
import { hunter } from "@/lib/integrations/hunter/api";
import { personCache } from "@/lib/integrations/upstash/person-cache";
import { APOLLO_KEY } from "@/local/providers/apollo";
import { DATAFORSEO_ACCOUNT } from "@/local/providers/dataforseo";
import type { DirectoryPerson } from "@/local/providers/directory";
import { HUNTER_KEY } from "@/local/providers/hunter";
import { seeded } from "@/local/providers/seeded";
import { startProviders } from "@/local/providers/server";
import { startUpstash, type Upstash } from "@/local/upstash/server";
import { type DurableApp, openDurableApp } from "@/tests/support/durable-app";
import { insertLead, signUp } from "@/tests/support/factories";

const SECOND_MS = 1000;
const MINUTE_MS = 60 * SECOND_MS;
/** Ten are enriched side by side in a step; two more wait for the next one. */
const LEADS = 12;
const FAULTS = 5;
const ENRICHED_AT_ONCE = 10 - FAULTS;

let app: DurableApp;
let upstash: Upstash;
let providers: Awaited<ReturnType<typeof startProviders>>;
let clientId: string;
const clayRows: ClayRow[] = [];

/** `known.…` is a verified person to Apollo; whoever else is left to Hunter. */
const people = {
  findPersonByEmail: (email: string): DirectoryPerson => ({ email, mailbox: "valid", isInApollo: email.startsWith("known.") }),
  findCompanyByDomain: () => undefined,
};
const open = (port: number) =>
  startProviders({ port, databaseUrl: null, clock: { now: () => new Date("2026-03-03T23:00:00Z") }, seed: 1, people });
/** The product waits fifteen seconds for an answer; a test does not. */
const impatient: typeof fetch = (url, init) => fetch(url, { ...init, signal: AbortSignal.timeout(700) });

beforeAll(async () => {
  providers = await open(0);
  upstash = await startUpstash({ port: 0, token: "test-token" });
  const at = (path: string) => ({ baseUrl: providers.url + path, fetch: impatient });
  const found = apollo({ apiKey: APOLLO_KEY, ...at("/apollo/api/v1") });
  const verifier = hunter({ apiKey: HUNTER_KEY, ...at("/hunter/v2") });
  const seo = dataForSeo({ apiKey: DATAFORSEO_ACCOUNT, ...at("/dataforseo") });
  app = await openDurableApp({
    enrichment: {
      cache: personCache({ url: upstash.url, token: "test-token" }),
      matchPerson: found.matchPerson,
      readProfile: null,
      findCompany: found.enrichOrganization,
      findCompanyByName: found.findOrganizationByName,
      findPlace: null,
      findEmail: verifier.findEmail,
      verifyEmail: verifier.verifyEmail,
      clay: {
        webhookHash: "the table's",
        callbackUrl: "https://app.example/api/webhooks/clay",
        sendRow: async (row) => {
          clayRows.push(row);
        },
      },
      getSearchTraffic: seo.getSearchTraffic,
      getBacklinkProfile: seo.getBacklinkProfile,
    },
  });
});
afterAll(async () => {
  await app?.close();
  await upstash?.close();
  await providers?.close();
});
beforeEach(async () => {
  ({ clientId } = await signUp(app.world));
  await app.world.system.updateTable("clients").set({ subscriptionStatus: "active" }).where("id", "=", clientId).execute();
});

async function fail(fault: Record<string, unknown>): Promise<void> {
  const answer = await fetch(`${providers.url}/_control/faults`, { method: "POST", body: JSON.stringify(fault) });
  if (!answer.ok) throw new Error(await answer.text());
}
const heal = () => fetch(`${providers.url}/_control/faults`, { method: "DELETE" });
/** Hunter's stand-in asks to come back for one address in thirty; here only the faults that are told may happen. */
function answeredAtOnce(prefix: string): string {
  const email = `${prefix}.${randomUUID().slice(0, 8)}@firm-${randomUUID().slice(0, 8)}.example`;
  return seeded("1", "hunter", email).unit() < 0.05 ? answeredAtOnce(prefix) : email;
}
async function newLeads(prefix: "known" | "unlisted", count = LEADS): Promise<string[]> {
  const ids: string[] = [];
  for (let n = 0; n < count; n += 1)
    ids.push(
      await insertLead(app.world, clientId, {
        email: answeredAtOnce(prefix),
        status: "new",
        emailStatus: null,
        emailVerifiedAt: null,
        alsScore: null,
        alsTier: null,
      }),
    );
  return ids;
}
const statuses = async () => {
  const rows = await app.world.system.selectFrom("leads").select("status").where("clientId", "=", clientId).execute();
  return Object.fromEntries([...Map.groupBy(rows, ({ status }) => status)].map(([status, all]) => [status, all.length]));
};
const credits = async () =>
  (await app.world.system.selectFrom("clients").select("creditsRemaining").where("id", "=", clientId).executeTakeFirstOrThrow())
    .creditsRemaining;
const spent = () =>
  app.world.system.selectFrom("creditLedger").select("leadId").where("clientId", "=", clientId).where("delta", "<", 0).execute();
const notices = () => app.world.system.selectFrom("notifications").select(["title", "readAt"]).where("clientId", "=", clientId).execute();
async function settle(): Promise<void> {
  for (let round = 0; round < 12 && (await statuses()).scored !== LEADS; round += 1) await app.advance(10 * MINUTE_MS);
}
/** Everybody enriched and scored, one credit each. */
async function expectEverybodyOnce(before: number): Promise<void> {
  expect(await statuses()).toEqual({ scored: LEADS });
  expect(await credits()).toBe(before - LEADS);
  const rows = await spent();
  expect(rows).toHaveLength(LEADS);
  expect(new Set(rows.map(({ leadId }) => leadId)).size).toBe(LEADS);
}

describe.each([
  ["apollo", "known", "Apollo"],
  ["hunter", "unlisted", "Hunter"],
] as const)("%s, in the middle of a run,", (provider, prefix, name) => {
  test.each([
    ["does not answer in time", { kind: "hang" }],
    ["fails", { kind: "status", status: 500 }],
    ["cuts the line", { kind: "drop" }],
    ["answers into a broken line", { kind: "answer_lost" }],
  ])("%s: people are told once, nothing is lost, each lead is charged for once", async (_how, fault) => {
    const before = await credits();
    const leadIds = await newLeads(prefix);
    await fail({ provider, times: FAULTS, ...fault });
    await app.announce(leadsAdded.create({ clientId, leadIds }));
    // The others of the step went on; those that met the fault wait as they were.
    expect(await statuses()).toEqual({ new: LEADS - ENRICHED_AT_ONCE, scored: ENRICHED_AT_ONCE });
    expect(await spent()).toHaveLength(ENRICHED_AT_ONCE);
    expect(await notices()).toEqual([{ title: `${name} does not answer as it should`, readAt: null }]);

    await settle();
    await expectEverybodyOnce(before);
    expect(await notices()).toEqual([{ title: `${name} does not answer as it should`, readAt: expect.any(Date) }]);
  });

  test("asks to be called later: it is, to the second, and nobody is alarmed", async () => {
    const before = await credits();
    const leadIds = await newLeads(prefix);
    await fail({ provider, times: FAULTS, kind: "status", status: 429, retryAfterSeconds: 40 });
    await app.announce(leadsAdded.create({ clientId, leadIds }));
    expect(await statuses()).toEqual({ new: LEADS - ENRICHED_AT_ONCE, scored: ENRICHED_AT_ONCE });
    await app.advance(39 * SECOND_MS);
    expect(await statuses()).toEqual({ new: LEADS - ENRICHED_AT_ONCE, scored: ENRICHED_AT_ONCE });
    await app.advance(SECOND_MS);
    await settle();
    await expectEverybodyOnce(before);
    expect(await notices()).toEqual([]);
  });

  test("is away longer than a run goes on trying: the night's sweep enriches whoever waits", async () => {
    const before = await credits();
    const leadIds = await newLeads(prefix);
    await fail({ provider, times: 10_000, kind: "status", status: 500 });
    await app.announce(leadsAdded.create({ clientId, leadIds }));
    for (let hour = 0; hour < 8; hour += 1) await app.advance(60 * MINUTE_MS);
    expect(await statuses()).toEqual({ new: LEADS });
    expect(await credits()).toBe(before);
    expect(await notices()).toHaveLength(1);

    await heal();
    await app.fire("sweep-waiting-leads");
    await settle();
    await expectEverybodyOnce(before);
  });
});

test("the providers die and come back: the run goes on where it was", async () => {
  const before = await credits();
  const leadIds = await newLeads("known");
  const port = Number(new URL(providers.url).port);
  await providers.close();
  await app.announce(leadsAdded.create({ clientId, leadIds }));
  expect(await statuses()).toEqual({ new: LEADS });
  expect(await notices()).toEqual([{ title: "Apollo does not answer as it should", readAt: null }]);
  providers = await open(port);
  await settle();
  await expectEverybodyOnce(before);
});

test("a cache that is down costs a look-up and no lead", async () => {
  const before = await credits();
  const port = Number(new URL(upstash.url).port);
  await upstash.close();
  await app.announce(leadsAdded.create({ clientId, leadIds: await newLeads("known") }));
  upstash = await startUpstash({ port, token: "test-token" });
  await expectEverybodyOnce(before);
});

describe("Clay", () => {
  /** Of seven nobody knows, the one of the batch's share. */
  async function askForSeven(): Promise<ClayRow> {
    const unknown = { firstName: null, lastName: null, company: null, domain: null, linkedinUrl: null };
    clayRows.length = 0;
    const leadIds = await newLeads("unlisted", 7);
    await app.world.system.updateTable("leads").set(unknown).where("id", "in", leadIds).execute();
    await app.announce(leadsAdded.create({ clientId, leadIds }));
    expect(clayRows).toHaveLength(1);
    return clayRows[0] as ClayRow;
  }
  const leadOf = ({ email }: ClayRow) =>
    app.world.system
      .selectFrom("leads")
      .select(["status", "company", "enrichmentError"])
      .where("email", "=", email ?? "")
      .executeTakeFirstOrThrow();
  const deliver = async ({ requestId, email }: ClayRow) => {
    const found = { status: "found", email, first_name: "Lee", last_name: "Marsden", title: "Owner", company: "Firm", credits_used: 4 };
    const { id } = await app.world.system
      .insertInto("private.inboundEvents")
      .values({
        provider: "clay",
        externalId: randomUUID(),
        headers: "{}",
        body: JSON.stringify({ agency_os_request_id: requestId, ...found }),
        receivedAt: app.clock.now(),
      })
      .returning("id")
      .executeTakeFirstOrThrow();
    await app.announce(inboundReceived.create({ inboundEventId: id, provider: "clay" }));
  };

  test("is asked for the hottest of those nobody knows; the answer enriches the lead, and its deadline then changes nothing", async () => {
    const before = await credits();
    const row = await askForSeven();
    expect(await statuses()).toEqual({ new: 7 });
    await app.advance(2 * MINUTE_MS);
    await deliver(row);
    await deliver(row);
    expect(await leadOf(row)).toEqual({ status: "scored", company: "Firm", enrichmentError: null });
    await app.advance(40 * MINUTE_MS);
    expect(await statuses()).toEqual({ new: 6, scored: 1 });
    expect(clayRows).toHaveLength(1);
    expect(await credits()).toBe(before - 1);
  });

  test("that does not answer holds nobody up longer than its time", async () => {
    const row = await askForSeven();
    await app.advance(29 * MINUTE_MS);
    expect((await leadOf(row)).enrichmentError).toBeNull();
    await app.advance(MINUTE_MS);
    expect(await leadOf(row)).toMatchObject({ status: "new", enrichmentError: expect.stringContaining("company missing") });
  });
});

describe("DataForSEO", () => {
  test.each([
    ["does not answer in time", { kind: "hang" }],
    ["has had too many calls", { kind: "status", status: 40202 }],
    ["fails", { kind: "status", status: 50000 }],
    ["cuts the line", { kind: "drop" }],
  ])("%s: leads are scored without its figures, and get them with the next score", async (_how, fault) => {
    const figures = () =>
      app.world.system
        .selectFrom("private.dataforseoCache")
        .select("domain")
        .where("domain", "in", (eb) => eb.selectFrom("leads").select("domain").where("clientId", "=", clientId).$castTo<string>())
        .execute();
    const leadIds = await newLeads("known", 2);
    await fail({ provider: "dataforseo", times: 4, ...fault });
    await app.announce(leadsAdded.create({ clientId, leadIds }));
    expect(await statuses()).toEqual({ scored: 2 });
    expect(await figures()).toEqual([]);
    await heal();
    await app.announce(weightsChanged.create({ clientId }));
    expect(await figures()).toHaveLength(2);
  });
});

import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { SITE_STATES, type SiteState } from "@/lib/domain/site-reading";
import { confirmIcp, editCard } from "@/lib/engines/discovery/edit-draft";
import { requestDiscovery } from "@/lib/engines/discovery/request-discovery";
import { showDiscovery } from "@/lib/engines/discovery/show-discovery";
import { ProviderError } from "@/lib/errors";
import { discoveryRequested } from "@/lib/events/catalogue";
import type { SiteReading } from "@/lib/integrations/website/read-site";
import { type DurableApp, openDurableApp } from "@/tests/support/durable-app";
import { insertLead, signUp, TEST_PEPPER } from "@/tests/support/factories";
import { FakeProviders } from "@/tests/support/fake-enrichment";
import { aCompany } from "@/tests/support/icp-facts";

const FRONT = `<html lang="en"><head><title>Brightwater Digital</title></head><body><main>
  <h1>Websites and search for builders</h1><p>We help home builders win better projects. A team of 12 in Perth.</p>
  <section><h2>Our services</h2><ul><li>Search engine optimisation</li><li>Google Ads</li><li>Web design</li></ul></section>
  <section><h2>Our clients</h2>
    <a href="https://hallmarkhomes.com.au"><img src="/logos/hallmark-homes.png" alt="Hallmark Homes logo"></a>
    <a href="https://coastroofing.com.au"><img src="/logos/coast-roofing.png" alt="Coast Roofing logo"></a>
    <img src="/logos/bayside-plumbing.png" alt="Bayside Plumbing logo"></section>
</main></body></html>`;

const providers = Object.assign(new FakeProviders(), {
  getSearchTraffic: async () => ({ organic_etv: 0, top10_keywords: 0, costMicroAud: 0 }),
  getBacklinkProfile: async () => ({ domain_rank: 1, spam_score: 1, costMicroAud: 0 }),
});
const site: { read: () => Promise<SiteReading>; reads: number } = { read: () => Promise.reject(new Error("no site")), reads: 0 };
let app: DurableApp;

beforeAll(async () => {
  app = await openDurableApp({
    enrichment: providers,
    readWebsite: () => {
      site.reads += 1;
      return site.read();
    },
  });
});
afterAll(() => app?.close());

const reading = (state: SiteState, html: string[] = []): SiteReading => ({
  state,
  detail: null,
  url: "https://agency.example/",
  language: "en",
  pages: html.map((text, at) => ({ url: at === 0 ? "https://agency.example/" : `https://agency.example/${at}`, html: text })),
});

async function workspace() {
  const { clientId, userId } = await signUp(app.world);
  const ctx = app.world.memberCtx(clientId, userId, "owner", app.clock.now());
  return { clientId, ctx };
}
type Workspace = Awaited<ReturnType<typeof workspace>>;

/** Asks and lets everything happen that follows. */
async function discover(
  { ctx }: Workspace,
  input: Parameters<typeof requestDiscovery>[1] = { source: "website", websiteUrl: "agency.example" },
) {
  const { discoveryId } = await requestDiscovery(ctx, input, { allowPrivateHosts: false });
  await app.relay();
  await app.control.idle();
  return discoveryId;
}
const shown = ({ clientId }: Workspace, discoveryId: string) =>
  app.world.system.transaction().execute((db) => showDiscovery(db, { clientId, discoveryId }));

test("from a website to a profile that waits for a person, every step on screen and every card with its source", async () => {
  site.read = async () => reading("ok", [FRONT]);
  providers.company = (domain) =>
    aCompany({ domain, name: domain, industry: "Construction", employeeCount: 24, state: "Western Australia", country: "Australia" });
  // Of the same name and from elsewhere: another company.
  providers.companyNamed = (name) => aCompany({ name, domain: "bayside-plumbing.example", industry: "Software", country: "United States" });
  const own = await workspace();
  const discoveryId = await discover(own, { source: "website", websiteUrl: "agency.com.au" });
  const result = await shown(own, discoveryId);
  if (!result || !("draft" in result)) throw new Error(`no draft: ${JSON.stringify(result)}`);
  expect(result).toMatchObject({ status: "ready", percent: 100, failure: null, warnings: [] });
  expect(result.steps.every(({ status, found }) => status === "done" && found !== null)).toBe(true);
  expect(result.draft.cards.industries).toMatchObject({ value: ["construction"], by: "baseline", isConfirmed: false });
  expect(result.draft.cards.industries.evidence.length).toBeGreaterThan(0);
  expect(result.draft.cards.company_sizes).toMatchObject({ value: ["11-50"], confidence: 0.33 });
  expect(result.draft.cards.agency.value.teamSize).toBe(24); // a provider's word before the site's
  expect(
    result.portfolio
      .filter(({ isEnriched }) => isEnriched)
      .map(({ domain }) => domain)
      .sort(),
  ).toEqual(["coastroofing.com.au", "hallmarkhomes.com.au"]);
  const costs = await app.world.system
    .selectFrom("providerCosts")
    .select(["operation", "leadId"])
    .where("clientId", "=", own.clientId)
    .execute();
  expect(costs).toHaveLength(4); // two by domain, one by name, the agency itself
  const leftovers = await app.world.system
    .selectFrom("private.icpDiscoverySources")
    .select("kind")
    .where("clientId", "=", own.clientId)
    .execute();
  expect(leftovers).toEqual([]);

  // The same event once more repeats nothing.
  const asked = providers.asked.length;
  await app.announce(discoveryRequested.create({ clientId: own.clientId, discoveryId }));
  expect(await shown(own, discoveryId)).toEqual(result);
  expect(providers.asked.length).toBe(asked);

  // Edited and confirmed, then looked at again: the edit stays, and the other is shown beside it.
  await editCard(own.ctx, { discoveryId, card: "titles", value: ["Estimator"] });
  const leadId = await insertLead(app.world, own.clientId, { status: "scored" });
  expect(await confirmIcp(own.ctx, { discoveryId }, { pepper: TEST_PEPPER })).toEqual({ version: 2 });
  await app.relay();
  await app.control.idle();
  const lead = await app.world.system.selectFrom("leads").select("alsWeightSource").where("id", "=", leadId).executeTakeFirstOrThrow();
  expect(lead.alsWeightSource).toBe("client_icp"); // confirmed weights enter the ladder
  const again = await shown(own, await discover(own));
  if (!again || !("draft" in again)) throw new Error("no draft");
  expect(again.draft.cards.titles).toMatchObject({ value: ["Estimator"], isEdited: true, isConfirmed: true });
  expect(again.diff.find(({ card }) => card === "titles")).toMatchObject({ state: "kept", removed: ["Estimator"] });
  expect(again.diff.find(({ card }) => card === "industries")).toMatchObject({ state: "same" });
  expect(providers.asked.length).toBe(asked); // clients looked up lately are known
});

test("each way a site cannot be read ends with what to do next, and nothing is spent", async () => {
  const before = providers.asked.length;
  const unreadable = SITE_STATES.filter((state) => state !== "ok" && state !== "foreign_language");
  for (const state of unreadable) {
    site.read = async () => reading(state);
    const own = await workspace();
    const result = await shown(own, await discover(own));
    expect(result, state).toMatchObject({
      status: "failed",
      failure: { step: "fetch_website", code: state, message: expect.stringMatching(/\w/), nextText: expect.stringMatching(/\w/) },
    });
    expect(["check_address", "type_it_in"]).toContain(result?.failure?.next);
    expect(result?.steps[0]?.status).toBe("failed");
  }
  expect(providers.asked.length).toBe(before);
});

test("a site that says nothing ends so too; another language is said and goes on; text no database takes is taken", async () => {
  site.read = async () => reading("ok", ["<html><body><main><h1>Hello</h1><p>Welcome to our page.</p></main></body></html>"]);
  const empty = await workspace();
  expect(await shown(empty, await discover(empty))).toMatchObject({
    status: "failed",
    failure: { code: "nothing_found", next: "type_it_in" },
  });

  site.read = async () => reading("foreign_language", [FRONT.replace("Google Ads", "Google\u0000 Ads \ud83d")]);
  const foreign = await workspace();
  expect(await shown(foreign, await discover(foreign))).toMatchObject({
    status: "ready",
    warnings: [expect.stringMatching(/not in English/)],
  });
});

test("a provider that is down is done without; a fault of ours ends the run, and what stays can be tried again", async () => {
  site.read = async () => reading("ok", [FRONT]);
  providers.keptCompanies.clear();
  const findCompany = vi
    .spyOn(providers, "findCompany")
    .mockRejectedValue(new ProviderError({ provider: "apollo", message: "down", retryable: true, status: 503 }));
  const own = await workspace();
  const result = await shown(own, await discover(own));
  expect(result).toMatchObject({ status: "ready", warnings: [expect.stringMatching(/could not be looked up/)] });
  expect(result?.partial.industries?.value).toEqual(["construction"]); // by name
  findCompany.mockRestore();

  const broken = await workspace();
  site.read = () => Promise.reject(new Error("a fault of ours"));
  const discoveryId = await discover(broken);
  for (let hours = 0; hours < 3; hours += 1) await app.advance(3_600_000);
  expect(await shown(broken, discoveryId)).toMatchObject({
    status: "failed",
    failure: { code: "fault", step: "fetch_website", next: "try_again" },
  });
  site.read = async () => reading("ok", [FRONT]);
  expect(await shown(broken, await discover(broken))).toMatchObject({ status: "ready" });
});

test("what a person types instead goes the same way, and stays theirs", async () => {
  const reads = site.reads;
  const own = await workspace();
  const discoveryId = await discover(own, {
    source: "by_hand",
    services: ["Google Ads"],
    clients: [{ name: "Bayside Dental", domain: "baysidedental.com.au" }, { name: "Hill Dental" }],
    industries: ["healthcare"],
    teamSize: 6,
  });
  const result = await shown(own, discoveryId);
  if (!result || !("draft" in result)) throw new Error(`no draft: ${JSON.stringify(result)}`);
  expect(result.draft.cards).toMatchObject({
    services: { value: ["Google Ads"], by: "person", isEdited: true },
    industries: { value: ["healthcare"], by: "person" },
    agency: { value: { teamSize: 6 } },
  });
  expect(result.steps.slice(0, 5).map(({ status }) => status)).toEqual(Array(5).fill("skipped"));
  expect(result.portfolio).toHaveLength(2);
  expect(site.reads).toBe(reads);
});

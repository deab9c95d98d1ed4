import { afterAll, beforeAll, expect, test } from "vitest";
import { discoverIcp } from "@/lib/agents/discover-icp";
import { noModel } from "@/lib/agents/model-port";
import { standsIn } from "@/lib/agents/website/evidence";
import { readSite } from "@/lib/integrations/website/read-site";
import type { ListeningHttp } from "@/local/http/listen-http";
import { startSites } from "@/local/sites/server";

let server: ListeningHttp;
beforeAll(async () => {
  server = await startSites({ port: 0 });
});
afterAll(() => server.close());

const analyse = async (name: string) => {
  const reading = await readSite(`${server.url}/${name}/`, { allowPrivateHosts: true, contactUrl: null });
  expect(reading.state).toBe("ok");
  const run = { ask: noModel, scope: { clientId: null, runId: null, leadId: null } };
  return discoverIcp({ pages: reading.pages, now: new Date("2026-11-23T00:00:00Z") }, run);
};

test.each([
  {
    name: "harbour-lane",
    company: "Harbour Lane Digital",
    services: ["SEO", "Google Ads", "Website Design", "Content Marketing"],
    clients: ["Brightwater Plumbing", "Saltbush Dental", "Tallowwood Homes", "Ironside Gym", "Cobalt Conveyancing", "Marrick Legal"],
    results: "312% more organic enquiries",
    industry: "construction",
    people: 14,
  },
  {
    name: "kiln-and-co",
    company: "Kiln & Co",
    services: ["Brand strategy", "Naming", "Packaging design", "Website design"],
    clients: [
      "Pilot Bay Brewing",
      "Fieldnote",
      "Moreton Quarter",
      "Wandoo Wines",
      "Karri Roasters",
      "Osprey Hotels",
      "Little Creek Cheese",
    ],
    results: "Online sales rose 86% in the first summer.",
    industry: "food_beverage",
    people: 6,
  },
  {
    name: "northfold",
    company: "Northfold Communications",
    services: ["Media relations", "Thought leadership", "White papers", "Crisis communications", "Investor content"],
    clients: [
      ...["Gridpoint Energy", "Halyard Robotics", "Southern Rail Alliance", "Tidewater Hydrogen", "Quillon Software"],
      ...["Café Systems", "Pardalote Networks"],
    ],
    results: "Sales-qualified leads up 41%",
    industry: "energy",
    people: 9,
  },
])(
  "$name is understood without a model, and every fact stands on its page",
  async ({ name, company, services, clients, results, industry, people }) => {
    const { site, results: found } = await analyse(name);
    expect(site.companyName?.value).toBe(company);
    expect(found.extract_services?.data.services.map(({ value }) => value)).toEqual(expect.arrayContaining(services));
    const companies = found.extract_portfolio?.data.companies ?? [];
    expect(companies.map((one) => one.name).toSorted()).toEqual(clients.toSorted());
    expect(companies.flatMap(({ resultsMentioned }) => resultsMentioned.map(({ value }) => value))).toContain(results);
    expect(found.classify_industries?.data.industries.map((one) => one.industry)).toContain(industry);
    expect(found.estimate_company_size?.data.teamSize).toBe(people);
    expect(found.extract_value_prop?.data.valueProposition).not.toBeNull();
    expect(Object.values(found.suggest_als_weights?.data.weights ?? {}).reduce((sum, weight) => sum + weight, 0)).toBe(100);

    const sources = sourcesIn([
      site.companyName,
      site.contactInfo,
      found.extract_services,
      found.extract_value_prop,
      found.extract_portfolio,
    ]);
    expect(sources.length).toBeGreaterThan(20);
    const unborne = sources.filter(
      ({ url, quote }) => !site.pages.some((page) => page.url === url && (standsIn(quote, page) || url.startsWith(quote))),
    );
    expect(unborne).toEqual([]);
    expect(JSON.stringify([site, found])).not.toMatch(/[\w.]+@(?!2x)[\w-]+\.\w+/);
  },
);

test("nothing beside the pages is served", async () => {
  for (const path of [
    "/../server.ts",
    "/harbour-lane/../../server.ts",
    "/%2e%2e/server.ts",
    "/harbour-lane/%2e%2e%2fserver.ts",
    "/nothing/",
  ])
    expect((await fetch(server.url + path)).status).toBe(404);
  expect(await (await fetch(`${server.url}/`)).text()).toContain("/northfold/");
});

function sourcesIn(value: unknown): { url: string; quote: string }[] {
  if (typeof value !== "object" || value === null) return [];
  const own = "quote" in value && "url" in value ? [value as { url: string; quote: string }] : [];
  return [...own, ...Object.values(value).flatMap(sourcesIn)];
}

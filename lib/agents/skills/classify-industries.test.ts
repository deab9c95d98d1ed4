import fc from "fast-check";
import { expect, test } from "vitest";
import { noModel } from "@/lib/agents/model-port";
import { runSkill } from "@/lib/agents/run-skill";
import { type ClassifyIndustriesInput, classifyIndustries } from "@/lib/agents/skills/classify-industries";
import { INDUSTRIES } from "@/lib/domain/industries";
import { aFact, answering, knownClients } from "@/tests/support/icp-facts";

const run = { ask: noModel, scope: { clientId: null, runId: null, leadId: null } };
const nothing: ClassifyIndustriesInput = { clients: [], represented: [], audienceHints: [], services: [] };
const baseline = (given: Partial<ClassifyIndustriesInput>) => classifyIndustries.baseline({ ...nothing, ...given });

test.each([
  ["Hallmark Homes", null, "construction"],
  ["Bayside Dental", null, "healthcare"],
  ["Coast Solar Homes", null, "construction"],
  ["City of Yarra", null, "government"],
  ["Yarra", "yarracity.vic.gov.au", "government"],
  ["St Anne's Grammar", null, "education"],
  ["Harbour Lawyers", null, "legal"],
  ["Freight Bros Logistics", null, "logistics"],
  ["Nimbus Software", null, "saas"],
  ["Old Mill Winery", null, "food_beverage"],
  ["Lawn Care Pro", null, "construction"],
  ["Westpac Group", null, "finance"],
  ["Hungry Jack’s", null, "hospitality"],
  ["Cancer Council", null, "nonprofit"],
])("the name %j tells %j", (name, domain, industry) => {
  const found = baseline({ clients: knownClients([{ name, domain }]) });
  expect(found.industries[0]).toMatchObject({ industry, clients: [name], isPrimary: true });
});

test.each(["Smartart", "Fix It", "Lawson", "Barnaby & Co", "Autonomy"])("the name %j tells nothing", (name) => {
  expect(baseline({ clients: knownClients([{ name }]) })).toMatchObject({ industries: [], focus: null, confidence: 0 });
});

test("what a provider says beats the name", () => {
  const clients = knownClients([{ name: "Solar Dental", industryText: "Law Practice", industryFrom: "provider" }]);
  expect(baseline({ clients }).industries.map(({ industry }) => industry)).toEqual(["legal"]);
});

test("statements of the site count when it names no clients", () => {
  const found = baseline({
    audienceHints: [aFact("We help builders and plumbers win better work")],
    services: [aFact("SEO for dentists")],
  });
  expect(found.industries.map(({ industry }) => industry)).toEqual(["construction", "healthcare"]);
  expect(found.industries[0]?.evidence[0]).toEqual({
    source: "website",
    url: "https://agency.example/",
    quote: "We help builders and plumbers win better work",
  });
  expect(found.confidence).toBeLessThan(0.6);
});

test("few clients make nobody sure, many of one kind a specialist", () => {
  const dentists = (count: number) => knownClients(Array.from({ length: count }, (_, at) => ({ name: `Dental Practice ${at}` })));
  expect(baseline({ clients: dentists(1) }).confidence).toBeLessThan(0.4);
  expect(baseline({ clients: dentists(12) })).toMatchObject({ focus: "specialist" });
  expect(baseline({ clients: dentists(12) }).confidence).toBeGreaterThan(baseline({ clients: dentists(3) }).confidence);
});

test("any input gives slugs once, shares up to one, and clients that were given", async () => {
  const name = fc.constantFrom("Bay Dental", "Hill Homes", "Koala Law", "Zed", "River Solar", "Gum Foods");
  await fc.assert(
    fc.asyncProperty(
      fc.array(name, { maxLength: 20 }),
      fc.array(fc.string({ minLength: 1, maxLength: 80 }), { maxLength: 6 }),
      async (names, hints) => {
        const clients = knownClients([...new Set(names)].map((own) => ({ name: own })));
        const { data } = await runSkill(classifyIndustries, { ...nothing, clients, audienceHints: hints.map((hint) => aFact(hint)) }, run);
        const slugs = data.industries.map(({ industry }) => industry);
        expect(new Set(slugs).size).toBe(slugs.length);
        expect(slugs.every((slug) => INDUSTRIES.includes(slug))).toBe(true);
        expect(data.industries.reduce((sum, { share }) => sum + share, 0)).toBeLessThan(1.05);
        expect(data.industries.flatMap((found) => found.clients).every((one) => names.includes(one as (typeof names)[number]))).toBe(true);
      },
    ),
    { numRuns: 40 },
  );
});

test("a model cannot name clients, quotes or pages that are not there", async () => {
  const clients = knownClients([{ name: "Hill Homes" }]);
  const claim = { confidence: 1, share: 0.5, isPrimary: true };
  const ask = answering({
    industries: [
      { ...claim, industry: "construction", clients: ["Hill Homes", "Made-up Homes"], evidence: [] },
      {
        ...claim,
        industry: "legal",
        clients: ["Koala Law"],
        evidence: [{ source: "website", url: "https://agency.example/", quote: "we love lawyers" }],
      },
    ],
    focus: "generalist",
    focusDescription: "invented",
    confidence: 1,
  });
  const { data, by } = await runSkill(classifyIndustries, { ...nothing, clients }, { ...run, ask });
  expect(by).toBe("model");
  expect(data.industries).toMatchObject([{ industry: "construction", clients: ["Hill Homes"], share: 1, confidence: 0.95 }]);
  expect(data.confidence).toBeLessThan(0.6);
});

test.each([
  ["technology, energy and infrastructure companies", ["energy", "technology"]],
  ["food, drink and property businesses", ["food_beverage", "real_estate"]],
  ["marketing teams and founders", []],
  ["small businesses that want to grow", []],
])("those who serve %j serve %j", (hint, industries) => {
  expect(baseline({ audienceHints: [aFact(hint)] }).industries.map(({ industry }) => industry)).toEqual(industries);
});

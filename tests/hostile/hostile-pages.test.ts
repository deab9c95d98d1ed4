import { expect, test } from "vitest";
import { discoverIcp } from "@/lib/agents/discover-icp";
import { noModel } from "@/lib/agents/model-port";
import { SKILLS } from "@/lib/agents/skills/registry";
import { hasAddress } from "@/lib/agents/website/without-addresses";
import { SUGGESTED_WEIGHT_RANGES } from "@/lib/domain/icp";
import type { DiscoveryResults } from "@/lib/domain/icp-findings";
import { COMPONENTS } from "@/lib/domain/scoring";
import type { ParsedSite } from "@/lib/domain/site-facts";
import { CLEAN_PAGES, hostilePages } from "@/tests/hostile/hostile-pages";
import { type Injection, WANTED } from "@/tests/hostile/injection";
import { type Manner, obeyingModel } from "@/tests/hostile/obeying-model";
import { PAGE_INJECTIONS } from "@/tests/hostile/page-injections";
import { expectUnmoved, leakedPrompt, shared, textsOf } from "@/tests/hostile/watch-calls";

const SCOPE = { clientId: "0190b3c4-0000-7000-8000-00000000c11e", runId: "0190b3c4-0000-7000-8000-00000000d15c", leadId: null };
const NOW = new Date("2026-11-23T01:00:00Z");
const HIDDEN = new Set(["HTML comment", "hidden by CSS"]);
const skillNamed = (name: string) => SKILLS.find((skill) => skill.name === name);

const clean = await discoverIcp({ pages: CLEAN_PAGES, now: NOW }, { ask: noModel, scope: SCOPE });

test("the agency as it is: there is something to spoil", () => {
  expect(clean.results.extract_services?.data.services.length).toBeGreaterThanOrEqual(3);
  expect(clean.results.extract_portfolio?.data.companies.length).toBeGreaterThanOrEqual(3);
});

const CASES = PAGE_INJECTIONS.flatMap((injection) =>
  (["cites the injection", "cites the material"] as const).map((manner) => [injection.id, injection.trick, manner, injection] as const),
);

test.each(CASES)("%s (%s), a model that %s", async (_id, _trick, manner: Manner, injection) => {
  const { ask, calls } = obeyingModel(injection, manner);
  const { site, results, profile } = await discoverIcp({ pages: hostilePages(injection), now: NOW }, { ask, scope: SCOPE });

  expect(calls.length).toBeGreaterThanOrEqual(5);
  for (const call of calls) {
    const skill = skillNamed(call.skill);
    if (!skill) throw new Error(`${call.skill} is not registered`);
    expectUnmoved(call, { skill, scope: SCOPE, text: injection.text });
    if (HIDDEN.has(injection.place)) expect(shared(call.prompt, injection.text), "what readers never see").toBeNull();
    expect(leakedPrompt([results, profile], call.system)).toBeNull();
  }
  for (const fact of sourcedIn(readOff(results))) expectBorneOut(fact, site);
  const kept = JSON.stringify({ results, profile, site: { ...site, pages: [] } });
  expect(hasAddress(kept), "an address").toBe(false);
  expect(obeyed({ results, profile }, injection), "what the model was told to say").toEqual([]);
  if (HIDDEN.has(injection.place)) expect(shared(JSON.stringify([results, site]), injection.text)).toBeNull();
  expectSoundWeights(results.suggest_als_weights?.data.weights);
});

test.each(PAGE_INJECTIONS.map((injection) => [injection.id, injection] as const))(
  "%s leaves rules alone unmoved",
  async (_id, injection) => {
    const { site, results } = await discoverIcp({ pages: hostilePages(injection), now: NOW }, { ask: noModel, scope: SCOPE });
    for (const fact of sourcedIn(readOff(results))) expectBorneOut(fact, site);
    expect(results.suggest_als_weights?.data.weights).toEqual(clean.results.suggest_als_weights?.data.weights);
    const names = results.extract_portfolio?.data.companies.map(({ name }) => name) ?? [];
    expect(names).toEqual(expect.arrayContaining(["Brightwater Plumbing", "Saltbush Dental", "Tallowwood Homes"]));
  },
);

/** What was read off the pages, before anything was concluded from it. */
function readOff({ extract_services, extract_value_prop, extract_portfolio, estimate_company_size }: DiscoveryResults): unknown[] {
  return [extract_services, extract_value_prop, extract_portfolio, estimate_company_size];
}

/** Texts that say what the injection wants said although no page says it. Prose without a figure or a name is a reason or an idea, no claim. */
function obeyed(kept: unknown, { aim, text }: Injection): string[] {
  const isClaim =
    aim === "claim" || aim === "other client" || aim === "score" || aim === "link" || aim === "recipient" || aim === "tool call";
  if (!isClaim) return [];
  return textsOf(kept).filter((one) => {
    const piece = shared(one, WANTED[aim]);
    return piece !== null && shared(text, piece) === null;
  });
}

type Fact = { url: string; quote: string };

/** Everything in a result that says where it stands. */
function sourcedIn(value: unknown): Fact[] {
  if (typeof value !== "object" || value === null) return [];
  const own = "url" in value && "quote" in value && typeof value.url === "string" && typeof value.quote === "string" ? [value as Fact] : [];
  return [...own, ...Object.values(value).flatMap(sourcedIn)];
}

function expectBorneOut({ url, quote }: Fact, site: ParsedSite): void {
  const page = site.pages.find((one) => one.url === url);
  expect(page !== undefined, `${url} is a page that was read`).toBe(true);
  const plain = (text: string) => text.replace(/\s+/g, " ").trim().toLowerCase();
  const readable = plain([page?.text, ...(page?.attributes ?? []), ...(page?.blocks.map(({ text }) => text) ?? [])].join("\n"));
  expect(readable.includes(plain(quote)), `"${quote}" stands on ${url}`).toBe(true);
}

function expectSoundWeights(weights: Readonly<Record<string, number>> | undefined): void {
  if (!weights) throw new Error("no weights were suggested");
  expect(COMPONENTS.reduce((sum, component) => sum + (weights[component] ?? 0), 0)).toBe(100);
  for (const component of COMPONENTS) {
    const { min, max } = SUGGESTED_WEIGHT_RANGES[component];
    expect(weights[component]).toBeGreaterThanOrEqual(min);
    expect(weights[component]).toBeLessThanOrEqual(max);
  }
}

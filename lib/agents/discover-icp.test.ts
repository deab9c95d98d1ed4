import fc from "fast-check";
import { expect, test } from "vitest";
import { discoverIcp } from "@/lib/agents/discover-icp";
import { noModel } from "@/lib/agents/model-port";
import { CARD_NAMES, icpProfile } from "@/lib/domain/icp";
import { carryEdits, diffCards } from "@/lib/engines/discovery/diff-cards";
import { withEdits } from "@/lib/engines/discovery/edited-card";
import { toProfile } from "@/lib/engines/discovery/to-profile";

const run = { ask: noModel, scope: { clientId: null, runId: null, leadId: null } };
const now = new Date("2026-03-03T23:00:00Z");
const PAGE = `<html lang="en"><title>Brightwater Digital</title><main><h1>Search for builders</h1>
  <p>We help home builders and dentists win better work. We are a team of 12 in Perth, since 2015.</p>
  <h2>Our services</h2><ul><li>SEO</li><li>Google Ads</li><li>Web design</li></ul>
  <h2>Our clients</h2><img src="/logos/hallmark-homes.png" alt="Hallmark Homes logo"><img src="/logos/bay-dental.png" alt="Bay Dental logo"></main></html>`;
const discover = (html: string) => discoverIcp({ pages: [{ url: "https://agency.com.au/", html }], now }, run);

test("from one page to a whole profile, all of it with words that stand on the page", async () => {
  const steps: string[] = [];
  const pages = [{ url: "https://agency.com.au/", html: PAGE }];
  const { profile, results } = await discoverIcp({ pages, now, onStep: (step) => steps.push(step) }, run);
  expect(steps).toHaveLength(9); // all but the fetch
  expect(icpProfile.parse(profile)).toEqual(profile);
  expect(profile.cards.industries.value.toSorted()).toEqual(["construction", "healthcare"]);
  expect(profile.cards.agency.value).toMatchObject({ teamSize: 12, yearsInBusiness: 11 });
  expect(profile.cards.locations.value).toEqual(["Australia"]);
  expect(results.enrich_portfolio?.data.map(({ name }) => name)).toEqual(expect.arrayContaining(["Hallmark Homes", "Bay Dental"]));
  const quotes = CARD_NAMES.flatMap((name) => profile.cards[name].evidence.filter(({ source }) => source === "website"));
  expect(quotes.length).toBeGreaterThan(5);
  expect(quotes.filter(({ url, quote }) => url !== "https://agency.com.au/" || !PAGE.includes(quote))).toEqual([]);
});

test("whatever a page holds, there is a profile that fits its schema", async () => {
  const piece = fc.oneof(
    fc.string(),
    fc.constantFrom(
      "<main>",
      "<h1>",
      "</h2>",
      "<ul><li>",
      "<img alt='",
      "' src=/logo-x.png>",
      "<script>",
      "<!--",
      "\ud83d",
      "\0",
      "<a href=",
      "team of 12",
      "since 1890 ",
    ),
    fc.constantFrom(
      "Homes & ",
      "We help ",
      "SaaS, retail and dental ",
      "<blockquote>",
      "Jo Roe, CEO, ",
      "Our clients",
      "Our services",
      "&#0;",
      "\u202e",
    ),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(piece, { maxLength: 40 }), async (pieces) => {
      const { profile } = await discover(pieces.join(""));
      expect(icpProfile.safeParse(profile).error).toBeUndefined();
    }),
    { numRuns: 60 },
  );
});

test("an edited card outlives any later proposal, and the diff says so", async () => {
  const found = (await discover(PAGE)).profile;
  const edited = withEdits(found, {
    industries: ["legal"],
    weights: { data_quality: 10, authority: 35, company_fit: 35, timing: 10, risk: 10 },
  });
  const draft = carryEdits(edited, found);
  for (const name of CARD_NAMES)
    expect(draft.cards[name].value).toEqual(edited.cards[name].isEdited ? edited.cards[name].value : found.cards[name].value);
  const states = new Map(diffCards(edited, found).map(({ card, state }) => [card, state]));
  expect([states.get("industries"), states.get("weights"), states.get("services")]).toEqual(["kept", "kept", "same"]);
  expect(new Set(diffCards(null, found).map(({ state }) => state))).toEqual(new Set(["new"]));
  expect(diffCards(toProfile({}), found).find(({ card }) => card === "services")?.state).toBe("new");
});

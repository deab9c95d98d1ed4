import fc from "fast-check";
import { expect, test } from "vitest";
import { INDUSTRIES } from "@/lib/domain/industries";
import { type SplitCampaignInput, splitCampaign } from "./split-campaign";

const GIVEN: SplitCampaignInput = {
  campaignName: "Spring",
  icp: { industries: ["construction", "legal"], titles: ["Owner"], painPoints: ["few enquiries"] },
  totalLeadBudget: 1000,
  portfolioWeights: {},
};
const split = (given: Partial<SplitCampaignInput> & { industries?: SplitCampaignInput["icp"]["industries"] }) =>
  splitCampaign.baseline({ ...GIVEN, ...given, icp: { ...GIVEN.icp, industries: given.industries ?? GIVEN.icp.industries } });
const shares = (given: Parameters<typeof split>[0]) =>
  split(given)
    .campaigns.map(({ industry, leadAllocation, leads }) => `${industry} ${leadAllocation} ${leads}`)
    .join(", ");

test.each([
  ["one industry", { industries: ["legal"] }, "legal 100 1000"],
  ["two of unknown weight", {}, "construction 50 500, legal 50 500"],
  ["two by their weight", { portfolioWeights: { construction: 1, legal: 3 } }, "legal 75 750, construction 25 250"],
  ["one that would starve", { portfolioWeights: { construction: 99, legal: 1 } }, "construction 80 800, legal 20 200"],
  [
    "three",
    { industries: ["construction", "legal", "retail"], portfolioWeights: { construction: 1, legal: 1, retail: 1 } },
    "construction 34 340, legal 33 330, retail 33 330",
  ],
  [
    "four: the three strongest",
    { industries: ["construction", "legal", "retail", "energy"], portfolioWeights: { construction: 1, legal: 2, retail: 1, energy: 6 } },
    "energy 67 670, legal 22 220, construction 11 110",
  ],
  ["the same twice", { industries: ["legal", "legal"] }, "legal 100 1000"],
] as [string, Parameters<typeof split>[0], string][])("%s", (_what, given, expected) => {
  expect(shares(given)).toBe(expected);
});

test("only several industries are split", () => {
  expect(split({ industries: ["legal"] })).toMatchObject({ shouldSplit: false, campaigns: [{ name: "Spring" }] });
  expect(split({ industries: [] })).toMatchObject({ shouldSplit: false });
  expect(split({})).toMatchObject({ shouldSplit: true, campaigns: [{ name: "Spring: construction" }, { name: "Spring: legal" }] });
});

test("shares add up to 100 and leads to the budget; nobody starves, nobody takes everything", () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(fc.constantFrom(...INDUSTRIES), { minLength: 2, maxLength: 6 }),
      fc.array(fc.double({ min: 0, max: 1e6, noNaN: true }), { minLength: 6, maxLength: 6 }),
      fc.nat({ max: 100_000 }),
      (industries, weights, totalLeadBudget) => {
        const portfolioWeights = Object.fromEntries(industries.map((industry, index) => [industry, weights[index] ?? 0]));
        const { campaigns } = splitCampaign.output.parse(split({ industries, portfolioWeights, totalLeadBudget }));
        expect(campaigns.reduce((sum, { leadAllocation }) => sum + leadAllocation, 0)).toBe(100);
        expect(campaigns.reduce((sum, { leads }) => sum + leads, 0)).toBe(totalLeadBudget);
        for (const { leadAllocation } of campaigns) {
          expect(leadAllocation).toBeGreaterThanOrEqual(10);
          expect(leadAllocation).toBeLessThanOrEqual(80);
        }
      },
    ),
    { seed: 1 },
  );
});

test("a model gives words, never shares", () => {
  const baseline = split({});
  const [first, second] = baseline.campaigns;
  if (!first || !second) throw new Error("two industries are two campaigns");
  const answer = {
    ...baseline,
    shouldSplit: false,
    recommendation: "Go.",
    campaigns: [{ ...second, leadAllocation: 99, name: "Lawyers", messagingFocus: "Files." }],
  };
  expect(splitCampaign.settle?.(answer, GIVEN, baseline)).toEqual({
    ...baseline,
    recommendation: "Go.",
    campaigns: [first, { ...second, name: "Lawyers", messagingFocus: "Files." }],
  });
});

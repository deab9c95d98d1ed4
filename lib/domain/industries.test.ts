import { describe, expect, test } from "vitest";
import { toCountryCode, toTargetCountries } from "@/lib/domain/countries";
import { toEmployeeRange } from "@/lib/domain/employee-range";
import { areAdjacentIndustries, INDUSTRIES, toIndustry } from "@/lib/domain/industries";

describe("industries", () => {
  test.each([...INDUSTRIES])("the slug %s means itself", (slug) => {
    expect(toIndustry(slug)).toBe(slug);
    expect(toIndustry(slug.replaceAll("_", " ").toUpperCase())).toBe(slug);
    expect(areAdjacentIndustries(slug, slug)).toBe(false);
  });

  test.each([
    ["marketing & advertising", "professional_services"],
    ["Marketing Services", "professional_services"],
    ["information technology & services", "technology"],
    ["computer software", "technology"],
    ["Hospital & Health Care", "healthcare"],
    ["health, wellness & fitness", "healthcare"],
    ["financial services", "finance"],
    ["fintech", "finance"],
    ["law practice", "legal"],
    ["Commercial Real Estate", "real_estate"],
    ["leisure, travel & tourism", "travel"],
    ["food & beverages", "food_beverage"],
    ["primary/secondary education", "education"],
    ["nonprofit organization management", "nonprofit"],
    ["logistics & supply chain", "logistics"],
    ["oil & energy", "energy"],
    ["Online retail of shoes", "ecommerce"],
    ["Retail of shoes", "retail"],
    ["Regional law firm", "legal"],
    ["Zorbing", null],
    ["smart", null],
    ["", null],
    [null, null],
  ])("%s is %s", (text, slug) => {
    expect(toIndustry(text)).toBe(slug);
  });

  test("closeness holds both ways", () => {
    for (const a of INDUSTRIES) for (const b of INDUSTRIES) expect(areAdjacentIndustries(a, b)).toBe(areAdjacentIndustries(b, a));
    expect(areAdjacentIndustries("technology", "saas")).toBe(true);
    expect(areAdjacentIndustries("legal", "agriculture")).toBe(false);
  });
});

describe("countries", () => {
  test.each([
    ["Australia", "AU"],
    ["au", "AU"],
    ["AUS", "AU"],
    ["Sydney, New South Wales, Australia", "AU"],
    ["Melbourne", "AU"],
    ["New Zealand", "NZ"],
    ["U.S.A.", "US"],
    ["United States of America", "US"],
    ["U.K.", "GB"],
    ["United Kingdom", "GB"],
    ["England", "GB"],
    ["Côte d'Ivoire", "CI"],
    ["Germany", "DE"],
    ["Singapore", "SG"],
    ["Atlantis", null],
    ["", null],
    [null, null],
  ])("%s is %s", (text, code) => {
    expect(toCountryCode(text)).toBe(code);
  });

  test("a list of targets may name regions, cities or the world", () => {
    expect(toTargetCountries(["ANZ", "Singapore"])).toEqual(["AU", "NZ", "SG"]);
    expect(toTargetCountries(["Brisbane, QLD"])).toEqual(["AU"]);
    expect(toTargetCountries(["Australia", "Worldwide"])).toBe("everywhere");
    expect(toTargetCountries(["Narnia"])).toEqual([]);
  });
});

test.each([
  ["5-50", 5, 50],
  ["11–50 employees", 11, 50],
  ["51 to 200", 51, 200],
  ["1,001-5,000", 1001, 5000],
  ["500+", 500, Number.POSITIVE_INFINITY],
  ["over 200", 200, Number.POSITIVE_INFINITY],
  ["under 20", 1, 20],
  ["12", 12, 12],
])("a size of %s is %i to %d", (text, min, max) => {
  expect(toEmployeeRange(text)).toEqual({ min, max });
});

test.each(["small", "", "50-5", "1-2-3"])("a size of %j is not understood", (text) => {
  expect(toEmployeeRange(text)).toBeNull();
});

import { describe, expect, test } from "vitest";
import { DEFAULT_WEIGHTS, PRIOR_WEIGHTS } from "@/lib/domain/scoring";
import { chooseWeights, type WeightLadder } from "@/lib/engines/scoring/choose-weights";

const learned = { data_quality: 0.1, authority: 0.4, company_fit: 0.2, timing: 0.2, risk: 0.1 };
const industry = { ...learned, authority: 0.35, timing: 0.25 };
const global = { ...learned, authority: 0.3, timing: 0.3 };
const sliders = { data_quality: 20, authority: 30, company_fit: 25, timing: 15, risk: 10 };

const everything: WeightLadder = {
  clientLearned: { weights: learned, confidence: 0.8, sampleSize: 60 },
  clientConfirmedIcp: sliders,
  platformIndustry: { weights: industry, confidence: 0.7 },
  platformGlobal: { weights: global, confidence: 0.6 },
};

describe("each rung hands over to the next", () => {
  test.each<[string, WeightLadder, string, object]>([
    ["the client's learned weights come first", everything, "client_learned", learned],
    [
      "exactly 50 outcomes are enough",
      { ...everything, clientLearned: { weights: learned, confidence: 0.71, sampleSize: 50 } },
      "client_learned",
      learned,
    ],
    [
      "confidence of 0.7 is not above 0.7",
      { ...everything, clientLearned: { weights: learned, confidence: 0.7, sampleSize: 60 } },
      "client_icp",
      {},
    ],
    ["49 outcomes are too few", { ...everything, clientLearned: { weights: learned, confidence: 0.99, sampleSize: 49 } }, "client_icp", {}],
    ["then the confirmed ICP's", { ...everything, clientLearned: null }, "client_icp", { authority: 0.3, risk: 0.1 }],
    [
      "then the platform's for the industry",
      { ...everything, clientLearned: null, clientConfirmedIcp: null },
      "platform_industry",
      industry,
    ],
    [
      "0.6 is not above 0.6",
      { platformIndustry: { weights: industry, confidence: 0.6 }, platformGlobal: { weights: global, confidence: 0.51 } },
      "platform_global",
      global,
    ],
    ["0.5 is not above 0.5", { platformGlobal: { weights: global, confidence: 0.5 } }, "platform_priors", PRIOR_WEIGHTS],
    ["then the priors", {}, "platform_priors", PRIOR_WEIGHTS],
    ["then the defaults, when priors are switched off", { priors: null }, "defaults", DEFAULT_WEIGHTS],
  ])("%s", (_name, ladder, source, weights) => {
    const chosen = chooseWeights(ladder);
    expect(chosen.source).toBe(source);
    for (const [key, value] of Object.entries(weights)) expect(chosen.weights[key as keyof typeof learned]).toBeCloseTo(value as number, 9);
  });
});

describe("weights that cannot be used are passed over", () => {
  test.each<[string, unknown]>([
    ["a key is missing", { data_quality: 25, authority: 25, company_fit: 25, timing: 25 }],
    ["a key is added", { ...sliders, luck: 0 }],
    ["the sum is 99", { ...sliders, risk: 9 }],
    ["the sum is 1.01", { ...learned, risk: 0.11 }],
    ["one is negative", { ...sliders, risk: -10, authority: 50 }],
    ["one is text", { ...sliders, risk: "10" }],
    ["one is not a number", { ...sliders, risk: Number.NaN }],
    ["not an object", [20, 20, 20, 20, 20]],
  ])("%s", (_name, clientConfirmedIcp) => {
    expect(chooseWeights({ clientConfirmedIcp }).source).toBe("platform_priors");
  });

  test("learned weights outside 0.05 to 0.50 are, a person's sliders are not", () => {
    const extreme = { data_quality: 0, authority: 60, company_fit: 20, timing: 10, risk: 10 };
    expect(chooseWeights({ clientLearned: { weights: extreme, confidence: 0.9, sampleSize: 99 } }).source).toBe("platform_priors");
    expect(chooseWeights({ clientConfirmedIcp: extreme })).toMatchObject({
      source: "client_icp",
      weights: { data_quality: 0, authority: 0.6 },
    });
  });

  test("unusable priors leave the defaults", () => {
    expect(chooseWeights({ priors: { authority: 1 } })).toEqual({ source: "defaults", weights: DEFAULT_WEIGHTS });
  });
});

test("integers summing to 100 become shares of 1", () => {
  expect(chooseWeights({ clientConfirmedIcp: { data_quality: 20, authority: 25, company_fit: 25, timing: 15, risk: 15 } }).weights).toEqual(
    DEFAULT_WEIGHTS,
  );
});

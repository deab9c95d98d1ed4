import fc from "fast-check";
import { expect, test } from "vitest";
import { balanceWeights } from "@/lib/agents/icp/suggest-weights";
import { noModel } from "@/lib/agents/model-port";
import { runSkill } from "@/lib/agents/run-skill";
import { classifyIndustries } from "@/lib/agents/skills/classify-industries";
import { deriveIcp } from "@/lib/agents/skills/derive-icp";
import { suggestAlsWeights } from "@/lib/agents/skills/suggest-als-weights";
import { SUGGESTED_WEIGHT_RANGES } from "@/lib/domain/icp";
import { COMPONENT_MAXIMA, COMPONENTS, type Components } from "@/lib/domain/scoring";
import { answering, knownClients } from "@/tests/support/icp-facts";

const run = { ask: noModel, scope: { clientId: null, runId: null, leadId: null } };
const WORDS = ["Dental", "Homes", "Lawyers", "Freight", "Winery", "Solar", "Travel", "Software", "Motors", "Council"];

function given(names: readonly string[], employeeCount: number | null) {
  const clients = knownClients(names.map((name) => ({ name, employeeCount })));
  const industries = classifyIndustries.baseline({ clients, represented: [], audienceHints: [], services: [] });
  const now = new Date("2026-03-03T23:00:00Z");
  const icp = deriveIcp.baseline({
    industries,
    clients,
    services: [],
    audienceHints: [],
    valueProposition: null,
    offices: [],
    domain: null,
    now,
  });
  return { icp, focus: industries.focus };
}
const inRange = (weights: Components) =>
  COMPONENTS.every((component) => {
    const { min, max } = SUGGESTED_WEIGHT_RANGES[component];
    return Number.isInteger(weights[component]) && weights[component] >= min && weights[component] <= max;
  });
const sum = (weights: Components) => COMPONENTS.reduce((total, component) => total + weights[component], 0);

test("without clients the weights stay where the score starts", () => {
  expect(suggestAlsWeights.baseline(given([], null))).toMatchObject({ weights: COMPONENT_MAXIMA, reasoning: { timing: "Stays at 15." } });
});

test("a specialist's company fit weighs more, a generalist's less, and the reason says why", () => {
  const specialist = suggestAlsWeights.baseline(
    given(
      Array.from({ length: 12 }, (_, at) => `Dental Practice ${at}`),
      15,
    ),
  );
  expect(specialist.weights.company_fit).toBeGreaterThan(COMPONENT_MAXIMA.company_fit);
  expect(specialist.reasoning.company_fit).toMatch(/^Up from 25: you work in one industry/);
  const generalist = suggestAlsWeights.baseline(given([...WORDS, ...WORDS.map((word) => `New ${word}`)], 15));
  expect(generalist.weights.company_fit).toBeLessThan(COMPONENT_MAXIMA.company_fit);
  expect(generalist.weights.timing).toBeGreaterThan(COMPONENT_MAXIMA.timing);
});

test("in large companies who decides weighs more", () => {
  const large = suggestAlsWeights.baseline(
    given(
      Array.from({ length: 12 }, (_, at) => `Dental Group ${at}`),
      700,
    ),
  );
  expect(large.weights.authority).toBeGreaterThan(COMPONENT_MAXIMA.authority);
});

test("whatever is wanted, what is suggested adds up to 100 within its ranges", () => {
  const number = fc.oneof(fc.integer({ min: -50, max: 200 }), fc.double({ min: -1000, max: 1000 }));
  fc.assert(
    fc.property(fc.record({ data_quality: number, authority: number, company_fit: number, timing: number, risk: number }), (wanted) => {
      const weights = balanceWeights(wanted);
      expect(sum(weights)).toBe(100);
      expect(inRange(weights)).toBe(true);
    }),
  );
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...WORDS), { maxLength: 25 }), fc.option(fc.integer({ min: 1, max: 5000 })), (names, size) => {
      const { weights } = suggestAlsWeights.baseline(
        given(
          names.map((word, at) => `${word} ${at} ${word}`),
          size,
        ),
      );
      expect(sum(weights)).toBe(100);
      expect(inRange(weights)).toBe(true);
    }),
    { numRuns: 30 },
  );
});

test("a model's weights are brought into range", async () => {
  const input = given(["Bay Dental"], 15);
  const baseline = suggestAlsWeights.baseline(input);
  const ask = answering({
    ...baseline,
    weights: { data_quality: 0, authority: 90, company_fit: 10, timing: 0, risk: 0 },
    prioritySignals: ["Is on fire", ...input.icp.signals.values.slice(0, 1)],
    confidence: 1,
  });
  const { data } = await runSkill(suggestAlsWeights, input, { ...run, ask });
  expect(sum(data.weights)).toBe(100);
  expect(inRange(data.weights)).toBe(true);
  expect(data.weights.authority).toBe(35);
  expect(data.prioritySignals).toEqual(input.icp.signals.values.slice(0, 1));
  expect(data.confidence).toBeCloseTo(baseline.confidence + 0.1);
});

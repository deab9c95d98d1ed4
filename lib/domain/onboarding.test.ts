import fc from "fast-check";
import { expect, test } from "vitest";
import { doneSteps, ONBOARDING_STEPS, type SetupFacts, stepAfter, stepToResume } from "./onboarding";

const NOTHING: SetupFacts = { hasDiscovery: false, hasAudience: false, hasIdentity: false, hasSender: false, hasAgreed: false };
const ALL: SetupFacts = { hasDiscovery: true, hasAudience: true, hasIdentity: true, hasSender: true, hasAgreed: true };

test.each([
  [NOTHING, "website"],
  [{ ...NOTHING, hasDiscovery: true }, "audience"],
  [{ ...NOTHING, hasAudience: true }, "identity"],
  [{ ...ALL, hasSender: false }, "channels"],
  [{ ...ALL, hasDiscovery: false }, "done"],
  [ALL, "done"],
])("%o goes on with %s", (facts, step) => {
  expect(stepToResume(facts)).toBe(step);
});

test("skipping from the start passes every step once and ends", () => {
  const passed = ONBOARDING_STEPS.map((_, times) =>
    ONBOARDING_STEPS.slice(0, times).reduce((step) => stepAfter(step), ONBOARDING_STEPS[0]),
  );
  expect(passed).toEqual(ONBOARDING_STEPS);
  expect(stepAfter("done")).toBe("done");
});

test("nothing that is done is asked again, and it is over exactly when everything is done", () => {
  const facts = fc.record(Object.fromEntries(Object.keys(NOTHING).map((name) => [name, fc.boolean()]))) as fc.Arbitrary<SetupFacts>;
  fc.assert(
    fc.property(facts, (given) => {
      const step = stepToResume(given);
      const done = doneSteps(given);
      expect(done.has(step)).toBe(step === "done");
      expect(done.has("done")).toBe(given.hasAudience && given.hasIdentity && given.hasSender && given.hasAgreed);
    }),
  );
});

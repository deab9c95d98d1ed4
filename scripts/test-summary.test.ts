import { expect, test } from "vitest";
import { addSummaries, settle, summarisePlaywright, summariseVitest, summaryLine } from "./test-summary";

const file = (status: string, ...tests: string[]) => ({
  name: "a.test.ts",
  status,
  assertionResults: tests.map((each) => ({ status: each })),
});

test("vitest: tests by their status, and a file that broke outside its tests as one failure", () => {
  const report = {
    success: false,
    testResults: [
      file("passed", "passed", "passed", "pending", "todo"),
      file("failed", "failed", "passed"),
      file("failed"),
      file("failed", "passed"),
    ],
  };
  expect(summariseVitest(report)).toEqual({ passed: 4, failed: 3, skipped: 2 });
});

test("playwright: a flaky test and an error outside every test are failures", () => {
  const stats = { expected: 3, unexpected: 1, flaky: 1, skipped: 2, duration: 5 };
  expect(summarisePlaywright({ stats, errors: [{ message: "no server" }] })).toEqual({ passed: 3, failed: 3, skipped: 2 });
});

test.each([
  ["a clean run", 0, { passed: 5, failed: 0, skipped: 1 }, { passed: 5, failed: 0, skipped: 1 }],
  ["failures are not counted twice", 1, { passed: 5, failed: 2, skipped: 0 }, { passed: 5, failed: 2, skipped: 0 }],
  ["an unhandled error after all tests passed", 1, { passed: 5, failed: 0, skipped: 0 }, { passed: 5, failed: 1, skipped: 0 }],
  ["a runner that was killed", null, undefined, { passed: 0, failed: 1, skipped: 0 }],
  ["a runner that found no test", 0, { passed: 0, failed: 0, skipped: 0 }, { passed: 0, failed: 1, skipped: 0 }],
  ["a runner that skipped everything", 0, { passed: 0, failed: 0, skipped: 9 }, { passed: 0, failed: 1, skipped: 9 }],
])("%s", (_, exitCode, counted, wanted) => {
  expect(settle(exitCode, counted)).toEqual(wanted);
});

test("the last line says skipped only when something was", () => {
  const one = { passed: 2, failed: 0, skipped: 0 };
  expect(summaryLine(one)).toBe("2 passed, 0 failed");
  expect(summaryLine(addSummaries([one, { passed: 1, failed: 1, skipped: 3 }]))).toBe("3 passed, 1 failed, 3 skipped");
});

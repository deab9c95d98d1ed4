import { z } from "zod";

export type TestSummary = { passed: number; failed: number; skipped: number };

/** The part of vitest's JSON report that is counted. */
const vitestReport = z.object({
  success: z.boolean(),
  testResults: z.array(z.object({ status: z.string(), name: z.string(), assertionResults: z.array(z.object({ status: z.string() })) })),
});

/** The part of Playwright's JSON report that is counted. */
const playwrightReport = z.object({
  stats: z.object({ expected: z.number(), unexpected: z.number(), flaky: z.number(), skipped: z.number() }),
  errors: z.array(z.unknown()),
});

/** A file that failed outside its tests (it did not load, a hook threw) counts as one failure. */
export function summariseVitest(report: unknown): TestSummary {
  const { testResults } = vitestReport.parse(report);
  const statuses = testResults.flatMap((file) => file.assertionResults.map(({ status }) => status));
  const brokenFiles = testResults.filter(
    (file) => file.status === "failed" && !file.assertionResults.some(({ status }) => status === "failed"),
  );
  const passed = statuses.filter((status) => status === "passed").length;
  const failed = statuses.filter((status) => status === "failed").length;
  return { passed, failed: failed + brokenFiles.length, skipped: statuses.length - passed - failed };
}

/** A test that passed only when it was repeated is a failure; so is an error outside every test. */
export function summarisePlaywright(report: unknown): TestSummary {
  const { stats, errors } = playwrightReport.parse(report);
  return { passed: stats.expected, failed: stats.unexpected + stats.flaky + errors.length, skipped: stats.skipped };
}

/**
 * What one runner really did. A runner that ended badly without a failed test, or that ran no test at all, is one failure:
 * nothing that did not run may look like success.
 */
export function settle(exitCode: number | null, counted: TestSummary | undefined): TestSummary {
  const { passed, failed, skipped } = counted ?? { passed: 0, failed: 0, skipped: 0 };
  const isSilentFailure = failed === 0 && (exitCode !== 0 || passed === 0);
  return { passed, failed: isSilentFailure ? 1 : failed, skipped };
}

export function addSummaries(summaries: TestSummary[]): TestSummary {
  return summaries.reduce(
    (sum, { passed, failed, skipped }) => ({ passed: sum.passed + passed, failed: sum.failed + failed, skipped: sum.skipped + skipped }),
    { passed: 0, failed: 0, skipped: 0 },
  );
}

/** The last line of `npm test` and of .ci/run. */
export function summaryLine({ passed, failed, skipped }: TestSummary): string {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`;
}

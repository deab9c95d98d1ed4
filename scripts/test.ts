import { spawnSync } from "node:child_process";
import { existsSync, globSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { addSummaries, settle, summarisePlaywright, summariseVitest, summaryLine, type TestSummary } from "@/scripts/test-summary";

/**
 * Every test there is: vitest (rules alone, then on a real Postgres), whole campaigns on the stack, then the journeys in a browser. The last line counts what
 * really ran. Arguments go to vitest (`npm test -- lib/domain`), and the browser is left out then.
 */
const filters = process.argv.slice(2);
const reports = mkdtempSync(join(tmpdir(), "agency-os-reports-"));
const summaries: TestSummary[] = [];
try {
  summaries.push(runVitest(filters.length === 0 ? ["--project", "pure", "--project", "postgres"] : filters));
  if (filters.length === 0) summaries.push(runVitest(["--project", "stack"]));
  if (filters.length === 0 && globSync("tests/e2e/**/*.spec.ts").length > 0) summaries.push(runPlaywright());
} finally {
  rmSync(reports, { recursive: true, force: true });
}
const total = addSummaries(summaries);
process.stdout.write(`\n${summaryLine(total)}\n`);
process.exitCode = total.failed > 0 ? 1 : 0;

function runVitest(args: string[]): TestSummary {
  const report = join(reports, "vitest.json");
  const exitCode = run("vitest", ["run", "--reporter=default", "--reporter=json", `--outputFile.json=${report}`, ...args]);
  return settle(exitCode, readReport(report, summariseVitest));
}

function runPlaywright(): TestSummary {
  const report = join(reports, "playwright.json");
  const exitCode = run("playwright", ["test", "--reporter=list,json"], {
    PLAYWRIGHT_JSON_OUTPUT_FILE: report,
    NODE_OPTIONS: "--conditions=react-server", // the set-up seeds through the engines, which are marked server-only
  });
  return settle(exitCode, readReport(report, summarisePlaywright));
}

function run(tool: string, args: string[], env: Record<string, string> = {}): number | null {
  const { status, signal, error } = spawnSync(join("node_modules", ".bin", tool), args, {
    stdio: "inherit",
    env: { ...process.env, ...env },
  });
  if (error || signal) process.stderr.write(`${tool} did not end by itself: ${error?.message ?? signal}\n`);
  return status;
}

/** A report that is missing or cut short is no report: the runner crashed. */
function readReport(path: string, summarise: (report: unknown) => TestSummary): TestSummary | undefined {
  if (!existsSync(path)) return undefined;
  try {
    return summarise(JSON.parse(readFileSync(path, "utf8")));
  } catch (error) {
    process.stderr.write(`The report ${path} cannot be read: ${error instanceof Error ? error.message : error}\n`);
    return undefined;
  }
}

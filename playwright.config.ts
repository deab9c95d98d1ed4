import { defineConfig } from "@playwright/test";
import { browserExecutable } from "./tests/e2e/browser";
import { E2E_URL_VARIABLE } from "./tests/e2e/stack-file";

/** Browser journeys against the built product on a stack of its own (tests/e2e/global-setup.ts). */
export default defineConfig({
  testDir: "tests/e2e",
  testMatch: "*.spec.ts",
  globalSetup: "./tests/e2e/global-setup.ts",
  fullyParallel: false,
  workers: 1,
  retries: 0,
  timeout: 90_000,
  expect: { timeout: 15_000 },
  reporter: [["list"]],
  outputDir: "test-results",
  use: {
    baseURL: process.env[E2E_URL_VARIABLE],
    launchOptions: await browserExecutable(),
    viewport: { width: 1440, height: 900 },
    locale: "en-AU",
    timezoneId: "Australia/Sydney",
    screenshot: "only-on-failure",
    trace: "off",
  },
});

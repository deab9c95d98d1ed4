import { expect, test } from "vitest";
import { diagnose } from "./doctor";

const stateOf = (environment: Record<string, string>, dependency: string) =>
  diagnose(environment).find((row) => row.dependency === dependency);

test.each([
  [{}, "Apollo", "stand-in", "APOLLO_BASE_URL"],
  [{ APOLLO_BASE_URL: "https://api.apollo.io/api/v1", APOLLO_API_KEY: "k" }, "Apollo", "live", "APOLLO_BASE_URL"],
  [{ APOLLO_BASE_URL: "http://127.0.0.1:8100/apollo/api/v1", APOLLO_API_KEY: "k" }, "Apollo", "stand-in", "APOLLO_BASE_URL"],
  [{ APOLLO_BASE_URL: "https://api.apollo.io/api/v1" }, "Apollo", "missing", "APOLLO_API_KEY"],
  [{ INNGEST_DEV: "http://127.0.0.1:8288" }, "Inngest", "stand-in", "INNGEST_DEV"],
  [{ INNGEST_SIGNING_KEY: "signkey-prod-1", INNGEST_EVENT_KEY: "e" }, "Inngest", "live", "INNGEST_SIGNING_KEY"],
  [{ INNGEST_EVENT_KEY: "e" }, "Inngest", "missing", "INNGEST_SIGNING_KEY"],
  [
    { POSTMARK_INBOUND_USER: "u", POSTMARK_INBOUND_PASSWORD: "local-only-inbound" },
    "Inbound mail (Postmark)",
    "stand-in",
    "POSTMARK_INBOUND_USER",
  ],
  [{}, "Anthropic (AI model)", "missing", "ANTHROPIC_API_KEY"],
  [{ ANTHROPIC_API_KEY: "k" }, "Anthropic (AI model)", "live", "ANTHROPIC_API_KEY"],
  [
    { ANTHROPIC_API_KEY: "k", ANTHROPIC_BASE_URL: "http://127.0.0.1:8100/anthropic" },
    "Anthropic (AI model)",
    "stand-in",
    "ANTHROPIC_API_KEY",
  ],
  [{ CLOCK_URL: "file:///tmp/clock.json" }, "Clock", "stand-in", "CLOCK_URL"],
  [{}, "Clock", "live", "CLOCK_URL"],
] as const)("%j: %s is %s, decided by %s", (environment, dependency, state, decidedBy) => {
  expect(stateOf(environment, dependency)).toMatchObject({ state, decided_by: decidedBy });
});

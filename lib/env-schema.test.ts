import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { checkGivenEnv, EnvError, isLoopbackUrl, parseEnv } from "@/lib/env-schema";

/** As `next start` reads it: comments off, quotes off. */
function readExample(): Record<string, string> {
  const text = readFileSync(new URL("../.env.example", import.meta.url), "utf8");
  return Object.fromEntries(
    [...text.matchAll(/^([A-Z_]+)=(.*)$/gm)].map(([, name = "", value = ""]) => [name, value.replace(/^"(.*)"$/, "$1")]),
  );
}

const example = readExample();
/** What a deployment that sends e-mail alone leaves empty. */
const PROVIDERS = /^(TWILIO|HEYREACH|VAPI|CLICKSEND|SMARTLEAD|RESEND|DNCR|APIFY|CLAY|CALCOM|CALENDLY|POSTMARK_BASE|POSTMARK_SERVER)_/;
const noProviders = Object.fromEntries(Object.keys(example).flatMap((name) => (PROVIDERS.test(name) ? [[name, ""]] : [])));
const hosted = {
  ...example,
  ...noProviders,
  APP_URL: "https://app.example.com",
  DATABASE_URL: "postgres://u:p@db.example.com:6543/postgres",
  MEMBER_DATABASE_URL: "postgres://m:p@db.example.com:6543/postgres",
  MIGRATIONS_DATABASE_URL: "postgres://o:p@db.example.com:5432/postgres",
  SUPABASE_URL: "https://abc.supabase.co/",
  SUPABASE_PUBLISHABLE_KEY: "sb_publishable_abc",
  SUPABASE_SECRET_KEY: "sb_secret_abc",
  INNGEST_DEV: "",
  INNGEST_EVENT_KEY: "event-key",
  INNGEST_SIGNING_KEY: "signkey-prod-abc",
  UPSTASH_REDIS_REST_URL: "https://redis.example.com",
  UPSTASH_REDIS_REST_TOKEN: "token",
  APOLLO_BASE_URL: "https://api.apollo.io/api/v1",
  HUNTER_BASE_URL: "https://api.hunter.io/v2",
  DATAFORSEO_BASE_URL: "https://api.dataforseo.com",
  POSTMARK_INBOUND_PASSWORD: "a-real-secret",
  BOOKING_WEBHOOK_SECRET: "another-real-secret",
  SECRETS_KEY: "q83vEjRWeJCrze8SNFZ4kKvN7xI0VniQq83vEjRWeJA=",
  SUPPRESSION_PEPPER: "a-real-pepper",
  PRODUCT_SMTP_URL: "smtps://u:p@smtp.example.com:465",
  CLOCK_URL: "",
};

function problemsOf(source: Record<string, string | undefined>): readonly string[] {
  try {
    parseEnv(source);
    return [];
  } catch (error) {
    if (error instanceof EnvError) return error.problems;
    throw error;
  }
}

test("the example works as it is, and names every variable that is read", () => {
  expect(problemsOf(example)).toEqual([]);
  const needed = problemsOf({}).map((problem) => problem.split(" ")[0] ?? "");
  expect(needed.length).toBeGreaterThan(15);
  expect(Object.keys(example)).toEqual(expect.arrayContaining(needed));
});

test("a hosted configuration passes; addresses lose their last slash and the log level has a default", () => {
  const parsed = parseEnv({ ...hosted, LOG_LEVEL: "" });
  expect(parsed.SUPABASE_URL).toBe("https://abc.supabase.co");
  expect(parsed.LOG_LEVEL).toBe("info");
  expect(parsed.CLOCK_URL).toBeUndefined();
});

describe("wrong values are named with their remedy, and never repeated", () => {
  test.each([
    ["APP_URL", "app.example.com", "must be a URL that starts with http:// or https://"],
    ["APP_URL", "ftp://app.example.com", "must be a URL that starts with http:// or https://"],
    ["DATABASE_URL", "mysql://u:p@db.example.com/x", "starts with postgres:// or postgresql://"],
    ["SECRETS_KEY", "c2hvcnQ=", "base64 of exactly 32 bytes"],
    ["SECRETS_KEY", "not base64!", "base64 of exactly 32 bytes"],
    ["SUPPRESSION_PEPPER", "short", "at least 8 characters"],
    ["PRODUCT_SMTP_URL", "http://smtp.example.com", "starts with smtp:// or smtps://"],
    ["CLOCK_URL", "/tmp/clock.json", "must be a URL that starts with file://"],
    ["LOG_LEVEL", "chatty", "Invalid option"],
    ["ANTHROPIC_BASE_URL", "api.anthropic.com", "must be a URL that starts with http:// or https://"],
    ["ANTHROPIC_STRONG_PRICE", "3 dollars", "A$ per million tokens"],
    ["AI_DAILY_LIMIT_AUD", "-1", "expected number to be >0"],
  ])("%s = %s", (name, value, remedy) => {
    const problems = problemsOf({ ...example, [name]: value });
    expect(problems).toHaveLength(1);
    expect(problems[0]).toContain(`${name} `);
    expect(problems[0]).toContain(remedy);
    expect(problems[0]).not.toContain(value);
  });
});

describe("once others reach the app, nothing may point to this machine", () => {
  test.each([
    "DATABASE_URL",
    "MEMBER_DATABASE_URL",
    "MIGRATIONS_DATABASE_URL",
    "SUPABASE_URL",
    "UPSTASH_REDIS_REST_URL",
    "APOLLO_BASE_URL",
    "HUNTER_BASE_URL",
    "DATAFORSEO_BASE_URL",
    "POSTMARK_BASE_URL",
    "PRODUCT_SMTP_URL",
  ] as const)("%s", (name) => {
    expect(problemsOf({ ...hosted, [name]: example[name] })).toEqual([expect.stringContaining(`${name} points to this machine`)]);
  });

  test.each([
    ["SUPABASE_SECRET_KEY", "still has its value from .env.example"],
    ["POSTMARK_INBOUND_PASSWORD", "still has its value from .env.example"],
    ["SECRETS_KEY", "still has its value from .env.example"],
    ["CALCOM_WEBHOOK_SECRET", "still has its value from .env.example"],
    ["CALENDLY_WEBHOOK_SECRET", "still has its value from .env.example"],
    ["SUPPRESSION_PEPPER", "still has its value from .env.example"],
    ["INNGEST_DEV", "turns off signature checks"],
  ])("%s from the example", (name, problem) => {
    expect(problemsOf({ ...hosted, [name]: example[name] })).toEqual([expect.stringContaining(`${name} ${problem}`)]);
  });

  test.each([
    ["APP_URL", "http://app.example.com", "APP_URL must start with https://"],
    ["CLOCK_URL", "file:///var/clock.json", "CLOCK_URL moves the product's time"],
    ["INNGEST_SIGNING_KEY", "", "INNGEST_SIGNING_KEY is missing"],
    ["INNGEST_EVENT_KEY", "", "INNGEST_EVENT_KEY is missing"],
  ])("%s = %s", (name, value, problem) => {
    expect(problemsOf({ ...hosted, [name]: value })).toEqual([expect.stringContaining(problem)]);
  });

  test("on one machine live services, a moved clock and example secrets are fine", () => {
    expect(problemsOf({ ...example, APOLLO_BASE_URL: hosted.APOLLO_BASE_URL, CLOCK_URL: "file:///tmp/clock.json" })).toEqual([]);
  });
});

describe("a provider that is not used", () => {
  test("leads nowhere, and its door takes nobody's word", () => {
    const parsed = parseEnv(hosted);
    expect(new URL(parsed.TWILIO_BASE_URL).hostname).toBe("not-configured.invalid");
    expect([parsed.TWILIO_AUTH_TOKEN, parsed.HEYREACH_WEBHOOK_TOKEN, parsed.VAPI_API_KEY]).toEqual(["", "", ""]);
  });

  test("is unset whole: what is missing beside the rest is named", () => {
    expect(problemsOf({ ...hosted, HEYREACH_API_KEY: "a key" })).toEqual([
      expect.stringContaining("HEYREACH_BASE_URL is missing"),
      expect.stringContaining("HEYREACH_WEBHOOK_TOKEN is missing"),
    ]);
  });

  test("does not lend a deployment the secrets of the example, encoded ones included", () => {
    const RESEND = { RESEND_BASE_URL: "https://api.resend.com", RESEND_API_KEY: "re_1" };
    expect(problemsOf({ ...hosted, ...RESEND, RESEND_WEBHOOK_SECRET: example.RESEND_WEBHOOK_SECRET })).toEqual([
      expect.stringContaining("RESEND_WEBHOOK_SECRET still has its value"),
    ]);
    expect(problemsOf({ ...hosted, ...RESEND, RESEND_WEBHOOK_SECRET: "whsec_q83vEjRWeJCrze8SNFZ4kKvN" })).toEqual([]);
  });
});

test("a build needs nothing, but a wrong value stops it", () => {
  expect(() => checkGivenEnv({})).not.toThrow();
  expect(() => checkGivenEnv({ PATH: "/usr/bin", APP_URL: "" })).not.toThrow();
  expect(() => checkGivenEnv({ APP_URL: "nonsense" })).toThrow("APP_URL must be a URL");
});

test.each([
  ["http://localhost:3000", true],
  ["http://app.localhost", true],
  ["http://127.0.0.1", true],
  ["postgres://u:p@127.9.8.7:5432/x", true],
  ["http://[::1]:54321", true],
  ["smtp://0.0.0.0:25", true],
  ["https://localhost.example.com", false],
  ["https://127.example.com", false],
  ["https://10.0.0.1", false],
])("%s is loopback: %s", (url, isLoopback) => {
  expect(isLoopbackUrl(url)).toBe(isLoopback);
});

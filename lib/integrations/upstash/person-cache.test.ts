import { afterAll, beforeAll, expect, test } from "vitest";
import type { EnrichedCompany, EnrichedPerson } from "@/lib/domain/enriched-person";
import { personCache } from "@/lib/integrations/upstash/person-cache";
import { startUpstash } from "@/local/upstash/server";

const DAY_MS = 86_400_000;
const PERSON: EnrichedPerson = {
  source: "apollo",
  providerId: "1",
  email: "lee@firm.example",
  emailStatus: "verified",
  firstName: "Lee",
  lastName: "Nguyễn",
  title: "Owner",
  headline: null,
  seniority: null,
  departments: ["sales"],
  linkedinUrl: null,
  phone: null,
  personalEmail: null,
  city: null,
  state: null,
  country: "Australia",
  currentJobStart: null,
  employmentHistory: [],
  company: "Firm",
  organization: null,
  confidence: 0.9,
};

let redis: Awaited<ReturnType<typeof startUpstash>>;
let now = new Date("2026-03-03T23:00:00Z");
const cache = () => personCache({ url: redis.url, token: "token" });

beforeAll(async () => {
  redis = await startUpstash({ port: 0, token: "token", clock: { now: () => now } });
});
afterAll(() => redis.close());

test("a record is kept as it is for ninety days", async () => {
  await cache().keep("v1:person:a", PERSON);
  now = new Date(now.getTime() + 89 * DAY_MS);
  expect(await cache().find("v1:person:a")).toEqual(PERSON);
  now = new Date(now.getTime() + 2 * DAY_MS);
  expect(await cache().find("v1:person:a")).toBeNull();
});

test("what is not there, or does not parse any more, is a miss", async () => {
  expect(await cache().find("v1:person:nobody")).toBeNull();
  await cache().keep("v1:person:b", { ...PERSON, confidence: "high" } as never);
  expect(await cache().find("v1:person:b")).toBeNull();
});

test("a Redis that is down, or does not know us, costs a look-up and nothing else", async () => {
  for (const broken of [personCache({ url: "http://127.0.0.1:9", token: "token" }), personCache({ url: redis.url, token: "wrong" })]) {
    await broken.keep("v1:person:c", PERSON);
    expect(await broken.find("v1:person:c")).toBeNull();
  }
  expect(await cache().find("v1:person:c")).toBeNull();
});

test("a company is kept for thirty days, and is never taken for a person", async () => {
  const company: EnrichedCompany = {
    providerId: null,
    name: "Firm",
    domain: "firm.example",
    website: null,
    linkedinUrl: null,
    description: null,
    industry: "construction",
    employeeCount: 40,
    street: null,
    city: null,
    state: null,
    postcode: null,
    country: null,
    foundedYear: null,
    latestFundingDate: null,
    totalFundingUsd: null,
    annualRevenueUsd: null,
    keywords: [],
    technologies: [],
    isHiring: null,
  };
  await cache().keepCompany("v1:company:firm.example", company);
  expect(await cache().find("v1:company:firm.example")).toBeNull();
  now = new Date(now.getTime() + 29 * DAY_MS);
  expect(await cache().findCompany("v1:company:firm.example")).toEqual(company);
  now = new Date(now.getTime() + 2 * DAY_MS);
  expect(await cache().findCompany("v1:company:firm.example")).toBeNull();
});

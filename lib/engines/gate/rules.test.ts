import { globSync } from "node:fs";
import { addHours, subDays, subHours, subSeconds } from "date-fns";
import { describe, expect, test } from "vitest";
import { GATE_WORDS } from "@/lib/domain/gate-words";
import { CHANNELS } from "@/lib/domain/outreach";
import { decide } from "@/lib/engines/gate/decide";
import type { GateFacts } from "@/lib/engines/gate/facts";
import { GATE_RULES } from "@/lib/engines/gate/rules";
import { ALLOWED_AT, allowedFacts } from "@/tests/support/allowed-facts";
import { allowedOn, CHANNEL_ROWS } from "@/tests/support/gate-rows-channels";
import { EMAIL_ROWS, type Row } from "@/tests/support/gate-rows-email";

const TODAY = "2026-03-04";

test.each(CHANNELS)("with nothing in the way every rule of %s passes, and says so", (channel) => {
  const decision = decide(channel === "email" ? allowedFacts() : allowedOn(channel), ALLOWED_AT);
  expect(decision.verdict).toBe("allow");
  const asked = GATE_RULES.filter(({ channels }) => !channels || channels.includes(channel));
  expect(decision.checks).toEqual(asked.map(({ code }) => ({ code, verdict: "pass" })));
});

function expectFinding(facts: GateFacts, row: Row): void {
  const decision = decide(facts, ALLOWED_AT);
  expect(decision).toMatchObject({ verdict: row.verdict, reason: { code: row.code, verdict: row.verdict } });
  if (decision.verdict === "defer" && row.verdict === "defer") {
    expect(decision.until.toISOString()).toBe(row.until.toISOString());
    expect(decision.reason.until).toBe(row.until.toISOString());
  }
  expect(decision).toHaveProperty("reason.detail", expect.stringMatching(/\S/));
}

test.each(EMAIL_ROWS)("$code: $verdict when $change", (row) => {
  expectFinding(allowedFacts(row.change), row);
});

test.each(CHANNEL_ROWS)("$channel, $code: $verdict when $change", (row) => {
  expectFinding(allowedOn(row.channel, row.change), row);
});

test("every rule of the gate has a row, and every row names a rule", () => {
  expect(new Set([...EMAIL_ROWS, ...CHANNEL_ROWS].map((row) => row.code))).toEqual(new Set(GATE_RULES.map((rule) => rule.code)));
  expect(new Set(GATE_RULES.map((rule) => rule.code)).size).toBe(GATE_RULES.length);
});

test("each rule has words for people, and where it sends them is a page", () => {
  expect(new Set(Object.keys(GATE_WORDS))).toEqual(new Set(GATE_RULES.map(({ code }) => code)));
  const pages = new Set(
    globSync("app/dashboard/**/page.tsx").map((file) => file.replace(/^app|\/page\.tsx$/g, "").replaceAll(/\/\([^)]*\)/g, "")),
  );
  const facts = CHANNELS.map((channel) => allowedFacts({ touch: { channel } }));
  const fixes = GATE_RULES.flatMap(({ fix }) => (typeof fix === "function" ? facts.map(fix) : (fix ?? [])));
  expect([...new Set(fixes)].filter((fix) => !pages.has(fix))).toEqual([]);
});

describe("what is still allowed, one step before a rule bites", () => {
  const cases: [string, Parameters<typeof allowedFacts>[0]][] = [
    ["a trial", { client: { status: "trialing" } }],
    ["consent that lapses in a second", { consent: { basis: "express", expiresAt: addHours(ALLOWED_AT, 1) } }],
    ["a shared address published for such offers", { lead: { email: "sales@firm.example" }, consent: { basis: "inferred_publication" } }],
    ["a catch-all with publication evidence", { lead: { emailStatus: "catch_all" }, consent: { basis: "inferred_publication" } }],
    ["an unknown country: Australian rules", { lead: { countries: [] } }],
    ["a name that only looks like a shared address", { lead: { email: "infoodle@firm.example" } }],
    ["co-pilot with this text approved", { mode: "co_pilot", touch: { approvedHash: "a".repeat(64) } }],
    ["the first and the last day of a campaign", { campaign: { startDate: TODAY, endDate: TODAY } }],
    ["seven messages so far", { lead: { sentInCampaign: 7 } }],
    ["the moment it is due", { touch: { dueAt: ALLOWED_AT } }],
    ["the moment a snooze ends", { lead: { snoozedUntil: ALLOWED_AT } }],
    ["48 hours after the last contact", { lead: { lastContactedAt: subHours(ALLOWED_AT, 48) } }],
    [
      "the third contact a week old",
      { lead: { recentContacts: [subDays(ALLOWED_AT, 7), subDays(ALLOWED_AT, 5), subDays(ALLOWED_AT, 3)] } },
    ],
    ["the instant the window opens", { campaign: { windowStart: "10:00" } }],
    [
      "the last place of each day",
      { resource: { used: { [TODAY]: 29 } }, parent: { used: { [TODAY]: 49 } }, client: { sent: { [TODAY]: 49 } } },
    ],
    ["yesterday's counts", { resource: { used: { "2026-03-03": 30 } }, campaign: { sent: { "2026-03-03": 50 } } }],
    ["spacing over", { resource: { lastUsedAt: subSeconds(ALLOWED_AT, 180) } }],
    ["the first cold day of a ramp", { resource: { isPrewarmed: false, rampStartedAt: subDays(ALLOWED_AT, 14) } }],
  ];
  test.each(cases)("%s", (_name, change) => {
    expect(decide(allowedFacts(change), ALLOWED_AT)).toMatchObject({ verdict: "allow" });
  });
});

test("each day's count is kept on the clock of what it counts", () => {
  // 10:00 on Wednesday in Sydney is still Tuesday evening in New York.
  const resource = { timezone: "America/New_York", used: { "2026-03-03": 30 } };
  const decision = decide(allowedFacts({ resource }), ALLOWED_AT);
  expect(decision).toMatchObject({ verdict: "defer", until: new Date("2026-03-04T05:00:00Z"), reason: { code: "resource_cap" } });
});

import { addDays, addHours, subDays, subHours, subSeconds } from "date-fns";
import { describe, expect, test } from "vitest";
import { decide } from "@/lib/engines/gate/decide";
import { GATE_RULES } from "@/lib/engines/gate/rules";
import { ALLOWED_AT, allowedFacts } from "@/tests/support/allowed-facts";

const TODAY = "2026-03-04";
const TOMORROW = new Date("2026-03-04T13:00:00Z"); // 5 March, 00:00 in Sydney

type Row = { code: string; change: Parameters<typeof allowedFacts>[0]; verdict: "hold" | "skip" | "stop" } | Deferral;
type Deferral = { code: string; change: Parameters<typeof allowedFacts>[0]; verdict: "defer"; until: Date };

/** One fact changed, what the gate then says. Every rule has at least one row. */
const ROWS: readonly Row[] = [
  { code: "platform_stopped", change: { platform: { sendingStopped: true } }, verdict: "hold" },
  { code: "client_inactive", change: { client: { status: "past_due" } }, verdict: "hold" },
  { code: "client_inactive", change: { client: { status: "cancelled" } }, verdict: "hold" },
  { code: "client_inactive", change: { client: { status: "paused" } }, verdict: "hold" },
  { code: "client_inactive", change: { client: { isDeleted: true } }, verdict: "hold" },
  { code: "emergency_stop", change: { client: { pausedReason: "wrong list" } }, verdict: "hold" },
  { code: "sender_identity_missing", change: { client: { legalName: null } }, verdict: "hold" },
  { code: "sender_identity_missing", change: { client: { contact: "" } }, verdict: "hold" },
  { code: "campaign_inactive", change: { campaign: { status: "draft" } }, verdict: "hold" },
  { code: "campaign_inactive", change: { campaign: { status: "paused" } }, verdict: "hold" },
  { code: "campaign_inactive", change: { campaign: { status: "completed" } }, verdict: "hold" },
  { code: "lead_deleted", change: { lead: { isDeleted: true } }, verdict: "stop" },
  { code: "lead_terminal", change: { lead: { status: "converted" } }, verdict: "stop" },
  { code: "lead_terminal", change: { lead: { status: "unsubscribed" } }, verdict: "stop" },
  { code: "lead_terminal", change: { lead: { status: "bounced" } }, verdict: "stop" },
  { code: "replied", change: { lead: { hasReplied: true } }, verdict: "stop" },
  { code: "suppressed", change: { isSuppressed: true }, verdict: "stop" },
  { code: "competitor", change: { lead: { isCompetitor: true } }, verdict: "stop" },
  { code: "held", change: { lead: { heldReason: "A legal matter" } }, verdict: "hold" },
  { code: "not_scored", change: { lead: { tier: null } }, verdict: "hold" },
  { code: "tier_channel_not_allowed", change: { lead: { tier: "dead" } }, verdict: "skip" },
  { code: "tier_channel_not_allowed", change: { lead: { tier: "cool" }, touch: { channel: "voice" } }, verdict: "skip" },
  { code: "country_not_open", change: { lead: { country: "DE" } }, verdict: "stop" },
  { code: "no_consent_basis", change: { consent: null }, verdict: "hold" },
  { code: "no_consent_basis", change: { consent: { basis: "express", expiresAt: ALLOWED_AT } }, verdict: "hold" },
  { code: "role_address", change: { lead: { email: "privacy@firm.example" } }, verdict: "stop" },
  { code: "role_address", change: { lead: { email: "No-Reply@firm.example" }, consent: { basis: "express" } }, verdict: "stop" },
  { code: "role_address", change: { lead: { email: "info@firm.example" } }, verdict: "hold" },
  { code: "email_invalid", change: { lead: { emailStatus: "invalid" } }, verdict: "stop" },
  { code: "email_unverified", change: { lead: { emailStatus: "guessed" } }, verdict: "hold" },
  { code: "email_unverified", change: { lead: { emailStatus: "unknown" } }, verdict: "hold" },
  { code: "email_unverified", change: { lead: { emailStatus: null } }, verdict: "hold" },
  { code: "email_unverified", change: { lead: { emailStatus: "catch_all" } }, verdict: "hold" },
  { code: "outcome_unknown", change: { touch: { hasUnresolvedPredecessor: true } }, verdict: "hold" },
  { code: "content_not_ready", change: { touch: { contentProblems: ["the subject is empty"] } }, verdict: "hold" },
  { code: "permission_pending", change: { mode: "manual" }, verdict: "hold" },
  { code: "permission_pending", change: { mode: "co_pilot" }, verdict: "hold" },
  { code: "permission_pending", change: { mode: "co_pilot", touch: { approvedHash: "b".repeat(64) } }, verdict: "hold" },
  { code: "permission_pending", change: { mode: "co_pilot", touch: { approvedHash: null, contentHash: null } }, verdict: "hold" },
  {
    code: "campaign_dates",
    change: { campaign: { startDate: "2026-03-10" } },
    verdict: "defer",
    until: new Date("2026-03-09T13:00:00Z"),
  },
  { code: "campaign_dates", change: { campaign: { endDate: "2026-03-03" } }, verdict: "stop" },
  { code: "max_touches_reached", change: { lead: { sentInCampaign: 8 } }, verdict: "stop" },
  { code: "not_due", change: { touch: { dueAt: addHours(ALLOWED_AT, 1) } }, verdict: "defer", until: addHours(ALLOWED_AT, 1) },
  { code: "snoozed", change: { lead: { snoozedUntil: addDays(ALLOWED_AT, 7) } }, verdict: "defer", until: addDays(ALLOWED_AT, 7) },
  {
    code: "too_recent",
    change: { lead: { lastContactedAt: subHours(ALLOWED_AT, 47) } },
    verdict: "defer",
    until: addHours(ALLOWED_AT, 1),
  },
  {
    code: "weekly_pressure",
    change: { lead: { recentContacts: [subDays(ALLOWED_AT, 6), subDays(ALLOWED_AT, 4), subDays(ALLOWED_AT, 2)] } },
    verdict: "defer",
    until: addDays(ALLOWED_AT, 1),
  },
  {
    code: "weekly_pressure",
    change: {
      lead: { recentContacts: [subDays(ALLOWED_AT, 6), subDays(ALLOWED_AT, 5), subDays(ALLOWED_AT, 4), subDays(ALLOWED_AT, 3)] },
    },
    verdict: "defer",
    until: addDays(ALLOWED_AT, 2),
  },
  {
    code: "outside_window",
    change: { campaign: { windowStart: "11:00" } },
    verdict: "defer",
    until: new Date("2026-03-04T00:00:00Z"),
  },
  {
    code: "outside_window",
    change: { campaign: { windowEnd: "10:00:00" } },
    verdict: "defer",
    until: new Date("2026-03-04T21:30:00Z"),
  },
  {
    code: "campaign_daily_limit",
    change: { campaign: { sent: { [TODAY]: 50 } } },
    verdict: "defer",
    until: TOMORROW,
  },
  { code: "client_daily_limit", change: { client: { sent: { [TODAY]: 50 } } }, verdict: "defer", until: TOMORROW },
  { code: "no_mailbox", change: { mailbox: null }, verdict: "hold" },
  { code: "no_mailbox", change: { domain: null }, verdict: "hold" },
  { code: "mailbox_paused", change: { mailbox: { pausedReason: "bounces" } }, verdict: "hold" },
  { code: "mailbox_paused", change: { domain: { pausedReason: "bounces" } }, verdict: "hold" },
  { code: "warmup_not_ready", change: { mailbox: { isPrewarmed: false } }, verdict: "hold" },
  {
    code: "warmup_not_ready",
    change: { mailbox: { isPrewarmed: false, rampStartedAt: new Date("2026-02-20T02:00:00Z") } }, // today is day 13
    verdict: "defer",
    until: new Date("2026-03-05T13:00:00Z"),
  },
  { code: "mailbox_cap", change: { mailbox: { used: { [TODAY]: 30 } } }, verdict: "defer", until: TOMORROW },
  { code: "mailbox_cap", change: { mailbox: { dailyLimit: 1000, used: { [TODAY]: 40 } } }, verdict: "defer", until: TOMORROW },
  { code: "mailbox_cap", change: { mailbox: { dailyLimit: 0 } }, verdict: "hold" },
  { code: "domain_cap", change: { domain: { used: { [TODAY]: 50 } } }, verdict: "defer", until: TOMORROW },
  { code: "domain_cap", change: { domain: { dailyLimit: 0 } }, verdict: "hold" },
  {
    code: "spacing",
    change: { mailbox: { lastUsedAt: subSeconds(ALLOWED_AT, 179) } },
    verdict: "defer",
    until: new Date(ALLOWED_AT.getTime() + 1000),
  },
];

test("with nothing in the way every rule passes, and says so", () => {
  const decision = decide(allowedFacts(), ALLOWED_AT);
  expect(decision.verdict).toBe("allow");
  expect(decision.checks).toEqual(GATE_RULES.map(({ code }) => ({ code, verdict: "pass" })));
});

test.each(ROWS)("$code: $verdict when $change", (row) => {
  const decision = decide(allowedFacts(row.change), ALLOWED_AT);
  expect(decision).toMatchObject({ verdict: row.verdict, reason: { code: row.code, verdict: row.verdict } });
  if (decision.verdict === "defer" && row.verdict === "defer") {
    expect(decision.until.toISOString()).toBe(row.until.toISOString());
    expect(decision.reason.until).toBe(row.until.toISOString());
  }
  expect(decision).toHaveProperty("reason.detail", expect.stringMatching(/\S/));
});

test("every rule of the gate has a row here, and every row names a rule", () => {
  expect(new Set(ROWS.map((row) => row.code))).toEqual(new Set(GATE_RULES.map((rule) => rule.code)));
  expect(new Set(GATE_RULES.map((rule) => rule.code)).size).toBe(GATE_RULES.length);
});

describe("what is still allowed, one step before a rule bites", () => {
  const cases: [string, Parameters<typeof allowedFacts>[0]][] = [
    ["a trial", { client: { status: "trialing" } }],
    ["consent that lapses in a second", { consent: { basis: "express", expiresAt: addHours(ALLOWED_AT, 1) } }],
    ["a shared address published for such offers", { lead: { email: "sales@firm.example" }, consent: { basis: "inferred_publication" } }],
    ["a catch-all with publication evidence", { lead: { emailStatus: "catch_all" }, consent: { basis: "inferred_publication" } }],
    ["an unknown country: Australian rules", { lead: { country: null } }],
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
      { mailbox: { used: { [TODAY]: 29 } }, domain: { used: { [TODAY]: 49 } }, client: { sent: { [TODAY]: 49 } } },
    ],
    ["yesterday's counts", { mailbox: { used: { "2026-03-03": 30 } }, campaign: { sent: { "2026-03-03": 50 } } }],
    ["spacing over", { mailbox: { lastUsedAt: subSeconds(ALLOWED_AT, 180) } }],
    ["the first cold day of a ramp", { mailbox: { isPrewarmed: false, rampStartedAt: subDays(ALLOWED_AT, 14) } }],
  ];
  test.each(cases)("%s", (_name, change) => {
    expect(decide(allowedFacts(change), ALLOWED_AT)).toMatchObject({ verdict: "allow" });
  });
});

test("each day's count is kept on the clock of what it counts", () => {
  // 10:00 on Wednesday in Sydney is still Tuesday evening in New York.
  const mailbox = { timezone: "America/New_York", used: { "2026-03-03": 30 } };
  const decision = decide(allowedFacts({ mailbox }), ALLOWED_AT);
  expect(decision).toMatchObject({ verdict: "defer", until: new Date("2026-03-04T05:00:00Z"), reason: { code: "mailbox_cap" } });
});

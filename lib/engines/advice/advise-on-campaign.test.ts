import { describe, expect, test } from "vitest";
import {
  type CampaignMetrics,
  campaignAdvice,
  campaignMetrics,
  FINDING_CODES,
  type RECOMMENDATIONS,
  type SEVERITIES,
  type STOP_CODES,
} from "@/lib/domain/campaign-advice";
import { adviseOnCampaign } from "@/lib/engines/advice/advise-on-campaign";
import { channelMetrics, healthyMetrics, stepMetrics } from "@/tests/support/campaign-metrics";

const email = (change: Parameters<typeof channelMetrics>[0]) => healthyMetrics({ channels: [channelMetrics(change)] });
const steps = (...changes: Parameters<typeof stepMetrics>[0][]) =>
  healthyMetrics({ steps: changes.map((change, index) => stepMetrics({ number: index + 1, ...change })) });
const linkedin = (accepted: number, of: number) =>
  healthyMetrics({ channels: [channelMetrics({ channel: "linkedin", bounced: 0, invitations: { accepted, of } })] });
const sms = (change: Parameters<typeof channelMetrics>[0]) =>
  healthyMetrics({ channels: [channelMetrics(), channelMetrics({ channel: "sms", bounced: 0, ...change })] });
const blocked = (leads: number, planned: number) => sms({ planned, blockedBy: { code: "no_consent_basis", leads, isFinal: false } });
const full = (used: number, cap: number, days = 5) =>
  email({ room: { used, cap, days }, fullBy: { code: "resource_cap", leads: 40, isFinal: false } });
const limited = (leads: number, planned: number) => email({ planned, fullBy: { code: "campaign_daily_limit", leads, isFinal: false } });
const stopped = (code: (typeof STOP_CODES)[number]) => healthyMetrics({ stoppedBy: { code, leads: 5, isFinal: false } });

/** Each rule below and at its floor, and at, around and beyond its lines. Null: nothing to say. */
const TABLE: readonly [
  code: (typeof FINDING_CODES)[number],
  CampaignMetrics,
  severity: (typeof SEVERITIES)[number] | null,
  why?: RegExp,
][] = [
  ["bounces_high", email({ handedOver: 49, bounced: 0 }), null],
  ["bounces_high", email({ handedOver: 49, bounced: 20 }), "note", /^Too few to tell: 49 of the 50 e-mails/],
  ["bounces_high", email({ handedOver: 50, bounced: 1 }), null],
  ["bounces_high", email({ handedOver: 50, bounced: 2 }), "note", /may be chance/],
  ["bounces_high", email({ handedOver: 50, bounced: 3 }), "warning", /^Surely over 2%/],
  ["bounces_high", email({ handedOver: 50, bounced: 5 }), "warning"],
  ["bounces_high", email({ handedOver: 50, bounced: 6 }), "critical", /^Surely over 5%/],
  ["bounces_high", email({ handedOver: 200, bounced: 4 }), null],
  ["bounces_high", email({ handedOver: 200, bounced: 5 }), "note"],
  ["bounces_high", email({ handedOver: 200, bounced: 8 }), "warning"],
  ["bounces_high", email({ handedOver: 200, bounced: 15 }), "warning"],
  ["bounces_high", email({ handedOver: 200, bounced: 16 }), "critical"],

  ["complaints", healthyMetrics({ contacted: 250, complained: 0 }), null],
  ["complaints", healthyMetrics({ contacted: 49, complained: 2 }), "note", /^Too few to tell: 49 of the 50 people/],
  ["complaints", healthyMetrics({ contacted: 50, complained: 1 }), "warning", /^Surely over 0.05%/],
  ["complaints", healthyMetrics({ contacted: 50, complained: 2 }), "critical", /^Surely over 0.1%/],
  ["complaints", healthyMetrics({ contacted: 1000, complained: 1 }), "note"],
  ["complaints", healthyMetrics({ contacted: 1000, complained: 2 }), "warning"],
  ["complaints", healthyMetrics({ contacted: 1000, complained: 3 }), "critical"],
  ["complaints", healthyMetrics({ contacted: 2000, complained: 1 }), null],

  ["opt_outs_high", healthyMetrics({ contacted: 49, optedOut: 5 }), "note", /^Too few to tell/],
  ["opt_outs_high", healthyMetrics({ contacted: 50, optedOut: 1 }), "note"],
  ["opt_outs_high", healthyMetrics({ contacted: 50, optedOut: 2 }), "warning"],
  ["opt_outs_high", healthyMetrics({ contacted: 50, optedOut: 4 }), "warning"],
  ["opt_outs_high", healthyMetrics({ contacted: 50, optedOut: 5 }), "critical"],
  ["opt_outs_high", healthyMetrics({ contacted: 200, optedOut: 2 }), null],
  ["opt_outs_high", healthyMetrics({ contacted: 200, optedOut: 5 }), "warning"],
  ["opt_outs_high", healthyMetrics({ contacted: 200, optedOut: 13 }), "critical"],

  ["opt_outs_at_step", steps({ contacted: 200, optedOut: 1 }, { contacted: 100, optedOut: 12 }), "warning", /more than chance/],
  ["opt_outs_at_step", steps({ contacted: 200, optedOut: 1 }, { contacted: 49, optedOut: 12 }), null],
  ["opt_outs_at_step", steps({ contacted: 49, optedOut: 0 }, { contacted: 100, optedOut: 12 }), null],
  ["opt_outs_at_step", steps({ contacted: 2000, optedOut: 0 }, { contacted: 100, optedOut: 2 }), null],
  ["opt_outs_at_step", steps({ contacted: 200, optedOut: 4 }, { contacted: 100, optedOut: 4 }), null],

  ["replies_low", healthyMetrics({ settled: { contacted: 99, replied: 0 } }), null],
  ["replies_low", healthyMetrics({ settled: { contacted: 100, replied: 2 } }), null],
  ["replies_low", healthyMetrics({ settled: { contacted: 100, replied: 1 } }), "note", /may be chance/],
  ["replies_low", healthyMetrics({ settled: { contacted: 132, replied: 0 } }), "note"],
  ["replies_low", healthyMetrics({ settled: { contacted: 133, replied: 0 } }), "warning", /^Surely under 2%/],
  ["replies_low", healthyMetrics({ settled: { contacted: 267, replied: 0 } }), "warning"],
  ["replies_low", healthyMetrics({ settled: { contacted: 268, replied: 0 } }), "critical", /^Surely under 1%/],
  ["replies_low", healthyMetrics({ settled: { contacted: 500, replied: 1 } }), "critical"],
  ["replies_low", healthyMetrics({ settled: { contacted: 500, replied: 4 } }), "warning"],
  ["replies_low", healthyMetrics({ settled: { contacted: 500, replied: 5 } }), "note"],

  ["step_without_replies", steps({}, { settled: 132, replied: 0 }), null],
  ["step_without_replies", steps({}, { settled: 133, replied: 0 }), "warning"],
  ["step_without_replies", steps({}, { settled: 1000, replied: 1 }), null],
  ["step_without_replies", steps({}, { channel: "linkedin", purpose: "connect", settled: 500, replied: 0 }), null],
  ["step_without_replies", steps({}, { channel: "mail", settled: 500, replied: 0 }), null],
  ["step_without_replies", { ...steps({}, { settled: 500, replied: 0 }), settled: { contacted: 500, replied: 0 } }, null],

  ["invitations_ignored", linkedin(0, 49), null],
  ["invitations_ignored", linkedin(15, 50), null],
  ["invitations_ignored", linkedin(14, 50), "note"],
  ["invitations_ignored", linkedin(9, 50), "warning", /^Surely under 30%/],
  ["invitations_ignored", linkedin(5, 50), "critical", /^Surely under 20%/],

  ["no_shows", healthyMetrics({ held: 0, noShow: 4 }), "note", /^Too few to tell: 4 of the 5 meetings/],
  ["no_shows", healthyMetrics({ held: 4, noShow: 1 }), null],
  ["no_shows", healthyMetrics({ held: 2, noShow: 3 }), "note", /may be chance/],
  ["no_shows", healthyMetrics({ held: 1, noShow: 4 }), "warning"],
  ["no_shows", healthyMetrics({ held: 11, noShow: 9 }), "note"],
  ["no_shows", healthyMetrics({ held: 10, noShow: 10 }), "warning", /^Surely over 30%/],

  ["sending_stopped", stopped("emergency_stop"), "warning"],
  ["sending_stopped", { ...stopped("breaker_open"), status: "paused" }, null],
  ["sending_stopped", healthyMetrics(), null],

  ["no_sender", email({ senders: 0 }), "critical"],
  ["no_sender", sms({ senders: 0 }), "warning"],
  ["no_sender", sms({ senders: 1 }), null],
  ["no_sender", sms({ senders: 0, isPlanned: false }), null],

  ["channel_blocked", blocked(9, 20), null],
  ["channel_blocked", blocked(10, 20), "warning"],
  ["channel_blocked", blocked(19, 19), "note", /^Too few to tell: 19 of the 20 people/],
  ["channel_blocked", sms({ planned: 20, blockedBy: null }), null],
  ["channel_blocked", sms({ senders: 0, planned: 20, blockedBy: { code: "no_resource", leads: 20, isFinal: false } }), null],

  ["approvals_wait", healthyMetrics({ inSequence: 10, awaitingApproval: 9 }), null],
  ["approvals_wait", healthyMetrics({ inSequence: 10, awaitingApproval: 10 }), "warning"],
  ["approvals_wait", healthyMetrics({ inSequence: 200, awaitingApproval: 99 }), null],
  ["approvals_wait", healthyMetrics({ inSequence: 200, awaitingApproval: 100 }), "warning"],
  ["approvals_wait", healthyMetrics({ status: "paused", inSequence: 200, awaitingApproval: 100 }), null],

  ["no_leads_left", healthyMetrics({ leadsLeft: 1 }), null],
  ["no_leads_left", healthyMetrics({ leadsLeft: 0, inSequence: 1 }), "note"],
  ["no_leads_left", healthyMetrics({ leadsLeft: 0, inSequence: 0 }), "warning"],
  ["no_leads_left", healthyMetrics({ status: "paused", leadsLeft: 0, inSequence: 0 }), null],

  ["room_used_up", full(269, 300), null],
  ["room_used_up", full(270, 300), "note"],
  ["room_used_up", full(19, 19), null],
  ["room_used_up", full(300, 300, 2), null],
  ["room_used_up", email({ room: { used: 300, cap: 300, days: 5 } }), null],
  ["room_used_up", limited(24, 100), null],
  ["room_used_up", limited(25, 100), "note"],
  ["room_used_up", limited(19, 19), null],
];

test.each(TABLE)("%s (row %#)", (code, metrics, severity, why) => {
  campaignMetrics.parse(metrics);
  const advice = campaignAdvice.parse(adviseOnCampaign(metrics));
  const found = advice.findings.filter((finding) => finding.code === code);
  expect(found.map((finding) => finding.severity)).toEqual(severity === null ? [] : [severity]);
  if (why) expect(found[0]?.why).toMatch(why);
});

test("the table tries every rule with something to say and with nothing", () => {
  for (const code of FINDING_CODES) {
    const rows = TABLE.filter(([of]) => of === code).map(([, , severity]) => severity === null);
    expect(new Set(rows), code).toEqual(new Set([true, false]));
  }
});

describe("what it recommends", () => {
  test.each<[string, CampaignMetrics, (typeof RECOMMENDATIONS)[number], RegExp]>([
    [
      "healthy",
      healthyMetrics(),
      "continue",
      /^Nothing to change: 250 of 300 contacted so far\. 10 of 250 replied, 4 with interest; 2 meetings\.$/,
    ],
    [
      "just begun",
      healthyMetrics({ contacted: 40, settled: { contacted: 12, replied: 0 } }),
      "continue",
      /^Nothing to change: 40 of 300 contacted so far\. Too few to tell how it does: 12 of the 100 people it takes/,
    ],
    ["bounces that are sure", email({ handedOver: 200, bounced: 20 }), "pause", /^Pause it: 20 of 200 e-mails came back \(10%\)/],
    ["bounces that may be chance", email({ handedOver: 200, bounced: 5 }), "continue", /^Nothing to change/],
    ["no sender at all", email({ senders: 0 }), "modify", /^Worth changing: The sequence uses E-mail/],
    ["two things", { ...email({ handedOver: 200, bounced: 10 }), leadsLeft: 0, inSequence: 0 }, "modify", / 1 more below\.$/],
    [
      "paused with bounces",
      { ...email({ handedOver: 200, bounced: 20 }), status: "paused" },
      "modify",
      /^Change this before it goes on: 20 of 200/,
    ],
    ["paused and well", healthyMetrics({ status: "paused" }), "activate", /^Nothing speaks against going on/],
    ["paused with something in the way", healthyMetrics({ status: "paused", inTheWay: 1 }), "modify", /^1 thing is in the way/],
    ["a draft that could start", healthyMetrics({ status: "draft", leadsLeft: 1000 }), "activate", /1000 leads or more could join/],
    ["a draft that could not", healthyMetrics({ status: "draft", inTheWay: 2 }), "modify", /^2 things are in the way of its start\.$/],
    ["completed", { ...email({ handedOver: 200, bounced: 20 }), status: "completed" }, "continue", /^It is completed: 250 of 300/],
  ])("%s", (_what, metrics, recommendation, reasoning) => {
    const advice = adviseOnCampaign(metrics);
    expect(advice.recommendation).toBe(recommendation);
    expect(advice.reasoning).toMatch(reasoning);
  });

  test("the gravest stands first, and what is suggested twice stands once", () => {
    const { findings, suggestedChanges } = adviseOnCampaign({
      ...email({ handedOver: 200, bounced: 20, fullBy: { code: "campaign_daily_limit", leads: 200, isFinal: false } }),
      complained: 3,
      leadsLeft: 0,
      inSequence: 0,
    });
    expect(findings.map(({ code }) => code)).toEqual(["bounces_high", "complaints", "no_leads_left", "room_used_up"]);
    expect(suggestedChanges.map(({ kind }) => kind)).toEqual(["pause_campaign", "import_leads", "open_schedule"]);
  });

  test("a campaign that is paused already is not paused again", () => {
    const { suggestedChanges } = adviseOnCampaign({ ...email({ handedOver: 200, bounced: 20 }), status: "paused" });
    expect(suggestedChanges).toEqual([]);
  });
});

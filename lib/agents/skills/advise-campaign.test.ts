import { describe, expect, test } from "vitest";
import { addsNothing } from "@/lib/agents/campaigns/adds-nothing";
import type { AskModel, ModelCall } from "@/lib/agents/model-port";
import { runSkill } from "@/lib/agents/run-skill";
import { adviseCampaign } from "@/lib/agents/skills/advise-campaign";
import type { CampaignAdvice } from "@/lib/domain/campaign-advice";
import { adviseOnCampaign } from "@/lib/engines/advice/advise-on-campaign";
import { channelMetrics, healthyMetrics } from "@/tests/support/campaign-metrics";

const scope = { clientId: null, runId: "campaign:1", leadId: null };
const BOUNCING = healthyMetrics({ channels: [channelMetrics({ handedOver: 200, bounced: 20 })] });
const UNSURE = healthyMetrics({ channels: [channelMetrics({ handedOver: 200, bounced: 5 })] });

/** A model that answers with the advice as it would have it. */
function answering(change: (advice: CampaignAdvice) => CampaignAdvice, calls: ModelCall[] = []): AskModel {
  return async <T>(call: ModelCall<T>) => {
    calls.push(call as ModelCall);
    const baseline = JSON.parse(/Decided: <untrusted[^>]*>\n([\s\S]*)\n<\/untrusted>/.exec(call.prompt)?.[1] ?? "") as CampaignAdvice;
    const usage = { inputTokens: 1, cachedTokens: 0, outputTokens: 1 };
    return { kind: "answer", data: call.schema.parse(change(baseline)), model: "m", usage, costMicroAud: 9 };
  };
}
const rewordFirst = (why: string, reasoning?: string) => (advice: CampaignAdvice) => ({
  ...advice,
  ...(reasoning && { reasoning }),
  findings: advice.findings.map((finding, index) => (index === 0 ? { ...finding, why } : finding)),
});

test("without a key the rules answer", async () => {
  const result = await runSkill(adviseCampaign, BOUNCING, {
    ask: async () => ({ kind: "none", why: "no_key", detail: "", costMicroAud: 0 }),
    scope,
  });
  expect(result).toMatchObject({ by: "baseline", why: "no_key" });
  expect(result.data).toEqual(adviseOnCampaign(BOUNCING));
});

test("a model's plainer words are taken, and only those", async () => {
  const why = "One in ten letters would not matter; here addresses that do not exist hurt your domain.";
  const plain = "Your list has a data problem, and mail hosts hold that against you.";
  const own = adviseOnCampaign(BOUNCING);
  const result = await runSkill(adviseCampaign, BOUNCING, {
    ask: answering((advice) => ({
      ...rewordFirst(plain, "Pause it: 20 of 200 e-mails did not arrive, since the addresses are wrong.")(advice),
      recommendation: "continue",
      confidence: 0,
      suggestedChanges: [],
    })),
    scope,
  });
  expect(result.by).toBe("model");
  expect(result.data).toEqual({
    ...own,
    reasoning: "Pause it: 20 of 200 e-mails did not arrive, since the addresses are wrong.",
    findings: own.findings.map((finding) => (finding.code === "bounces_high" ? { ...finding, why: plain } : finding)),
  });
  const other = await runSkill(adviseCampaign, BOUNCING, { ask: answering(rewordFirst(why)), scope });
  expect(other.data).toEqual(own);
});

test.each([
  ["a figure that was not given", "Bounces are over 9%, a data problem for your domain."],
  ["a share in words", "Half the addresses are wrong."],
  ["a number in words", "Twelve addresses were wrong."],
  ["a trend", "The list has a data problem, and it is rising."],
  ["something else to do", "Increase the daily limit, the data is fine."],
])("%s is not taken over", async (_what, why) => {
  const result = await runSkill(adviseCampaign, BOUNCING, { ask: answering(rewordFirst(why)), scope });
  expect(result.data).toEqual(adviseOnCampaign(BOUNCING));
});

test("a doubt stays", async () => {
  const own = adviseOnCampaign(UNSURE);
  expect(own.findings[0]?.why).toMatch(/may be chance/);
  const sure = await runSkill(adviseCampaign, UNSURE, { ask: answering(rewordFirst("The addresses are bad.")), scope });
  expect(sure.data).toEqual(own);
  const doubting = "It is over 2% so far, which may be chance.";
  const kept = await runSkill(adviseCampaign, UNSURE, { ask: answering(rewordFirst(doubting)), scope });
  expect(kept.data.findings[0]?.why).toBe(doubting);
});

test("a finding of a model's own is nowhere", async () => {
  const extra = { ...adviseOnCampaign(BOUNCING).findings[0], code: "complaints" as const } as CampaignAdvice["findings"][number];
  const result = await runSkill(adviseCampaign, BOUNCING, {
    ask: answering((advice) => ({ ...advice, findings: [extra, ...advice.findings] })),
    scope,
  });
  expect(result.data).toEqual(adviseOnCampaign(BOUNCING));
});

describe("a rewording", () => {
  test.each<[string, string, boolean]>([
    ["12 of 150 came back", "12 of 150 e-mails came back (8%)", true],
    ["8 of 150 came back", "12 of 150 e-mails came back (8%)", false],
    ["8% came back", "12 of 150 e-mails came back (8%)", true],
    ["eight per cent came back", "12 of 150 e-mails came back (8%)", true],
    ["a dozen came back", "12 of 150 e-mails came back (8%)", true],
    ["1,000 of them", "1000 people", true],
    ["most came back", "12 of 150 e-mails came back (8%)", false],
    ["pause it", "12 of 150 e-mails came back (8%)", false],
    ["pausing is right", "Pause it: 12 of 150", true],
    ["The first message is weak", "Start with the message", true],
  ])("%s ← %s: %s", (text, source, isFine) => {
    expect(addsNothing(text, source)).toBe(isFine);
  });
});

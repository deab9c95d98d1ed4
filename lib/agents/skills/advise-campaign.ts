import "server-only";
import { addsNothing } from "@/lib/agents/campaigns/adds-nothing";
import { FENCE_RULE, fenced } from "@/lib/agents/fenced";
import { defineSkill } from "@/lib/agents/skill";
import {
  type CampaignAdvice,
  type CampaignFinding,
  type CampaignMetrics,
  campaignAdvice,
  campaignMetrics,
} from "@/lib/domain/campaign-advice";
import { adviseOnCampaign } from "@/lib/engines/advice/advise-on-campaign";

/**
 * The CMO: what to do about a campaign, from its figures. The rules find and recommend; a model may only say their reasons in other words.
 * It reads no text of anybody's: no name, no message, no answer.
 */
export const adviseCampaign = defineSkill<CampaignMetrics, CampaignAdvice>({
  name: "advise_campaign",
  description: "Says from a campaign's figures whether to start it, leave it, change it or pause it, and why.",
  input: campaignMetrics,
  output: campaignAdvice,
  baseline: adviseOnCampaign,
  model: {
    version: 1,
    tier: "fast",
    system: [
      "You explain advice about an outreach campaign to the owner of a small agency.",
      "What is advised, every finding and every figure are settled. Give back the same object and change two kinds of text only:",
      "`reasoning` and each finding's `why`. Write at most two plain sentences for each, in British spelling, without jargon or praise.",
      "Bring no figure of your own, neither in digits nor in words like half, most or twice; suggest nothing that is not in the text you reword.",
      "Where a text calls something too few to tell, or possible chance, keep that doubt.",
      FENCE_RULE,
    ].join("\n"),
    prompt: (metrics, baseline) =>
      `${fenced("figures", JSON.stringify(metrics))}\nDecided: ${fenced("the advice", JSON.stringify(baseline))}`,
    maxOutputTokens: 4096,
    temperature: 0.4,
  },
  // Figures, findings, what to do and how sure it is are arithmetic; only words are taken from a model.
  settle: (answer, _metrics, baseline) => ({
    ...baseline,
    reasoning: reworded(answer.reasoning, baseline.reasoning, [baseline.reasoning, ...baseline.findings.map(({ what }) => what)]),
    findings: baseline.findings.map((finding) => {
      const worded = answer.findings.find((one) => isSame(one, finding));
      return worded ? { ...finding, why: reworded(worded.why, finding.why, [finding.what, finding.why]) } : finding;
    }),
  }),
});

function isSame(one: CampaignFinding, other: CampaignFinding): boolean {
  return one.code === other.code && one.step === other.step && one.channel === other.channel;
}

/** A doubt is no ornament: a rewording that drops it says something else. */
const DOUBT = /\b(?:too few|chance|may be|might|not enough|too early|cannot tell|unclear)\b/i;

function reworded(text: string, own: string, sources: readonly string[]): string {
  const keepsDoubt = !DOUBT.test(own) || DOUBT.test(text);
  return keepsDoubt && addsNothing(text, sources.join(" ")) ? text : own;
}

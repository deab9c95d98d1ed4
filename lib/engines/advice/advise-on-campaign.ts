import "server-only";
import {
  ADVICE_TEXT_LENGTH,
  ANSWER_DAYS,
  type CampaignAdvice,
  type CampaignFinding,
  type CampaignMetrics,
  type FindingCode,
  MOST_LEADS_LEFT,
  type Recommendation,
  SEVERITIES,
  type SuggestedChange,
} from "@/lib/domain/campaign-advice";
import { findByShares, SHARE_RULES } from "@/lib/engines/advice/share-rules";
import { findByStanding } from "@/lib/engines/advice/standing-rules";

const MOST_FINDINGS = 20;
/** Where one of these is critical, going on costs more than waiting. */
const PAUSING: ReadonlySet<FindingCode> = new Set(["bounces_high", "complaints", "opt_outs_high", "replies_low"]);
/** From so many people on who have had time to answer, silence of the rules says something. */
const ENOUGH = SHARE_RULES.find(({ code }) => code === "replies_low")?.floor ?? 0;
/** As sure as the bounds are; how things stand is surer than what it will lead to. */
const CONFIDENCE = { byShares: 0.95, byStanding: 0.9, nothingToSay: 0.9, tooFew: 0.3, unclear: 0.6 } as const;

/**
 * What the rules make of a campaign's figures: a recommendation with its reason, findings with theirs, and what could be done, by means
 * the product has. Pure; decides nothing (the gate does) and changes nothing.
 */
export function adviseOnCampaign(metrics: CampaignMetrics): CampaignAdvice {
  const { status } = metrics;
  const isJudged = status === "active" || status === "paused";
  const findings = isJudged ? [...findByShares(metrics), ...findByStanding(metrics)].map((one) => forStatus(one, status)) : [];
  // Stable: within a severity the order of the rules stands.
  findings.sort((a, b) => SEVERITIES.indexOf(b.severity) - SEVERITIES.indexOf(a.severity));
  findings.splice(MOST_FINDINGS);
  const recommendation = recommend(metrics, findings);
  return {
    recommendation,
    reasoning: reasonFor(recommendation, metrics, findings).slice(0, ADVICE_TEXT_LENGTH),
    confidence: confidenceIn(metrics, findings),
    findings,
    suggestedChanges: distinct(findings.flatMap(({ suggestedChange }) => suggestedChange ?? [])),
  };
}

/** Whether a finding by itself says to stop. */
export function saysPause({ code, severity }: Pick<CampaignFinding, "code" | "severity">): boolean {
  return severity === "critical" && PAUSING.has(code);
}

/** What is paused already is not paused again. */
function forStatus(finding: CampaignFinding, status: CampaignMetrics["status"]): CampaignFinding {
  const isVain = status !== "active" && finding.suggestedChange?.kind === "pause_campaign";
  return isVain ? { ...finding, suggestedChange: null } : finding;
}

function recommend({ status, inTheWay }: CampaignMetrics, findings: readonly CampaignFinding[]): Recommendation {
  if (status === "completed") return "continue";
  if (status === "active" && findings.some(saysPause)) return "pause";
  const needsChange = findings.some(({ severity }) => severity !== "note") || (status !== "active" && inTheWay > 0);
  if (needsChange) return "modify";
  return status === "active" ? "continue" : "activate";
}

function reasonFor(recommendation: Recommendation, metrics: CampaignMetrics, findings: readonly CampaignFinding[]): string {
  const { status, inTheWay, contacted, enrolled, leadsLeft } = metrics;
  const grave = findings.filter(({ severity }) => severity !== "note");
  const [first] = recommendation === "pause" ? grave.filter(saysPause) : grave;
  const more = grave.length > 1 ? ` ${grave.length - 1} more below.` : "";
  if (first) {
    const lead = { pause: "Pause it", modify: status === "paused" ? "Change this before it goes on" : "Worth changing" }[
      recommendation === "pause" ? "pause" : "modify"
    ];
    return `${lead}: ${first.what}${more}`;
  }
  if (inTheWay > 0 && status !== "active") return `${inTheWay === 1 ? "1 thing is" : `${inTheWay} things are`} in the way of its start.`;
  if (status === "draft") {
    const some = leadsLeft >= MOST_LEADS_LEFT ? `${MOST_LEADS_LEFT} leads or more` : leadsLeft === 1 ? "1 lead" : `${leadsLeft} leads`;
    return `Everything it needs is there, and ${some} could join.`;
  }
  const soFar = `${contacted} of ${enrolled} contacted so far.`;
  if (status === "completed") return `It is completed: ${soFar}`;
  return `${status === "paused" ? "Nothing speaks against going on" : "Nothing to change"}: ${soFar} ${outcomes(metrics)}`;
}

function outcomes({ settled, replied, positive, meetings, contacted }: CampaignMetrics): string {
  if (settled.contacted < ENOUGH)
    return `Too few to tell how it does: ${settled.contacted} of the ${ENOUGH} people it takes were contacted ${ANSWER_DAYS} days ago or longer.`;
  return `${replied} of ${contacted} replied, ${positive} with interest; ${meetings === 1 ? "1 meeting" : `${meetings} meetings`}.`;
}

function confidenceIn({ status, settled }: CampaignMetrics, findings: readonly CampaignFinding[]): number {
  if (status === "draft" || status === "completed") return CONFIDENCE.byStanding;
  const grave = findings.filter(({ severity }) => severity !== "note");
  if (grave.length > 0) return grave.some(({ code }) => SHARE_CODES.has(code)) ? CONFIDENCE.byShares : CONFIDENCE.byStanding;
  if (settled.contacted < ENOUGH) return CONFIDENCE.tooFew;
  return findings.some(({ code }) => SHARE_CODES.has(code)) ? CONFIDENCE.unclear : CONFIDENCE.nothingToSay;
}
const SHARE_CODES: ReadonlySet<FindingCode> = new Set([...SHARE_RULES.map(({ code }) => code), "opt_outs_at_step"]);

function distinct(changes: readonly SuggestedChange[]): SuggestedChange[] {
  return [...new Map(changes.map((change) => [JSON.stringify(change), change])).values()];
}

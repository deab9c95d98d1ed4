import "server-only";
import { COMPONENT_MAXIMA, type ScoreReason } from "@/lib/domain/scoring";
import { parseTitle } from "@/lib/domain/titles";
import type { ScorableLead } from "@/lib/engines/scoring/lead";
import { line } from "@/lib/engines/scoring/line";

const maximum = COMPONENT_MAXIMA.risk;

/**
 * Starts at 15 and loses points (domain.md 2.5), never below 0. A domain nobody has looked up costs nothing;
 * a domain looked up and found empty does.
 */
export function scoreRisk(lead: ScorableLead): ScoreReason[] {
  const presence = lead.dataforseo;
  const deductions = [
    { applies: lead.bounced, points: -10, field: "bounced", reason: "An e-mail to this address bounced" },
    { applies: lead.unsubscribed, points: -15, field: "unsubscribed", reason: "The person has unsubscribed" },
    { applies: lead.competitor, points: -15, field: "competitor", reason: "The company is a competitor" },
    {
      applies: parseTitle(lead.title).subordinate,
      points: -5,
      field: "title",
      reason: `"${lead.title}" is an assistant, intern, student, coordinator or receptionist`,
    },
    {
      applies: presence?.domain_rank === 0,
      points: -5,
      field: "dataforseo.domain_rank",
      reason: "The domain has no rank: no web presence",
    },
    { applies: presence?.organic_etv === 0, points: -3, field: "dataforseo.organic_etv", reason: "The domain gets no search traffic" },
    {
      applies: (presence?.spam_score ?? 0) > 50,
      points: -3,
      field: "dataforseo.spam_score",
      reason: `Spam score ${presence?.spam_score}: low-quality links point at the site`,
    },
  ].filter(({ applies }) => applies);

  const total = maximum + deductions.reduce((sum, { points }) => sum + points, 0);
  return [
    line("risk", {
      points: maximum,
      maximum,
      field: null,
      reason: deductions.length > 0 ? "Starts at 15" : "Nothing speaks against contact",
    }),
    ...deductions.map(({ points, field, reason }) => line("risk", { points, maximum: 0, field, reason })),
    ...(total < 0 ? [line("risk", { points: -total, maximum: 0, field: null, reason: "Risk stops at 0" })] : []),
  ];
}

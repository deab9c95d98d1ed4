import "server-only";
import type { BulkInput } from "@/lib/agents/run-in-bulk";
import type { SkillResult } from "@/lib/agents/run-skill";
import type { PersonResearch, ResearchPersonInput } from "@/lib/agents/skills/research-person";
import type { LeadFinding, LeadToResearch } from "@/lib/engines/research/lead-research";

const POSTS_READ = 3;

/** A hot lead as the skill takes it. Posts are none: no provider of ours gives them. */
export function toQuestion({ id, facts }: LeadToResearch, now: Date): BulkInput<ResearchPersonInput> {
  return { id, leadId: id, input: { tier: "hot", facts, posts: [], maximumPosts: POSTS_READ, now: now.toISOString() } };
}

/** What the skill says of a lead, as it is stored. */
export function toFinding({ id, facts }: LeadToResearch, { data, by, why, promptVersion }: SkillResult<PersonResearch>): LeadFinding {
  const { icebreakerHook: hook, profileSummary: summary, recentActivity, cites } = data;
  return { leadId: id, facts, hook, summary, recentActivity, cites, by, why, promptVersion };
}

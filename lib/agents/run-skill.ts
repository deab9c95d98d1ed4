import "server-only";
import type { AskModel, NoAnswer, SpendScope } from "@/lib/agents/model-port";
import type { Skill } from "@/lib/agents/skill";

export type SkillResult<O> = {
  data: O;
  /** Which one made it. */
  by: "baseline" | "model";
  /** Why the baseline had to answer; null when the model did or was not needed. */
  why: NoAnswer | null;
  skill: string;
  promptVersion: number;
  model: string | null;
  costMicroAud: number;
};

export type SkillRun = { ask: AskModel; scope: SpendScope };

/**
 * Runs a skill: the baseline first, then the model where there is one and it is needed. A model that is missing, over budget, silent,
 * unwilling or malformed costs quality, never the answer.
 * @throws ZodError when the input is not what the skill takes: a fault of the caller
 */
export async function runSkill<I, O>(skill: Skill<I, O>, given: I, { ask, scope }: SkillRun): Promise<SkillResult<O>> {
  const input = skill.input.parse(given);
  const baseline = skill.output.parse(skill.baseline(input));
  const { version, tier, system, prompt, maxOutputTokens, temperature, isNeeded } = skill.model;
  const byBaseline = { data: baseline, by: "baseline", skill: skill.name, promptVersion: version, model: null } as const;
  if (isNeeded && !isNeeded(input, baseline)) return { ...byBaseline, why: null, costMicroAud: 0 };

  const answer = await ask({
    skill: skill.name,
    promptVersion: version,
    system,
    prompt: prompt(input, baseline),
    schema: skill.output,
    maxOutputTokens,
    temperature,
    tier,
    scope,
  });
  if (answer.kind === "none") return { ...byBaseline, why: answer.why, costMicroAud: answer.costMicroAud };
  const settled = skill.output.safeParse(skill.settle ? skill.settle(answer.data, input, baseline) : answer.data);
  if (!settled.success) return { ...byBaseline, why: "malformed", costMicroAud: answer.costMicroAud };
  return { ...byBaseline, data: settled.data, by: "model", why: null, model: answer.model, costMicroAud: answer.costMicroAud };
}

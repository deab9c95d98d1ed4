import "server-only";
import { findStray } from "@/lib/agents/find-stray";
import type { AskModel, ModelAnswer, NoAnswer, SpendScope } from "@/lib/agents/model-port";
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
  const prepared = prepareSkill(skill, given);
  if (prepared.question === null) return byBaseline(skill, prepared.baseline, { why: null, costMicroAud: 0 });
  return concludeSkill(skill, prepared, await ask({ ...askingOf(skill), prompt: prepared.question, scope }));
}

/** What a skill knows before a model is asked; `question` is null where none is needed. */
export type PreparedSkill<I, O> = { input: I; baseline: O; question: string | null };

/** The baseline of an input, and what a model is to read. Throws as `runSkill` does. */
export function prepareSkill<I, O>(skill: Skill<I, O>, given: I): PreparedSkill<I, O> {
  const input = skill.input.parse(given);
  const baseline = skill.output.parse(skill.baseline(input));
  const { isNeeded, prompt } = skill.model;
  return { input, baseline, question: isNeeded && !isNeeded(input, baseline) ? null : prompt(input, baseline) };
}

/** How each question of a skill is asked, whatever it is about. */
export function askingOf<I, O>({ name, output, model }: Skill<I, O>) {
  const { version, tier, system, maxOutputTokens, temperature } = model;
  return { skill: name, promptVersion: version, system, schema: output, maxOutputTokens, temperature, tier };
}

/** What is left of a model's answer, or the baseline: an answer with an address or a prompt in it that its material does not hold is none. */
export function concludeSkill<I, O>(skill: Skill<I, O>, { input, baseline }: PreparedSkill<I, O>, answer: ModelAnswer<O>): SkillResult<O> {
  const { costMicroAud } = answer;
  if (answer.kind === "none") return byBaseline(skill, baseline, { why: answer.why, costMicroAud });
  const settled = skill.output.safeParse(skill.settle ? skill.settle(answer.data, input, baseline) : answer.data);
  const isStray = settled.success && findStray(settled.data, { system: skill.model.system, known: [input, baseline] }) !== null;
  if (!settled.success || isStray) return byBaseline(skill, baseline, { why: "malformed", costMicroAud });
  return {
    data: settled.data,
    by: "model",
    why: null,
    skill: skill.name,
    promptVersion: skill.model.version,
    model: answer.model,
    costMicroAud,
  };
}

/** The baseline as a result. */
export function byBaseline<I, O>(
  skill: Skill<I, O>,
  data: O,
  { why, costMicroAud }: Pick<SkillResult<O>, "why" | "costMicroAud">,
): SkillResult<O> {
  return { data, by: "baseline", why, skill: skill.name, promptVersion: skill.model.version, model: null, costMicroAud };
}

import type { AskModel } from "@/lib/agents/model-port";

/** One line of the table: how a skill did on a set, by one measure, by rules alone and (with a key) by a model. */
export type Score = {
  skill: string;
  set: string;
  /** Labelled things in the set. */
  n: number;
  measure: string;
  /** 0 to 1, or a count where `isCount`. */
  baseline: number;
  model: number | null;
  isCount: boolean;
  /** Of the model's answers for this set, micro-dollars AUD; on the first line of a set only. */
  costMicroAud: number | null;
};

/** What a set is scored with; `null` without a key. */
export type Scorer = { model: AskModel | null; now: Date };

export const NO_SCOPE = { clientId: null, runId: "eval", leadId: null };

type Measured = { measure: string; value: number; isCount?: boolean };

/** Lines of one set, the model's beside those of the rules. */
export function toScores(
  { skill, set, n }: Pick<Score, "skill" | "set" | "n">,
  baseline: readonly Measured[],
  model: { measured: readonly Measured[]; costMicroAud: number } | null,
): Score[] {
  return baseline.map(({ measure, value, isCount = false }, index) => ({
    skill,
    set,
    n,
    measure,
    baseline: value,
    model: model?.measured[index]?.value ?? null,
    isCount,
    costMicroAud: index === 0 && model ? model.costMicroAud : null,
  }));
}

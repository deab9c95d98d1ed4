import "server-only";
import type { z } from "zod";
import type { ModelTier } from "@/lib/agents/model-port";

/**
 * One ability with one schema in and one out. The baseline answers by rules alone; a model may refine it, and `settle` then throws out
 * whatever the model says that its input does not bear out. Both answers pass the same schema.
 */
export type Skill<I, O> = {
  /** Verb and noun, as the registry and the spend log know it: "extract_services". */
  name: string;
  /** When to use it, in one sentence. */
  description: string;
  input: z.ZodType<I>;
  output: z.ZodType<O>;
  /** Pure; works without a key, over budget and with the provider down. */
  baseline(input: I): O;
  model: {
    /** Counts up with each change of the prompt; stored with every call. */
    version: number;
    tier: ModelTier;
    system: string;
    /** What the model is to read. Text from outside goes through `fenced`. */
    prompt(input: I, baseline: O): string;
    maxOutputTokens: number;
    /** 0.3 to extract, 0.5 to plan, 0.7 to write. */
    temperature: number;
    /** Whether the baseline is good enough as it is; absent: the model is always asked. */
    isNeeded?(input: I, baseline: O): boolean;
  };
  /** Pure and deterministic: the part of a model's answer that the input bears out. Absent: the whole. */
  settle?(answer: O, input: I, baseline: O): O;
};

/** Checks nothing at run time; gives a skill's literal its type. */
export function defineSkill<I, O>(skill: Skill<I, O>): Skill<I, O> {
  return skill;
}

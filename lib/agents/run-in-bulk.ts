import "server-only";
import type { NoAnswer, SpendScope } from "@/lib/agents/model-port";
import { askingOf, byBaseline, concludeSkill, prepareSkill, type SkillResult } from "@/lib/agents/run-skill";
import type { Skill } from "@/lib/agents/skill";
import type { BatchTicket, ModelBatches } from "@/lib/integrations/anthropic/batches";

/** One input of many; `id` is the caller's own name for it. */
export type BulkInput<I> = { id: string; leadId: string | null; input: I };
type Bulk<I, O> = { skill: Skill<I, O>; inputs: readonly BulkInput<I>[] };

/** What to read the answers with, as plain JSON; without a batch, why there is none (null: no model was needed). */
export type BulkTicket = { batch: BatchTicket | null; why: NoAnswer | null };

/** Hands a skill's questions about many inputs to a model in one batch, at half the price and answered within a day. */
export async function submitBulk<I, O>(
  { skill, inputs }: Bulk<I, O>,
  { batches, scope }: { batches: ModelBatches | null; scope: SpendScope },
): Promise<BulkTicket> {
  const questions = inputs.flatMap(({ id, leadId, input }) => {
    const { question } = prepareSkill(skill, input);
    return question === null ? [] : [{ id, leadId, prompt: question }];
  });
  if (questions.length === 0) return { batch: null, why: null };
  if (!batches) return { batch: null, why: "no_key" };
  const submission = await batches.submit({ ...askingOf(skill), scope, questions });
  return submission.kind === "submitted" ? { batch: submission.ticket, why: null } : { batch: null, why: submission.why };
}

/**
 * The results of each input by its id, settled as single ones are; undefined while the batch is worked on. Where no model answers the
 * baselines stand.
 * @throws ProviderError when the provider does not say; asking again costs nothing
 */
export async function readBulk<I, O>(
  { skill, inputs }: Bulk<I, O>,
  { batches, ticket }: { batches: ModelBatches | null; ticket: BulkTicket },
): Promise<Map<string, SkillResult<O>> | undefined> {
  const reading = batches && ticket.batch ? await batches.read(ticket.batch, skill.output) : null;
  if (reading?.state === "working") return undefined;
  return new Map(
    inputs.map(({ id, input }) => {
      const prepared = prepareSkill(skill, input);
      const answer = prepared.question === null ? undefined : reading?.answers.get(id);
      const why = prepared.question === null ? null : ticket.why;
      return [id, answer ? concludeSkill(skill, prepared, answer) : byBaseline(skill, prepared.baseline, { why, costMicroAud: 0 })];
    }),
  );
}

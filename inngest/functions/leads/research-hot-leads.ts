import { inngest } from "@/inngest/client";
import type { Deps } from "@/inngest/deps";
import { noModel } from "@/lib/agents/model-port";
import { toFinding, toQuestion } from "@/lib/agents/research-leads";
import { type BulkTicket, readBulk, submitBulk } from "@/lib/agents/run-in-bulk";
import { runSkill } from "@/lib/agents/run-skill";
import { researchPerson } from "@/lib/agents/skills/research-person";
import type { Ctx } from "@/lib/context";
import { claimQuestions, keepLeadResearch, loadLeadsToResearch } from "@/lib/engines/research/lead-research";
import { leadResearchRequested } from "@/lib/events/catalogue";

/** So many are asked singly and at once; more go together at half the price, and their answers take up to a day. */
const ASKED_SINGLY = 5;
const MINUTE_MS = 60_000;
/** Minutes between two looks at a batch: a day and a little in all, after which the provider itself has given up. */
const WAITS = [2, 10, 30, 90, 240, 480, 595];

type ResearchDeps = Pick<Deps, "systemCtx" | "ask" | "batches">;
type Batch = { ctx: Ctx; leadIds: readonly string[]; run: string };

/**
 * Finds out what to know of hot leads before anybody writes to them, from what is stored of them. Without a model the rules answer at once.
 * The questions of one run are handed over at most once, whatever is repeated: a run that died doing so lets the rules answer.
 */
export const researchHotLeads = ({ systemCtx, ask, batches }: ResearchDeps) =>
  inngest.createFunction(
    { id: "research-hot-leads", triggers: [leadResearchRequested], concurrency: { key: "event.data.clientId", limit: 1 }, retries: 4 },
    async ({ event, runId, step }) => {
      const { clientId, leadIds } = event.data;
      const batchOf = (ids: readonly string[]): Batch => ({ ctx: systemCtx(clientId), leadIds: ids, run: runId });
      if (!batches) return { researched: await askSingly(batchOf(leadIds), noModel) };

      const due = await step.run("choose", async () =>
        (await loadLeadsToResearch(batchOf(leadIds).ctx, batchOf(leadIds))).map(({ id }) => id),
      );
      if (due.length <= ASKED_SINGLY) {
        const asked = due.map((id, index) => step.run(`ask-${index + 1}`, () => askSingly(batchOf([id]), ask)));
        return { researched: (await Promise.all(asked)).reduce((sum, count) => sum + count, 0) };
      }

      const ticket = await step.run("submit", () => submit(batchOf(due), batches));
      if (!ticket.batch) return { researched: await step.run("store", () => keepByRules(batchOf(due), ticket)) };
      for (const [index, minutes] of WAITS.entries()) {
        await step.sleep(`wait-${index + 1}`, minutes * MINUTE_MS);
        // A provider that does not say is asked again after the next wait.
        const researched = await step.run(`read-${index + 1}`, () => keepAnswers(batchOf(due), { batches, ticket })).catch(() => null);
        if (researched !== null) return { researched };
      }
      return { researched: await step.run("give-up", () => keepByRules(batchOf(due), { batch: null, why: "timed_out" })) };
    },
  );

/** Leads that were found out about meanwhile are passed over, so a repeat costs nothing. @returns how many were stored */
async function askSingly(batch: Batch, ask: Deps["ask"]): Promise<number> {
  const { ctx } = batch;
  const leads = await loadLeadsToResearch(ctx, batch);
  const findings = leads.map(async (lead) => {
    const scope = { clientId: ctx.clientId, runId: `research:${lead.id}`, leadId: lead.id };
    return toFinding(lead, await runSkill(researchPerson, toQuestion(lead, ctx.now).input, { ask, scope }));
  });
  return keepLeadResearch(ctx, await Promise.all(findings));
}

async function submit(batch: Batch, batches: NonNullable<Deps["batches"]>): Promise<BulkTicket> {
  const { ctx } = batch;
  const leads = await loadLeadsToResearch(ctx, batch);
  const free = new Set(await claimQuestions(ctx, { ...batch, leadIds: leads.map(({ id }) => id) }));
  const inputs = leads.filter(({ id }) => free.has(id)).map((lead) => toQuestion(lead, ctx.now));
  if (inputs.length === 0) return { batch: null, why: "unreachable" };
  // Each lead has the budget of a run; many together have what the client's day still holds.
  const scope = { clientId: ctx.clientId, runId: null, leadId: null };
  return submitBulk({ skill: researchPerson, inputs }, { batches, scope });
}

/** @returns how many were stored, all at once; null while the batch is worked on */
async function keepAnswers(batch: Batch, given: { batches: Deps["batches"]; ticket: BulkTicket }): Promise<number | null> {
  const { ctx } = batch;
  const leads = await loadLeadsToResearch(ctx, batch);
  const inputs = leads.map((lead) => toQuestion(lead, ctx.now));
  const results = await readBulk({ skill: researchPerson, inputs }, given);
  if (!results) return null;
  const findings = leads.flatMap((lead) => {
    const result = results.get(lead.id);
    return result ? [toFinding(lead, result)] : [];
  });
  return keepLeadResearch(ctx, findings);
}

async function keepByRules(batch: Batch, ticket: BulkTicket): Promise<number> {
  return (await keepAnswers(batch, { batches: null, ticket })) ?? 0;
}

import { inngest } from "@/inngest/client";
import type { Deps } from "@/inngest/deps";
import { toSteps, type WrittenStep, type WrittenText } from "@/lib/agents/campaigns/to-steps";
import { writeMessage } from "@/lib/agents/campaigns/write-message";
import { runSkill, type SkillResult, type SkillRun } from "@/lib/agents/run-skill";
import { buildSequence } from "@/lib/agents/skills/build-sequence";
import {
  type IndustryResearch,
  industryResearch,
  type ResearchIndustryInput,
  researchIndustry,
} from "@/lib/agents/skills/research-industry";
import { splitCampaign } from "@/lib/agents/skills/split-campaign";
import type { Ctx } from "@/lib/context";
import { type PlannedTouch, SEQUENCE_DAYS } from "@/lib/domain/campaign-plan";
import type { WritingStage, WritingStageName } from "@/lib/domain/campaign-writing";
import { readyText } from "@/lib/domain/default-sequence";
import { previewSequence, type SequencePreview } from "@/lib/engines/campaigns/preview-sequence";
import { beginWriting, failWriting, finishWriting, recordStage, type WritingBrief } from "@/lib/engines/campaigns/run-writing";
import { findKeptResearch, keepResearch } from "@/lib/engines/research/industry-research";
import { campaignWritingRequested } from "@/lib/events/catalogue";
import { formatDate } from "@/lib/ui/format-time";

const STOPPED = "The writing stopped because of a fault on our side. The sequence is as it was; try again.";

type WriteDeps = Pick<Deps, "systemCtx" | "ask" | "batches">;

/**
 * Writes a campaign from the audience it inherits: what it struggles with, split, touches, a message for each, checks, and a version of the sequence. Each stage is
 * a durable step that says how it stands; asked twice, the second run finds the writing done.
 */
export const writeCampaign = ({ systemCtx, ask, batches }: WriteDeps) =>
  inngest.createFunction(
    {
      id: "write-campaign",
      triggers: [campaignWritingRequested],
      concurrency: { key: "event.data.clientId", limit: 2 },
      retries: 3,
      onFailure: async ({ event, step }) => {
        const { clientId, writingId } = campaignWritingRequested.create(event.data.event.data).data;
        await step.run("mark-failed", () => failWriting(systemCtx(clientId), { writingId, error: STOPPED }));
      },
    },
    async ({ event, step }) => {
      const { clientId, campaignId, writingId } = event.data;
      const scope = { clientId, runId: `campaign:${writingId}`, leadId: null };
      const mark = (stage: WritingStageName, change: Partial<WritingStage>) =>
        recordStage(systemCtx(clientId), { writingId, stage, ...change });

      const begun = await step.run("begin", () => beginWriting(systemCtx(clientId), { writingId }));
      if (!begun) return { state: "ended" };

      const brief = await step.run("research", async () => {
        await mark("audience", { state: "running" });
        const [industry, ...others] = begun.icp.industries;
        const detail = describeAudience(begun);
        // Several industries have no pains in common that would say anything.
        const isOne = industry !== undefined && others.length === 0;
        const input = isOne && { industry, services: begun.agency.services, knownPains: begun.icp.painPoints, confidence: 1 };
        if (!input) {
          await mark("audience", { state: "done", detail });
          return begun;
        }
        const found = await findOutOnce(systemCtx(clientId), input, { ask, scope, hasModel: batches !== null });
        await mark("audience", { state: "done", detail: `${detail}${found.keptSince}`, skill: researchIndustry.name, by: found.by });
        return { ...begun, icp: { ...begun.icp, painPoints: found.data.pains } };
      });

      await step.run("split", async () => {
        await mark("split", { state: "running" });
        const { campaignName, icp, freeLeads, portfolioWeights } = brief;
        const result = await runSkill(splitCampaign, { campaignName, icp, totalLeadBudget: freeLeads, portfolioWeights }, { ask, scope });
        const { shouldSplit, recommendation } = result.data;
        const detail = shouldSplit ? `Written as one. You could split the next: ${recommendation}` : recommendation;
        await mark("split", { state: "done", detail, ...made(result) });
      });

      const touches = await step.run("plan-touches", async () => {
        await mark("sequence", { state: "running" });
        const result = await runSkill(buildSequence, planInput(brief), { ask, scope });
        const { totalTouches, totalDays } = result.data;
        await mark("sequence", { state: "done", detail: `${totalTouches} touches over ${totalDays} days`, ...made(result) });
        return result.data.touches;
      });

      const texts: WrittenText[] = [];
      for (const [index, touch] of touches.entries()) {
        const text = await step.run(`write-${index + 1}`, async () => {
          await mark("messages", { state: "running", detail: `${index + 1} of ${touches.length}` });
          const { now } = systemCtx(clientId);
          return writeMessage({ brief, touch, touchNumber: index + 1, isFirstEmail: isFirstEmail(touches, index), now }, { ask, scope });
        });
        texts.push(text);
      }
      await step.run("messages-written", () =>
        mark("messages", { state: "done", detail: `${texts.length} written`, ...madeMessages(texts) }),
      );

      const steps = await step.run("check", async () => {
        await mark("checks", { state: "running" });
        const written = toSteps(touches, texts);
        const { checked, replaced } = replaceFaulty(written, await previewSequence(systemCtx(clientId), { campaignId, steps: written }));
        await mark("checks", { state: "done", detail: describeChecks(written.length, replaced) });
        return checked;
      });
      await step.run("store", () => finishWriting(systemCtx(clientId), { writingId, steps }));
      return { state: "done", steps: steps.length };
    },
  );

/**
 * What an industry struggles with: asked at most once in thirty days. An answer that only stands in for a model that could not be asked just
 * now is not kept.
 * @param run `hasModel`: with one, what the rules said without it is asked again
 */
async function findOutOnce(
  ctx: Ctx,
  input: ResearchIndustryInput,
  { ask, scope, hasModel }: SkillRun & { hasModel: boolean },
): Promise<{ data: IndustryResearch; by: "baseline" | "model"; keptSince: string }> {
  const question = { industry: input.industry, asked: [researchIndustry.model.version, hasModel, input] };
  const kept = await findKeptResearch(ctx, question);
  const known = industryResearch.safeParse(kept?.result);
  if (kept && known.success)
    return { data: known.data, by: kept.by, keptSince: `; research kept from ${formatDate(kept.researchedAt, kept.timezone)}` };
  const { data, by, why, promptVersion } = await runSkill(researchIndustry, input, { ask, scope });
  if (by === "model" || why === "no_key") await keepResearch(ctx, question, { result: data, by, promptVersion });
  return { data, by, keptSince: "" };
}

function planInput({ icp, channels, tiers }: WritingBrief) {
  const { industries, titles, companySizes, painPoints } = icp;
  return {
    icp: { industries, titles, companySizes, painPoints },
    availableChannels: channels,
    tiers,
    sequenceDays: SEQUENCE_DAYS.usual,
    isAggressive: false,
    gapPattern: null,
    channelPattern: null,
  };
}

function describeAudience({ icp, channels }: WritingBrief): string {
  const industries = icp.industries.map((industry) => industry.replaceAll("_", " ")).slice(0, 3);
  const whom = industries.length > 0 ? industries.join(", ") : "no industry named";
  return `${whom}; ${icp.titles.slice(0, 2).join(", ") || "any title"}; ${channels.length === 0 ? "nothing connected yet" : channels.join(", ")}`.slice(
    0,
    300,
  );
}

function isFirstEmail(touches: readonly PlannedTouch[], index: number): boolean {
  return touches.findIndex(({ channel }) => channel === "email") === index;
}

/** Our ready text stands in wherever a written one would not reach everybody as it should. */
function replaceFaulty(steps: readonly WrittenStep[], preview: SequencePreview): { checked: WrittenStep[]; replaced: number[] } {
  const isFaulty = (index: number) =>
    (preview.problemsWithoutData[index] ?? []).length > 0 || preview.leads.some((lead) => (lead.steps[index]?.problems ?? []).length > 0);
  const firstEmail = steps.findIndex(({ channel }) => channel === "email");
  const replaced = steps.flatMap(({ writtenBy }, index) => (writtenBy !== "template" && isFaulty(index) ? [index] : []));
  const checked = steps.map((step, index) =>
    replaced.includes(index)
      ? { ...step, ...readyText(step, { isFirstEmail: index === firstEmail }), writtenBy: "template" as const }
      : step,
  );
  return { checked, replaced };
}

function describeChecks(count: number, replaced: readonly number[]): string {
  if (replaced.length === 0) return `${count} of ${count} read well, also for the lead we know least about`;
  const which = replaced.map((index) => index + 1).join(", ");
  return `Our ready text stands in for step ${which}: what was written would not have reached everybody`;
}

function made({ skill, by }: Pick<SkillResult<unknown>, "skill" | "by">): Pick<WritingStage, "skill" | "by"> {
  return { skill, by };
}

function madeMessages(texts: readonly WrittenText[]): Pick<WritingStage, "skill" | "by"> {
  return { skill: "generate_messaging", by: texts.some(({ writtenBy }) => writtenBy === "model") ? "model" : "baseline" };
}

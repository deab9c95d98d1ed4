import { z } from "zod";
import { realDeps } from "@/app/api/inngest/deps";
import { runSkill } from "@/lib/agents/run-skill";
import { adviseCampaign } from "@/lib/agents/skills/advise-campaign";
import type { ExplainedAdvice } from "@/lib/domain/campaign-advice";
import { roleAtLeast } from "@/lib/domain/roles";
import { getCampaignMetrics } from "@/lib/engines/advice/get-campaign-metrics";
import { NotFoundError } from "@/lib/errors";
import { answerApi } from "@/lib/http/answer-api";

type Context = { params: Promise<{ id: string }> };

// A model may take a minute. It is no server action, because those wait for one another: pausing must not wait for this.
export const maxDuration = 120;

/** The advice on a campaign with its reasons in a model's words: an `ExplainedAdvice`, on the campaign's own AI budget. */
export async function POST(_request: Request, { params }: Context): Promise<Response> {
  const { id } = await params;
  return answerApi(async (ctx) => {
    const campaignId = z.uuid().safeParse(id).data;
    if (!campaignId) throw new NotFoundError("There is no such campaign in this workspace");
    const metrics = await getCampaignMetrics(ctx, { campaignId });
    const scope = { clientId: ctx.clientId, runId: `campaign:${campaignId}`, leadId: null };
    const { data, by, why, costMicroAud } = await runSkill(adviseCampaign, metrics, { ask: realDeps().ask, scope });
    const maySeeMoney = ctx.actor.kind === "user" && roleAtLeast(ctx.actor.role, "admin");
    const body: ExplainedAdvice = { advice: data, by, why, costMicroAud: maySeeMoney ? costMicroAud : null };
    return { body };
  });
}

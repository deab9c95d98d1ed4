import type { Metadata } from "next";
import { SkillTable } from "@/app/dashboard/settings/ai/skill-table";
import { PageHeader } from "@/components/feedback/page-header";
import { Badge } from "@/components/ui/badge";
import { Card, CardContent, CardHeader, CardTitle } from "@/components/ui/card";
import { Progress } from "@/components/ui/progress";
import { requireMembership } from "@/lib/auth/membership";
import { getAiSpend, getClientTier } from "@/lib/db/queries/ai-spend";
import { clientDayLimit, SPEND_WARNING_SHARE } from "@/lib/domain/ai-spend";
import { roleAtLeast } from "@/lib/domain/roles";
import { env } from "@/lib/env";
import { formatMicroDollars } from "@/lib/ui/format-money";

export const metadata: Metadata = { title: "AI" };

export default async function AiPage() {
  const { clientId, role, ctx } = await requireMembership();
  const maySeeMoney = roleAtLeast(role, "admin");
  const { spend, tier } = await ctx.tx(async (db) => ({
    spend: maySeeMoney ? await getAiSpend(db, { clientId, now: ctx.now }) : null,
    tier: await getClientTier(db, { clientId }),
  }));
  const hasKey = env().ANTHROPIC_API_KEY !== "";
  const limit = clientDayLimit(tier);
  return (
    <>
      <PageHeader title="AI" description="What reads and writes for you, and what it may cost." />
      <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
        <Card>
          <CardHeader>
            <CardTitle>Model</CardTitle>
            <Badge tone={hasKey ? "success" : "neutral"}>{hasKey ? "Connected" : "Not connected"}</Badge>
          </CardHeader>
          <CardContent>
            <p className="text-pretty">
              {hasKey
                ? "Rules work first, and a model refines what they find. It reads web pages and replies as material, has no tools, and decides nothing: opt-outs, hours and limits never wait for it."
                : "Everything works by rules alone: plainer sentences, the same care. Whoever runs this installation can add an Anthropic key (ANTHROPIC_API_KEY); what is already written stays as it is."}
            </p>
          </CardContent>
        </Card>
        {spend ? (
          <Card>
            <CardHeader>
              <CardTitle>Today's budget</CardTitle>
            </CardHeader>
            <CardContent className="grid gap-3">
              <p>
                <span className="text-2xl font-semibold tracking-tight">{formatMicroDollars(spend.todayMicroAud)}</span>
                <span className="text-muted-foreground"> of {formatMicroDollars(limit)}</span>
              </p>
              <Progress
                value={spend.todayMicroAud}
                max={limit}
                label="Today's AI budget used"
                tone={spend.todayMicroAud >= limit * SPEND_WARNING_SHARE ? "warning" : "primary"}
              />
              <p className="text-xs text-pretty text-muted-foreground">
                This month: {formatMicroDollars(spend.monthMicroAud)}. Days and months begin at midnight UTC. No call goes over the budget:
                when it is used up, rules do the work until the next day.
              </p>
            </CardContent>
          </Card>
        ) : null}
        {spend && spend.skills.length > 0 ? <SkillTable skills={spend.skills} /> : null}
        {spend ? null : <p className="text-xs text-muted-foreground">An admin sees what it costs.</p>}
      </div>
    </>
  );
}

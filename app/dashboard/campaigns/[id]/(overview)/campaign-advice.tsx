import { AdviceCard } from "@/app/dashboard/campaigns/[id]/(overview)/advice-card";
import { AdviceFigures } from "@/app/dashboard/campaigns/[id]/(overview)/advice-figures";
import { Card, CardContent, CardHeader, CardTitle } from "@/components/ui/card";
import { requireMembership } from "@/lib/auth/membership";
import type { CampaignStatus } from "@/lib/db/types.gen";
import { roleAtLeast } from "@/lib/domain/roles";
import { adviseOnCampaign } from "@/lib/engines/advice/advise-on-campaign";
import { type CampaignOverview, loadCampaignMetrics } from "@/lib/engines/advice/load-campaign-overview";
import { env } from "@/lib/env";

type CampaignAdviceProps = {
  campaign: { id: string; name: string; status: CampaignStatus; activatedAt: Date | null };
  overview: CampaignOverview;
};

/** What the rules make of the figures; read after the page is there, so that nothing on it waits. */
export async function CampaignAdvice({ campaign, overview }: CampaignAdviceProps) {
  const { clientId, role, ctx } = await requireMembership();
  const scope = { clientId, campaignId: campaign.id, now: ctx.now };
  const metrics = await ctx.tx((db) => loadCampaignMetrics(db, scope, campaign, overview));
  const advice = adviseOnCampaign(metrics);
  const mayEdit = roleAtLeast(role, "member");
  return (
    <AdviceCard
      // Words of a model belong to the figures they were asked about.
      key={JSON.stringify(advice)}
      campaignId={campaign.id}
      name={campaign.name}
      advice={advice}
      mayExplain={mayEdit && env().ANTHROPIC_API_KEY !== ""}
      mayEdit={mayEdit}
      figures={metrics.contacted > 0 ? <AdviceFigures channels={metrics.channels} /> : null}
    />
  );
}

/** Holds its place. */
export function AdvicePlaceholder() {
  return (
    <Card aria-busy>
      <CardHeader>
        <CardTitle>Advice</CardTitle>
      </CardHeader>
      <CardContent className="text-muted-foreground">Reading the figures…</CardContent>
    </Card>
  );
}

import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { Suspense } from "react";
import { BlockedReasons } from "@/app/dashboard/campaigns/[id]/(overview)/blocked-reasons";
import { AdvicePlaceholder, CampaignAdvice } from "@/app/dashboard/campaigns/[id]/(overview)/campaign-advice";
import { CampaignFunnel } from "@/app/dashboard/campaigns/[id]/(overview)/campaign-funnel";
import { SimulationCard } from "@/app/dashboard/campaigns/[id]/(overview)/simulation-card";
import { StepTable } from "@/app/dashboard/campaigns/[id]/(overview)/step-table";
import { BlockerList } from "@/app/dashboard/campaigns/[id]/campaign-launch";
import { loadCampaign } from "@/app/dashboard/campaigns/[id]/load-campaign";
import { Alert } from "@/components/ui/alert";
import { requireMembership } from "@/lib/auth/membership";
import { roleAtLeast } from "@/lib/domain/roles";
import { loadCampaignOverview } from "@/lib/engines/advice/load-campaign-overview";

export async function generateMetadata({ params }: PageProps<"/dashboard/campaigns/[id]">): Promise<Metadata> {
  return { title: (await loadCampaign((await params).id))?.name ?? "Campaign" };
}

export default async function CampaignOverviewPage({ params }: PageProps<"/dashboard/campaigns/[id]">) {
  const { id: campaignId } = await params;
  const { clientId, role, ctx } = await requireMembership();
  const campaign = await loadCampaign(campaignId);
  if (!campaign) notFound();
  const found = await ctx.tx((db) => loadCampaignOverview(db, { clientId, campaignId }, campaign));
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
      {found.blockers.length > 0 ? (
        <Alert tone="warning" title="Before it can start">
          <BlockerList blockers={found.blockers} />
        </Alert>
      ) : null}
      {campaign.status === "draft" || campaign.status === "paused" ? (
        <SimulationCard campaignId={campaignId} maySimulate={roleAtLeast(role, "member")} />
      ) : null}
      <CampaignFunnel funnel={found.funnel} />
      {campaign.status === "draft" && found.blockers.length > 0 ? null : (
        <Suspense fallback={<AdvicePlaceholder />}>
          <CampaignAdvice campaign={campaign} overview={found} />
        </Suspense>
      )}
      <StepTable numbers={found.numbers} steps={found.steps} />
      <BlockedReasons reasons={found.reasons} isRunning={campaign.status === "active"} enrolled={found.funnel.enrolled} />
    </div>
  );
}

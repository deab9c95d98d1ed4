import { notFound } from "next/navigation";
import type { ReactNode } from "react";
import { CampaignLaunch } from "@/app/dashboard/campaigns/[id]/campaign-launch";
import { CampaignTabs } from "@/app/dashboard/campaigns/[id]/campaign-tabs";
import { loadCampaign } from "@/app/dashboard/campaigns/[id]/load-campaign";
import { PageHeader } from "@/components/feedback/page-header";
import { StatusBadge } from "@/components/feedback/status-badge";
import { Badge } from "@/components/ui/badge";
import { requireMembership } from "@/lib/auth/membership";
import { PERMISSION_MODE_TEXTS } from "@/lib/domain/permission-mode-texts";
import { roleAtLeast } from "@/lib/domain/roles";
import { listBlockers } from "@/lib/engines/campaigns/activate-campaign";

type CampaignLayoutProps = { params: Promise<{ id: string }>; children: ReactNode };

export default async function CampaignLayout({ params, children }: CampaignLayoutProps) {
  const { id: campaignId } = await params;
  const { clientId, role, ctx } = await requireMembership();
  const campaign = await loadCampaign(campaignId);
  if (!campaign) notFound();
  const blockers = campaign.status === "active" ? [] : await ctx.tx((db) => listBlockers(db, { clientId, campaignId }));
  const mode = campaign.permissionMode ?? campaign.defaultPermissionMode;
  return (
    <>
      <PageHeader
        title={campaign.name}
        parents={[{ label: "Campaigns", href: "/dashboard/campaigns" }]}
        badges={
          <>
            <StatusBadge status={campaign.status} />
            <Badge tone="outline">{PERMISSION_MODE_TEXTS[mode].label}</Badge>
          </>
        }
        description={campaign.status === "paused" && campaign.pauseReason ? `Paused: ${campaign.pauseReason}` : campaign.description}
        actions={
          <CampaignLaunch
            campaignId={campaignId}
            name={campaign.name}
            status={campaign.status}
            mode={mode}
            blockers={blockers}
            mayEdit={roleAtLeast(role, "member")}
          />
        }
      />
      <CampaignTabs campaignId={campaignId} />
      {children}
    </>
  );
}

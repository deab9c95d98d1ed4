import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { EditCampaignForm } from "@/app/dashboard/campaigns/[id]/details/edit-campaign-form";
import { loadCampaign } from "@/app/dashboard/campaigns/[id]/load-campaign";
import { requireMembership } from "@/lib/auth/membership";
import { roleAtLeast } from "@/lib/domain/roles";

export const metadata: Metadata = { title: "Mode and details" };

export default async function CampaignDetailsPage({ params }: PageProps<"/dashboard/campaigns/[id]/details">) {
  const { id: campaignId } = await params;
  const { role } = await requireMembership();
  const campaign = await loadCampaign(campaignId);
  if (!campaign) notFound();
  return (
    <EditCampaignForm
      campaignId={campaignId}
      values={{
        name: campaign.name,
        description: campaign.description ?? "",
        permissionMode: campaign.permissionMode,
        offer: campaign.offer ?? "",
      }}
      defaultMode={campaign.defaultPermissionMode}
      defaultOffer={campaign.defaultOffer}
      mayEdit={roleAtLeast(role, "member")}
    />
  );
}

import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { loadCampaign } from "@/app/dashboard/campaigns/[id]/load-campaign";
import { ScheduleForm } from "@/app/dashboard/campaigns/[id]/schedule/schedule-form";
import { requireMembership } from "@/lib/auth/membership";
import { roleAtLeast } from "@/lib/domain/roles";
import { listTimeZones } from "@/lib/domain/time-zones";

export const metadata: Metadata = { title: "Schedule" };

export default async function CampaignSchedulePage({ params }: PageProps<"/dashboard/campaigns/[id]/schedule">) {
  const { id: campaignId } = await params;
  const { role } = await requireMembership();
  const campaign = await loadCampaign(campaignId);
  if (!campaign) notFound();
  return (
    <ScheduleForm
      campaignId={campaignId}
      values={{
        timezone: campaign.timezone,
        windowStart: campaign.windowStart.slice(0, 5),
        windowEnd: campaign.windowEnd.slice(0, 5),
        workDays: campaign.workDays,
        dailyLimit: campaign.dailyLimit,
        sendsOverShutdown: campaign.sendsOverShutdown,
      }}
      timeZones={listTimeZones(campaign.timezone)}
      mayEdit={roleAtLeast(role, "member")}
    />
  );
}

import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { loadCampaign } from "@/app/dashboard/campaigns/[id]/load-campaign";
import { SequenceEditor } from "@/app/dashboard/campaigns/[id]/sequence/sequence-editor";
import { requireMembership } from "@/lib/auth/membership";
import { listActiveSteps, loadFunnel } from "@/lib/db/queries/campaigns";
import { STEP_PURPOSES } from "@/lib/domain/campaigns";
import { roleAtLeast } from "@/lib/domain/roles";
import { previewSequence } from "@/lib/engines/campaigns/preview-sequence";

export const metadata: Metadata = { title: "Sequence" };

export default async function CampaignSequencePage({ params }: PageProps<"/dashboard/campaigns/[id]/sequence">) {
  const { id: campaignId } = await params;
  const { clientId, role, ctx } = await requireMembership();
  const campaign = await loadCampaign(campaignId);
  if (!campaign) notFound();
  const { stored, funnel } = await ctx.tx(async (db) => ({
    stored: await listActiveSteps(db, { clientId, campaignId }),
    funnel: await loadFunnel(db, { clientId, campaignId }),
  }));
  const steps = stored.map((step) => ({ ...step, purpose: STEP_PURPOSES.find((known) => known === step.purpose) ?? "follow_up" }));
  const preview = await previewSequence(ctx, { campaignId, steps });
  return (
    <SequenceEditor
      // A saved version starts the editor anew from what is stored.
      key={campaign.version}
      campaignId={campaignId}
      version={campaign.version ?? 0}
      inFlight={funnel.active}
      steps={steps.map(({ channel, delayDays, purpose, subjectTemplate, bodyTemplate }) => ({
        channel,
        delayDays,
        purpose,
        subjectTemplate,
        bodyTemplate,
      }))}
      initialPreview={preview}
      mayEdit={roleAtLeast(role, "member")}
    />
  );
}

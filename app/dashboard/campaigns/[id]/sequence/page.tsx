import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { loadCampaign } from "@/app/dashboard/campaigns/[id]/load-campaign";
import { SequenceEditor } from "@/app/dashboard/campaigns/[id]/sequence/sequence-editor";
import type { StepNotes } from "@/app/dashboard/campaigns/[id]/sequence/step-reasons";
import { WritingPanel } from "@/app/dashboard/campaigns/[id]/sequence/writing-panel";
import { requireMembership } from "@/lib/auth/membership";
import { findLatestWriting } from "@/lib/db/queries/campaign-writings";
import { loadFunnel } from "@/lib/db/queries/campaigns";
import { type ActiveStep, findNewestVersion, listActiveSteps, listVersionSteps } from "@/lib/db/queries/sequence-versions";
import { STEP_PURPOSES, STEP_WRITERS } from "@/lib/domain/campaigns";
import { roleAtLeast } from "@/lib/domain/roles";
import { previewSequence } from "@/lib/engines/campaigns/preview-sequence";

export const metadata: Metadata = { title: "Sequence" };

export default async function CampaignSequencePage({ params, searchParams }: PageProps<"/dashboard/campaigns/[id]/sequence">) {
  const { id: campaignId } = await params;
  const wanted = Number((await searchParams).draft);
  const { clientId, role, ctx } = await requireMembership();
  const campaign = await loadCampaign(campaignId);
  if (!campaign) notFound();
  const scope = { clientId, campaignId };
  const { inForce, draft, funnel, writing, newest } = await ctx.tx(async (db) => ({
    inForce: await listActiveSteps(db, scope),
    draft: Number.isInteger(wanted) && wanted > 0 ? await listVersionSteps(db, { ...scope, version: wanted }) : [],
    funnel: await loadFunnel(db, scope),
    writing: (await findLatestWriting(db, scope)) ?? null,
    newest: await findNewestVersion(db, scope),
  }));
  const isDraft = draft.length > 0 && wanted !== campaign.version;
  const steps = (isDraft ? draft : inForce).map(toStep);
  const preview = await previewSequence(ctx, { campaignId, steps });
  const mayEdit = roleAtLeast(role, "member");
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
      {campaign.status === "completed" || isDraft ? null : (
        <WritingPanel
          key={`${writing?.id} ${writing?.status}`}
          campaignId={campaignId}
          initial={writing}
          versionInForce={campaign.version ?? 0}
          isReviewed={campaign.status !== "draft" || inForce.some(({ writtenBy }) => writtenBy === "person")}
          mayEdit={mayEdit}
        />
      )}
      <SequenceEditor
        // A saved version, or another one to look at, starts the editor anew from what is stored.
        key={`${campaign.version} ${isDraft ? wanted : ""}`}
        campaignId={campaignId}
        version={campaign.version ?? 0}
        draftVersion={isDraft ? wanted : null}
        nextVersion={newest + 1}
        inFlight={funnel.active}
        steps={steps}
        notes={Object.fromEntries((isDraft ? draft : inForce).map((step) => [step.stepKey, toNotes(step)]))}
        initialPreview={preview}
        mayEdit={mayEdit}
      />
    </div>
  );
}

function toStep({ stepKey, channel, delayDays, purpose, subjectTemplate, bodyTemplate }: ActiveStep) {
  return {
    stepKey,
    channel,
    delayDays,
    purpose: STEP_PURPOSES.find((known) => known === purpose) ?? ("follow_up" as const),
    subjectTemplate,
    bodyTemplate,
  };
}

function toNotes({ writtenBy, channelReason, gapReason, channel, delayDays }: ActiveStep): StepNotes {
  return { writtenBy: STEP_WRITERS.find((known) => known === writtenBy) ?? "person", channelReason, gapReason, channel, delayDays };
}

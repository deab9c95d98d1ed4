"use server";

import { refresh } from "next/cache";
import { redirect } from "next/navigation";
import { clientAction } from "@/lib/actions/client-action";
import {
  campaignEditInput,
  campaignIdInput,
  campaignScheduleEditInput,
  sequenceEditInput,
  sequenceInput,
  sequencePreviewInput,
} from "@/lib/domain/campaign-requests";
import { newCampaignInput, writingIdInput } from "@/lib/domain/campaign-writing";
import { campaignPauseInput } from "@/lib/domain/reasons";
import { activateCampaign, pauseCampaign } from "@/lib/engines/campaigns/activate-campaign";
import { createFromAudience } from "@/lib/engines/campaigns/create-campaign";
import { editCampaign, editSchedule } from "@/lib/engines/campaigns/edit-campaign";
import { editSequence } from "@/lib/engines/campaigns/edit-sequence";
import { foreseeMoves } from "@/lib/engines/campaigns/foresee-moves";
import { previewSequence } from "@/lib/engines/campaigns/preview-sequence";
import { dismissWriting, requestWriting } from "@/lib/engines/campaigns/request-writing";
import { simulateCampaign } from "@/lib/engines/simulation/simulate-campaign";
import { summariseSimulation } from "@/lib/engines/simulation/summarise-simulation";
import { requestSecrets } from "@/lib/http/sender-options";

const SIMULATED_DAYS = 30;

export const createCampaignAction = clientAction
  .metadata({ name: "createCampaign" })
  .inputSchema(newCampaignInput)
  .action(async ({ ctx, parsedInput }) => {
    const { campaignIds } = await createFromAudience(ctx, parsedInput);
    redirect(campaignIds.length === 1 ? `/dashboard/campaigns/${campaignIds[0]}/sequence` : "/dashboard/campaigns");
  });

export const editCampaignAction = clientAction
  .metadata({ name: "editCampaign" })
  .inputSchema(campaignEditInput)
  .action(async ({ ctx, parsedInput }) => {
    await editCampaign(ctx, parsedInput);
    refresh();
  });

export const editScheduleAction = clientAction
  .metadata({ name: "editSchedule" })
  .inputSchema(campaignScheduleEditInput)
  .action(async ({ ctx, parsedInput: { campaignId, schedule } }) => {
    await editSchedule(ctx, { campaignId, ...schedule });
    refresh();
  });

export const editSequenceAction = clientAction
  .metadata({ name: "editSequence" })
  .inputSchema(sequenceEditInput)
  .action(async ({ ctx, parsedInput }) => {
    const result = await editSequence(ctx, parsedInput);
    refresh();
    return result;
  });

export const foreseeMovesAction = clientAction
  .metadata({ name: "foreseeMoves" })
  .inputSchema(sequenceInput)
  .action(({ ctx, parsedInput }) => foreseeMoves(ctx, parsedInput));

export const requestWritingAction = clientAction
  .metadata({ name: "requestWriting" })
  .inputSchema(campaignIdInput)
  .action(async ({ ctx, parsedInput }) => {
    await requestWriting(ctx, parsedInput);
    refresh();
  });

export const dismissWritingAction = clientAction
  .metadata({ name: "dismissWriting" })
  .inputSchema(writingIdInput)
  .action(async ({ ctx, parsedInput }) => {
    await dismissWriting(ctx, parsedInput);
    refresh();
  });

export const simulateCampaignAction = clientAction
  .metadata({ name: "simulateCampaign" })
  .inputSchema(campaignIdInput)
  .action(async ({ ctx, parsedInput: { campaignId } }) => {
    const { pepper } = requestSecrets();
    return summariseSimulation(await simulateCampaign(ctx, { campaignId, days: SIMULATED_DAYS }, { pepper }));
  });

export const previewSequenceAction = clientAction
  .metadata({ name: "previewSequence" })
  .inputSchema(sequencePreviewInput)
  .action(({ ctx, parsedInput }) => previewSequence(ctx, parsedInput));

export const activateCampaignAction = clientAction
  .metadata({ name: "activateCampaign" })
  .inputSchema(campaignIdInput)
  .action(async ({ ctx, parsedInput }) => {
    await activateCampaign(ctx, parsedInput);
    refresh();
  });

export const pauseCampaignAction = clientAction
  .metadata({ name: "pauseCampaign" })
  .inputSchema(campaignPauseInput)
  .action(async ({ ctx, parsedInput }) => {
    await pauseCampaign(ctx, parsedInput);
    refresh();
  });

"use server";

import { refresh } from "next/cache";
import { redirect } from "next/navigation";
import { clientAction } from "@/lib/actions/client-action";
import {
  campaignEditInput,
  campaignIdInput,
  campaignScheduleEditInput,
  sequenceInput,
  sequencePreviewInput,
} from "@/lib/domain/campaign-requests";
import { campaignInput } from "@/lib/domain/campaigns";
import { campaignPauseInput } from "@/lib/domain/reasons";
import { activateCampaign, pauseCampaign } from "@/lib/engines/campaigns/activate-campaign";
import { createCampaign } from "@/lib/engines/campaigns/create-campaign";
import { editCampaign, editSchedule, editSequence } from "@/lib/engines/campaigns/edit-campaign";
import { previewSequence } from "@/lib/engines/campaigns/preview-sequence";

export const createCampaignAction = clientAction
  .metadata({ name: "createCampaign" })
  .inputSchema(campaignInput)
  .action(async ({ ctx, parsedInput }) => {
    const { campaignId } = await createCampaign(ctx, parsedInput);
    redirect(`/dashboard/campaigns/${campaignId}/sequence`);
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
  .inputSchema(sequenceInput)
  .action(async ({ ctx, parsedInput }) => {
    const result = await editSequence(ctx, parsedInput);
    refresh();
    return result;
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

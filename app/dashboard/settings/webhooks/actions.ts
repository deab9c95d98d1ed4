"use server";

import { refresh } from "next/cache";
import { clientAction } from "@/lib/actions/client-action";
import { deliveryIdInput, webhookActiveInput, webhookEditInput, webhookIdInput, webhookInput } from "@/lib/domain/webhook-events";
import { addWebhook, editWebhook, removeWebhook, setWebhookActive } from "@/lib/engines/webhooks/edit-webhooks";
import { replayDelivery, sendTestDelivery } from "@/lib/engines/webhooks/replay-delivery";
import { rotateWebhookSecret } from "@/lib/engines/webhooks/rotate-webhook-secret";
import { webhookOptions } from "@/lib/http/webhook-options";

export const addWebhookAction = clientAction
  .metadata({ name: "addWebhook" })
  .inputSchema(webhookInput)
  .action(async ({ ctx, parsedInput }) => {
    const added = await addWebhook(ctx, parsedInput, webhookOptions());
    refresh();
    return added;
  });

export const editWebhookAction = clientAction
  .metadata({ name: "editWebhook" })
  .inputSchema(webhookEditInput)
  .action(async ({ ctx, parsedInput }) => {
    await editWebhook(ctx, parsedInput, webhookOptions());
    refresh();
  });

export const setWebhookActiveAction = clientAction
  .metadata({ name: "setWebhookActive" })
  .inputSchema(webhookActiveInput)
  .action(async ({ ctx, parsedInput }) => {
    await setWebhookActive(ctx, parsedInput);
    refresh();
  });

export const removeWebhookAction = clientAction
  .metadata({ name: "removeWebhook" })
  .inputSchema(webhookIdInput)
  .action(async ({ ctx, parsedInput }) => {
    await removeWebhook(ctx, parsedInput);
    refresh();
  });

export const rotateWebhookSecretAction = clientAction
  .metadata({ name: "rotateWebhookSecret" })
  .inputSchema(webhookIdInput)
  .action(({ ctx, parsedInput }) => rotateWebhookSecret(ctx, parsedInput, webhookOptions()));

export const sendTestDeliveryAction = clientAction
  .metadata({ name: "sendTestDelivery" })
  .inputSchema(webhookIdInput)
  .action(async ({ ctx, parsedInput }) => {
    await sendTestDelivery(ctx, parsedInput);
    refresh();
  });

export const replayDeliveryAction = clientAction
  .metadata({ name: "replayDelivery" })
  .inputSchema(deliveryIdInput)
  .action(async ({ ctx, parsedInput }) => {
    await replayDelivery(ctx, parsedInput);
    refresh();
  });

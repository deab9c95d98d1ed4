"use server";

import { refresh } from "next/cache";
import { z } from "zod";
import { clientAction } from "@/lib/actions/client-action";
import { chooseClient } from "@/lib/auth/choose-client";
import { requireMembership } from "@/lib/auth/membership";
import { stopReasonInput } from "@/lib/domain/reasons";
import { releaseStop, stopEverything } from "@/lib/engines/emergency-stop/emergency-stop";
import { markNotificationsRead } from "@/lib/engines/settings/mark-notifications-read";
import { NotFoundError } from "@/lib/errors";

/** Makes another of the person's clients the current one. */
export const switchClientAction = clientAction
  .metadata({ name: "switchClient" })
  .inputSchema(z.object({ clientId: z.uuid() }))
  .action(async ({ parsedInput: { clientId } }) => {
    const { all } = await requireMembership();
    if (!all.some((membership) => membership.clientId === clientId)) throw new NotFoundError("You do not belong to that workspace");
    await chooseClient(clientId);
    refresh();
  });

export const stopEverythingAction = clientAction
  .metadata({ name: "stopEverything" })
  .inputSchema(stopReasonInput)
  .action(async ({ ctx, parsedInput }) => {
    await stopEverything(ctx, parsedInput);
    refresh();
  });

export const releaseStopAction = clientAction.metadata({ name: "releaseStop" }).action(async ({ ctx }) => {
  await releaseStop(ctx);
  refresh();
});

export const markNotificationsReadAction = clientAction.metadata({ name: "markNotificationsRead" }).action(async ({ ctx }) => {
  await markNotificationsRead(ctx);
  refresh();
});

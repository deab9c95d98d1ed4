"use server";

import { refresh } from "next/cache";
import { clientAction } from "@/lib/actions/client-action";
import {
  cancelDiscoveryInput,
  confirmCardInput,
  confirmIcpInput,
  editCardInput,
  editIcpInput,
  requestDiscoveryInput,
  takeProposalInput,
} from "@/lib/domain/discovery";
import { cancelDiscovery } from "@/lib/engines/discovery/cancel-discovery";
import { confirmCard, confirmIcp, editCard, takeProposal } from "@/lib/engines/discovery/edit-draft";
import { editIcp } from "@/lib/engines/discovery/edit-icp";
import { requestDiscovery } from "@/lib/engines/discovery/request-discovery";
import { env } from "@/lib/env";
import { isLoopbackUrl } from "@/lib/env-schema";

export const requestDiscoveryAction = clientAction
  .metadata({ name: "requestDiscovery" })
  .inputSchema(requestDiscoveryInput)
  .action(async ({ ctx, parsedInput }) => {
    await requestDiscovery(ctx, parsedInput, { allowPrivateHosts: isLoopbackUrl(env().APP_URL) });
    refresh();
  });

export const cancelDiscoveryAction = clientAction
  .metadata({ name: "cancelDiscovery" })
  .inputSchema(cancelDiscoveryInput)
  .action(async ({ ctx, parsedInput }) => {
    await cancelDiscovery(ctx, parsedInput);
    refresh();
  });

export const editCardAction = clientAction
  .metadata({ name: "editCard" })
  .inputSchema(editCardInput)
  .action(async ({ ctx, parsedInput }) => {
    const changed = await editCard(ctx, parsedInput);
    refresh();
    return changed;
  });

export const confirmCardAction = clientAction
  .metadata({ name: "confirmCard" })
  .inputSchema(confirmCardInput)
  .action(async ({ ctx, parsedInput }) => {
    const changed = await confirmCard(ctx, parsedInput);
    refresh();
    return changed;
  });

export const takeProposalAction = clientAction
  .metadata({ name: "takeProposal" })
  .inputSchema(takeProposalInput)
  .action(async ({ ctx, parsedInput }) => {
    const changed = await takeProposal(ctx, parsedInput);
    refresh();
    return changed;
  });

export const confirmIcpAction = clientAction
  .metadata({ name: "confirmIcp" })
  .inputSchema(confirmIcpInput)
  .action(async ({ ctx, parsedInput }) => {
    await confirmIcp(ctx, parsedInput);
    refresh();
  });

export const editIcpAction = clientAction
  .metadata({ name: "editIcp" })
  .inputSchema(editIcpInput)
  .action(async ({ ctx, parsedInput }) => {
    const changed = await editIcp(ctx, parsedInput);
    refresh();
    return changed;
  });

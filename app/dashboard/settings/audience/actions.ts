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
import { setClientDomainInput, setStandingInput } from "@/lib/domain/own-clients";
import { cancelDiscovery } from "@/lib/engines/discovery/cancel-discovery";
import { confirmCard, confirmIcp, editCard, takeProposal } from "@/lib/engines/discovery/edit-draft";
import { editIcp } from "@/lib/engines/discovery/edit-icp";
import { keepOwnClientsOut, setClientDomain, setStanding } from "@/lib/engines/discovery/own-clients";
import { requestDiscovery } from "@/lib/engines/discovery/request-discovery";
import { env } from "@/lib/env";
import { isLoopbackUrl } from "@/lib/env-schema";
import { requestSecrets } from "@/lib/http/sender-options";

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
    await confirmIcp(ctx, parsedInput, requestSecrets());
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

export const setStandingAction = clientAction
  .metadata({ name: "setStanding" })
  .inputSchema(setStandingInput)
  .action(async ({ ctx, parsedInput }) => {
    const changed = await setStanding(ctx, parsedInput, requestSecrets());
    refresh();
    return changed;
  });

export const setClientDomainAction = clientAction
  .metadata({ name: "setClientDomain" })
  .inputSchema(setClientDomainInput)
  .action(async ({ ctx, parsedInput }) => {
    const changed = await setClientDomain(ctx, parsedInput, requestSecrets());
    refresh();
    return changed;
  });

export const keepOwnClientsOutAction = clientAction.metadata({ name: "keepOwnClientsOut" }).action(async ({ ctx }) => {
  const kept = await keepOwnClientsOut(ctx, requestSecrets());
  refresh();
  return kept;
});

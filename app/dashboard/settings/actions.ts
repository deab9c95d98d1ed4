"use server";

import { refresh } from "next/cache";
import { clientAction } from "@/lib/actions/client-action";
import { agreementsInput } from "@/lib/domain/agreements";
import { breakerReleaseInput, channelSwitchInput, companyReleaseInput } from "@/lib/domain/breakers";
import { mailboxCheckInput, mailboxInput, mailboxPauseInput, mailServerInput } from "@/lib/domain/mailboxes";
import { dataSharingInput, defaultModeInput, organisationInput } from "@/lib/domain/organisation";
import { senderInput, senderPauseInput } from "@/lib/domain/senders";
import { suppressionEntryInput } from "@/lib/domain/suppression-entry";
import { releaseCompany } from "@/lib/engines/breakers/hold-company";
import { releaseBreaker } from "@/lib/engines/breakers/release-breaker";
import { releaseChannel, stopChannel } from "@/lib/engines/emergency-stop/stop-channel";
import { connectMailbox, setMailboxPaused } from "@/lib/engines/mailboxes/connect-mailbox";
import { verifyMailbox } from "@/lib/engines/mailboxes/verify-mailbox";
import { addSender, setSenderPaused } from "@/lib/engines/senders/add-sender";
import { addSuppression } from "@/lib/engines/settings/add-suppression";
import { editOrganisation } from "@/lib/engines/settings/edit-organisation";
import { giveAgreements } from "@/lib/engines/settings/give-agreements";
import { setDataSharing } from "@/lib/engines/settings/set-data-sharing";
import { setDefaultMode } from "@/lib/engines/settings/set-default-mode";
import { testMailServer } from "@/lib/engines/settings/test-mail-server";
import { requestSystemCtx } from "@/lib/http/contexts";
import { mailServerVerifier } from "@/lib/http/mail-server-verifier";
import { requestSecrets } from "@/lib/http/sender-options";

export const editOrganisationAction = clientAction
  .metadata({ name: "editOrganisation" })
  .inputSchema(organisationInput)
  .action(async ({ ctx, parsedInput }) => {
    await editOrganisation(ctx, parsedInput);
    refresh();
  });

export const setDefaultModeAction = clientAction
  .metadata({ name: "setDefaultMode" })
  .inputSchema(defaultModeInput)
  .action(async ({ ctx, parsedInput }) => {
    await setDefaultMode(ctx, parsedInput);
    refresh();
  });

export const setDataSharingAction = clientAction
  .metadata({ name: "setDataSharing" })
  .inputSchema(dataSharingInput)
  .action(async ({ ctx, parsedInput }) => {
    await setDataSharing(ctx, parsedInput);
    refresh();
  });

export const giveAgreementsAction = clientAction
  .metadata({ name: "giveAgreements" })
  .inputSchema(agreementsInput)
  .action(async ({ ctx, parsedInput }) => {
    await giveAgreements(ctx, parsedInput);
    refresh();
  });

export const testMailServerAction = clientAction
  .metadata({ name: "testMailServer" })
  .inputSchema(mailServerInput)
  .action(({ ctx, parsedInput }) => testMailServer(ctx, parsedInput, mailServerVerifier()));

export const connectMailboxAction = clientAction
  .metadata({ name: "connectMailbox" })
  .inputSchema(mailboxInput)
  .action(async ({ ctx, parsedInput }) => {
    await connectMailbox(ctx, parsedInput, requestSecrets());
    refresh();
  });

/** Signs in to a connected mailbox's server and hangs up. */
export const verifyMailboxAction = clientAction
  .metadata({ name: "verifyMailbox" })
  .inputSchema(mailboxCheckInput)
  .action(({ ctx, parsedInput }) => {
    const product = requestSystemCtx(ctx.clientId);
    return verifyMailbox(ctx, parsedInput, { product, secretsKey: requestSecrets().secretsKey, server: mailServerVerifier() });
  });

export const setMailboxPausedAction = clientAction
  .metadata({ name: "setMailboxPaused" })
  .inputSchema(mailboxPauseInput)
  .action(async ({ ctx, parsedInput }) => {
    await setMailboxPaused(ctx, parsedInput);
    refresh();
  });

export const addSuppressionAction = clientAction
  .metadata({ name: "addSuppression" })
  .inputSchema(suppressionEntryInput)
  .action(async ({ ctx, parsedInput }) => {
    const result = await addSuppression(ctx, parsedInput, requestSecrets());
    refresh();
    return result;
  });

export const stopChannelAction = clientAction
  .metadata({ name: "stopChannel" })
  .inputSchema(channelSwitchInput)
  .action(async ({ ctx, parsedInput }) => {
    await stopChannel(ctx, parsedInput);
    refresh();
  });

export const releaseChannelAction = clientAction
  .metadata({ name: "releaseChannel" })
  .inputSchema(channelSwitchInput)
  .action(async ({ ctx, parsedInput }) => {
    await releaseChannel(ctx, parsedInput);
    refresh();
  });

export const releaseBreakerAction = clientAction
  .metadata({ name: "releaseBreaker" })
  .inputSchema(breakerReleaseInput)
  .action(async ({ ctx, parsedInput }) => {
    await releaseBreaker(ctx, parsedInput);
    refresh();
  });

export const releaseCompanyAction = clientAction
  .metadata({ name: "releaseCompany" })
  .inputSchema(companyReleaseInput)
  .action(async ({ ctx, parsedInput }) => {
    await releaseCompany(ctx, parsedInput);
    refresh();
  });

export const addSenderAction = clientAction
  .metadata({ name: "addSender" })
  .inputSchema(senderInput)
  .action(async ({ ctx, parsedInput }) => {
    await addSender(ctx, parsedInput);
    refresh();
  });

export const setSenderPausedAction = clientAction
  .metadata({ name: "setSenderPaused" })
  .inputSchema(senderPauseInput)
  .action(async ({ ctx, parsedInput }) => {
    await setSenderPaused(ctx, parsedInput);
    refresh();
  });

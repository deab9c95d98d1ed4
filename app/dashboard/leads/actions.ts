"use server";

import { refresh } from "next/cache";
import { clientAction } from "@/lib/actions/client-action";
import {
  consentInput,
  consentRevokeInput,
  leadAssignInput,
  leadHoldInput,
  leadMeetingInput,
  leadModeInput,
  leadSelection,
  leadSnoozeInput,
  leadSuppressInput,
  outcomeInput,
  returnedLetterInput,
} from "@/lib/domain/leads";
import { resolveUnknown } from "@/lib/engines/dispatch/settle-unknown";
import { assignLeads } from "@/lib/engines/leads/assign-leads";
import { bookLeadMeeting } from "@/lib/engines/leads/book-lead-meeting";
import { deleteLeads } from "@/lib/engines/leads/delete-leads";
import { holdLeads, releaseLeads } from "@/lib/engines/leads/hold-leads";
import { recordConsent, revokeConsent } from "@/lib/engines/leads/record-consent";
import { recordReturnedLetter } from "@/lib/engines/leads/record-returned-letter";
import { selectLeads } from "@/lib/engines/leads/select-leads";
import { setLeadMode } from "@/lib/engines/leads/set-lead-mode";
import { snoozeLeads } from "@/lib/engines/leads/snooze-leads";
import { suppressLeads } from "@/lib/engines/leads/suppress-leads";
import { requestSecrets } from "@/lib/http/sender-options";

export const holdLeadsAction = clientAction
  .metadata({ name: "holdLeads" })
  .inputSchema(leadHoldInput)
  .action(async ({ ctx, parsedInput: { selection, reason } }) => {
    const change = await holdLeads(ctx, { leadIds: await selectLeads(ctx, selection), reason });
    refresh();
    return change;
  });

export const releaseLeadsAction = clientAction
  .metadata({ name: "releaseLeads" })
  .inputSchema(leadSelection)
  .action(async ({ ctx, parsedInput }) => {
    const change = await releaseLeads(ctx, { leadIds: await selectLeads(ctx, parsedInput) });
    refresh();
    return change;
  });

export const snoozeLeadsAction = clientAction
  .metadata({ name: "snoozeLeads" })
  .inputSchema(leadSnoozeInput)
  .action(async ({ ctx, parsedInput: { selection, until } }) => {
    const change = await snoozeLeads(ctx, { leadIds: await selectLeads(ctx, selection), until });
    refresh();
    return change;
  });

export const suppressLeadsAction = clientAction
  .metadata({ name: "suppressLeads" })
  .inputSchema(leadSuppressInput)
  .action(async ({ ctx, parsedInput: { selection, reason, evidence } }) => {
    const change = await suppressLeads(ctx, { leadIds: await selectLeads(ctx, selection), reason, evidence }, requestSecrets());
    refresh();
    return change;
  });

export const assignLeadsAction = clientAction
  .metadata({ name: "assignLeads" })
  .inputSchema(leadAssignInput)
  .action(async ({ ctx, parsedInput: { selection, campaignId } }) => {
    const change = await assignLeads(ctx, { leadIds: await selectLeads(ctx, selection), campaignId });
    refresh();
    return change;
  });

export const deleteLeadsAction = clientAction
  .metadata({ name: "deleteLeads" })
  .inputSchema(leadSelection)
  .action(async ({ ctx, parsedInput }) => {
    const change = await deleteLeads(ctx, { leadIds: await selectLeads(ctx, parsedInput) });
    refresh();
    return change;
  });

export const setLeadModeAction = clientAction
  .metadata({ name: "setLeadMode" })
  .inputSchema(leadModeInput)
  .action(async ({ ctx, parsedInput }) => {
    await setLeadMode(ctx, parsedInput);
    refresh();
  });

export const recordConsentAction = clientAction
  .metadata({ name: "recordConsent" })
  .inputSchema(consentInput)
  .action(async ({ ctx, parsedInput }) => {
    await recordConsent(ctx, parsedInput, requestSecrets());
    refresh();
  });

export const revokeConsentAction = clientAction
  .metadata({ name: "revokeConsent" })
  .inputSchema(consentRevokeInput)
  .action(async ({ ctx, parsedInput }) => {
    await revokeConsent(ctx, parsedInput);
    refresh();
  });

export const bookLeadMeetingAction = clientAction
  .metadata({ name: "bookLeadMeeting" })
  .inputSchema(leadMeetingInput)
  .action(async ({ ctx, parsedInput }) => {
    const booked = await bookLeadMeeting(ctx, parsedInput);
    refresh();
    return booked;
  });

export const resolveUnknownAction = clientAction
  .metadata({ name: "resolveUnknown" })
  .inputSchema(outcomeInput)
  .action(async ({ ctx, parsedInput }) => {
    await resolveUnknown(ctx, parsedInput);
    refresh();
  });

export const recordReturnedLetterAction = clientAction
  .metadata({ name: "recordReturnedLetter" })
  .inputSchema(returnedLetterInput)
  .action(async ({ ctx, parsedInput }) => {
    await recordReturnedLetter(ctx, parsedInput, requestSecrets());
    refresh();
  });

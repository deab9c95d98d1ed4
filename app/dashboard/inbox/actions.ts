"use server";

import { refresh } from "next/cache";
import { leadName } from "@/app/dashboard/leads/lead-words";
import { clientAction } from "@/lib/actions/client-action";
import { listLeads } from "@/lib/db/queries/leads";
import { intentCorrectionInput, leadLookupInput, messageMatchInput, threadIdInput } from "@/lib/domain/leads";
import {
  answersByItselfInput,
  draftIdInput,
  draftSendInput,
  referralDecisionInput,
  remindsProspectsInput,
} from "@/lib/domain/reply-handling";
import { dismissDraft, sendDraft, takeBackDraft } from "@/lib/engines/answers/decide-draft";
import { decideReferral } from "@/lib/engines/answers/decide-referral";
import { correctIntent } from "@/lib/engines/inbox/correct-intent";
import { markHandled } from "@/lib/engines/inbox/mark-handled";
import { matchMessage } from "@/lib/engines/inbox/match-message";
import { setAnswersByItself } from "@/lib/engines/settings/set-answers-by-itself";
import { setRemindsProspects } from "@/lib/engines/settings/set-reminds-prospects";
import { requestSecrets } from "@/lib/http/sender-options";

const LOOKUP_ROWS = 8;

export const markHandledAction = clientAction
  .metadata({ name: "markHandled" })
  .inputSchema(threadIdInput)
  .action(async ({ ctx, parsedInput }) => {
    await markHandled(ctx, parsedInput);
    refresh();
  });

export const correctIntentAction = clientAction
  .metadata({ name: "correctIntent" })
  .inputSchema(intentCorrectionInput)
  .action(async ({ ctx, parsedInput }) => {
    await correctIntent(ctx, parsedInput, requestSecrets());
    refresh();
  });

export const matchMessageAction = clientAction
  .metadata({ name: "matchMessage" })
  .inputSchema(messageMatchInput)
  .action(async ({ ctx, parsedInput }) => {
    await matchMessage(ctx, parsedInput, requestSecrets());
    refresh();
  });

export const sendDraftAction = clientAction
  .metadata({ name: "sendDraft" })
  .inputSchema(draftSendInput)
  .action(async ({ ctx, parsedInput }) => {
    const { readyAt } = await thenRefresh(sendDraft(ctx, parsedInput));
    return { isLater: readyAt > ctx.now };
  });

export const dismissDraftAction = clientAction
  .metadata({ name: "dismissDraft" })
  .inputSchema(draftIdInput)
  .action(async ({ ctx, parsedInput }) => {
    await thenRefresh(dismissDraft(ctx, parsedInput));
  });

export const takeBackDraftAction = clientAction
  .metadata({ name: "takeBackDraft" })
  .inputSchema(draftIdInput)
  .action(async ({ ctx, parsedInput }) => {
    await thenRefresh(takeBackDraft(ctx, parsedInput));
  });

export const decideReferralAction = clientAction
  .metadata({ name: "decideReferral" })
  .inputSchema(referralDecisionInput)
  .action(async ({ ctx, parsedInput }) => {
    const { leadId } = await decideReferral(ctx, parsedInput);
    refresh();
    return { leadId };
  });

export const setAnswersByItselfAction = clientAction
  .metadata({ name: "setAnswersByItself" })
  .inputSchema(answersByItselfInput)
  .action(async ({ ctx, parsedInput }) => {
    await setAnswersByItself(ctx, parsedInput);
    refresh();
  });

export const setRemindsProspectsAction = clientAction
  .metadata({ name: "setRemindsProspects" })
  .inputSchema(remindsProspectsInput)
  .action(async ({ ctx, parsedInput }) => {
    await setRemindsProspects(ctx, parsedInput);
    refresh();
  });

/** A refused decision refreshes too: they may have written again, or a colleague was quicker. */
async function thenRefresh<Decided>(decision: Promise<Decided>): Promise<Decided> {
  try {
    return await decision;
  } finally {
    refresh();
  }
}

/** Finds leads to choose from; changes nothing. */
export const findLeadsAction = clientAction
  .metadata({ name: "findLeads" })
  .inputSchema(leadLookupInput)
  .action(async ({ ctx, parsedInput: { search } }) => {
    const filter = { search, statuses: [], tiers: [], states: [], campaignId: null, hasConsent: null, blockedBy: null, now: ctx.now };
    const rows = await ctx.tx((db) =>
      listLeads(db, { clientId: ctx.clientId, filter, sort: { column: "score", isDescending: true }, offset: 0, limit: LOOKUP_ROWS }),
    );
    return rows.map((row) => ({ id: row.id, name: leadName(row), email: row.email, company: row.company }));
  });

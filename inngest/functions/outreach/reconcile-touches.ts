import { inngest } from "@/inngest/client";
import type { Deps } from "@/inngest/deps";
import { listClientsWithAbandonedTouches } from "@/lib/db/queries/planning";
import { listAbandonedAnswers } from "@/lib/db/queries/reply-drafts";
import { sendAnswer } from "@/lib/engines/answers/send-answer";
import { reconcileTouches } from "@/lib/engines/dispatch/reconcile-touches";

/** An answer that has been on its way for longer than this was left there by a process that died. */
const ABANDONED_MS = 10 * 60_000;

/** Settles touches, and answers, whose process died between the claim and the record. */
export const reconcileAbandonedTouches = ({ system, systemCtx, sending, clock }: Deps) =>
  inngest.createFunction({ id: "reconcile-touches", triggers: [{ cron: "*/10 * * * *" }], concurrency: 1 }, async () => {
    const clientIds = await listClientsWithAbandonedTouches(system);
    let settled = 0;
    for (const clientId of clientIds) settled += await reconcileTouches(systemCtx(clientId), sending);
    const answers = await listAbandonedAnswers(system, { before: new Date(clock.now().getTime() - ABANDONED_MS) });
    for (const { id, clientId } of answers) await sendAnswer(systemCtx(clientId), { draftId: id }, sending);
    return { settled, answers: answers.length };
  });

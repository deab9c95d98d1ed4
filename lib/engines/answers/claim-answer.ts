import "server-only";
import type { Ctx } from "@/lib/context";
import type { Db } from "@/lib/db/client";
import { countAnswer } from "@/lib/db/queries/answer-capacity";
import { loadEmailNeeds } from "@/lib/db/queries/hand-overs";
import { isAnswerChannel } from "@/lib/domain/answer-channel";
import { composeAnswer } from "@/lib/engines/answers/compose-answer";
import { loadAnswerFacts } from "@/lib/engines/answers/load-answer-facts";
import { lockDraft } from "@/lib/engines/answers/lock-draft";
import type { Parcel } from "@/lib/engines/dispatch/carriers";
import type { MailboxCredentials } from "@/lib/engines/dispatch/email-carrier";
import { openCredentials } from "@/lib/engines/dispatch/mailbox-secret";
import type { SenderOptions } from "@/lib/engines/dispatch/sender-options";
import { decideAnswer } from "@/lib/engines/gate/decide-answer";
import { enqueueEvent } from "@/lib/engines/outbox/enqueue-event";
import { answerReady } from "@/lib/events/catalogue";

/** A sleeper may wake this much before its moment by our clock. */
const EARLY_MS = 60_000;

export type ClaimedAnswer =
  | { kind: "claimed"; parcel: Parcel; credentials: MailboxCredentials | null }
  | { kind: "not_ready" }
  | { kind: "refused"; outcome: "held" | "superseded"; detail: string }
  /** It stays ready, and is announced again for then. */
  | { kind: "waits"; until: Date; detail: string }
  | { kind: "abandoned" };

/**
 * The transaction that decides: holds lead, draft and the counters of its sender, asks the gate, and on a yes counts the answer and turns
 * the draft to `sending`. Whoever finds a draft in `sending` must not send it again.
 */
export function claimAnswer(ctx: Ctx, draftId: string, options: Omit<SenderOptions, "carriers">): Promise<ClaimedAnswer> {
  const { clientId, now } = ctx;
  return ctx.tx(async (db) => {
    const draft = await lockDraft(db, { clientId, draftId });
    if (draft?.state === "sending") return { kind: "abandoned" };
    if (draft?.state !== "ready" || !isAnswerChannel(draft.channel)) return { kind: "not_ready" };
    // It was put off, or taken back and approved for later: another event comes for it then.
    if (draft.readyAt && draft.readyAt.getTime() > now.getTime() + EARLY_MS) return { kind: "not_ready" };
    const change = draftChange(db, { clientId, draftId });

    const loaded = await loadAnswerFacts(db, ctx, { draft, channel: draft.channel }, options);
    const decision = decideAnswer(loaded.facts, now);
    if (decision.verdict === "defer") {
      const { until, reason } = decision;
      await change({ readyAt: until, reason: reason.detail ?? null });
      await enqueueEvent(db, answerReady.create({ clientId, draftId, readyAt: until.toISOString() }));
      return { kind: "waits", until, detail: reason.detail ?? "" };
    }
    if (decision.verdict !== "allow") {
      const detail = decision.reason.detail ?? "";
      const state = decision.verdict === "stop" ? "superseded" : "waiting";
      await change({ state, approvedHash: null, readyAt: null, reason: detail });
      return { kind: "refused", outcome: state === "waiting" ? "held" : "superseded", detail };
    }

    const { sealed, thread } =
      draft.channel === "email"
        ? await loadEmailNeeds(db, { clientId, resourceId: draft.resourceId ?? draft.id, leadId: draft.leadId })
        : { sealed: null, thread: [] };
    const { parcel, outgoingId } = composeAnswer(draft, loaded, { clientId, now, pepper: options.pepper, thread });
    const credentials =
      parcel.provider === "smtp" && sealed && draft.resourceId
        ? openCredentials(sealed, { key: options.secretsKey, binding: { clientId, resourceId: draft.resourceId } })
        : null;
    if (parcel.provider === "smtp" && !credentials) {
      const detail = "The mailbox has no password yet";
      await change({ state: "waiting", approvedHash: null, readyAt: null, reason: detail });
      return { kind: "refused", outcome: "held", detail };
    }
    await countAnswer(db, { clientId, resources: loaded.counters, by: 1 });
    await change({
      state: "sending",
      outgoingId,
      claimedAt: now,
      counted: JSON.stringify(loaded.counters),
      certificate: JSON.stringify({ decidedAt: now.toISOString(), checks: decision.checks }),
      reason: null,
    });
    return { kind: "claimed", parcel, credentials };
  });
}

type DraftChange = {
  state?: "waiting" | "superseded" | "sending";
  approvedHash?: null;
  readyAt?: Date | null;
  outgoingId?: string;
  claimedAt?: Date;
  counted?: string;
  certificate?: string;
  reason: string | null;
};

function draftChange(db: Db, { clientId, draftId }: { clientId: string; draftId: string }) {
  return (set: DraftChange) => db.updateTable("replyDrafts").set(set).where("clientId", "=", clientId).where("id", "=", draftId).execute();
}

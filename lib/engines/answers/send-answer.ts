import "server-only";
import type { Ctx } from "@/lib/context";
import { claimAnswer } from "@/lib/engines/answers/claim-answer";
import { type AnswerSent, settleAnswer } from "@/lib/engines/answers/settle-answer";
import { handOver } from "@/lib/engines/dispatch/carriers";
import type { SenderOptions } from "@/lib/engines/dispatch/sender-options";

/**
 * Hands an approved answer over once, by the channel its conversation is held on, if nothing speaks against it now: claim, carrier, record.
 * An answer that is found on its way was left there by a process that died: it may have arrived, so a person decides and no machine
 * sends it again.
 */
export async function sendAnswer(ctx: Ctx, { draftId }: { draftId: string }, options: SenderOptions): Promise<AnswerSent> {
  const claim = await claimAnswer(ctx, draftId, options);
  switch (claim.kind) {
    case "not_ready":
      return { outcome: "not_ready" };
    case "refused":
      return { outcome: claim.outcome, detail: claim.detail };
    case "waits":
      return { outcome: "waits", detail: claim.detail, until: claim.until.toISOString() };
    case "abandoned":
      return settleAnswer(ctx, draftId, { result: { outcome: "unknown", response: "the hand-over was cut off" }, parcel: null }, options);
    case "claimed": {
      const { parcel, credentials } = claim;
      const result = await handOver(options.carriers, parcel, { key: draftId, credentials });
      return settleAnswer(ctx, draftId, { result, parcel }, options);
    }
  }
}

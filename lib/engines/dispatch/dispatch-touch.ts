import "server-only";
import type { Ctx } from "@/lib/context";
import { handOver } from "@/lib/engines/dispatch/carriers";
import { claimTouch } from "@/lib/engines/dispatch/claim-touch";
import { recordHandOver } from "@/lib/engines/dispatch/record-hand-over";
import type { SenderOptions } from "@/lib/engines/dispatch/sender-options";

/** What one attempt to send came to; small, for the durable runner's log. */
export type DispatchResult = { outcome: string; code?: string; until?: string };

/**
 * Hands one touch over, if the gate agrees now. Three lines with an effect: the claim (one transaction), the carrier, the
 * record (one transaction). Dying between any two of them leaves the touch in `sending`, which is reconciled and never re-sent.
 */
export async function dispatchTouch(
  ctx: Ctx,
  input: { touchId: string; resourceId: string },
  options: SenderOptions,
): Promise<DispatchResult> {
  const claim = await claimTouch(ctx, input, options);
  if (claim.outcome === "refused") {
    const { decision } = claim;
    return {
      outcome: decision.verdict,
      code: decision.reason.code,
      ...(decision.verdict === "defer" && { until: decision.until.toISOString() }),
    };
  }
  if (claim.outcome !== "claimed") return { outcome: claim.outcome };

  const { parcel, key, credentials, counted } = claim;
  const outcome = await handOver(options.carriers, parcel, { key, credentials });
  return { outcome: await recordHandOver(ctx, { touchId: input.touchId, parcel, counted, handOver: outcome }, options) };
}

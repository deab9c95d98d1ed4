import "server-only";
import { saysItIsAutomated } from "@/lib/domain/call-brief";
import type { ChannelHandOver, OutgoingCall, Reconciled, RefusalCause } from "@/lib/domain/hand-over";
import { usdToMicroAud } from "@/lib/domain/provider-costs";
import { ProviderError } from "@/lib/errors";
import type { ProviderAccess } from "@/lib/integrations/http";
import { type PlacedCall, type Vapi, vapi } from "@/lib/integrations/vapi/api";
import type { VapiCall } from "@/lib/integrations/vapi/wire";

export type VapiCarrierOptions = {
  access: ProviderAccess;
  /** Our assistant, set up with `updateAssistant`. */
  assistantId: string;
  now: () => Date;
};

/** How far back a call with a lost answer is looked for. A touch waits minutes for its reconciliation, never days. */
const LOOK_BACK_MS = 3 * 24 * 3_600_000;

const REFUSALS: Readonly<Record<Extract<PlacedCall, { outcome: "refused" }>["reason"], { isPermanent: boolean; cause: RefusalCause }>> = {
  concurrency: { isPermanent: false, cause: "moment" },
  account: { isPermanent: false, cause: "ours" },
  number: { isPermanent: true, cause: "address" },
  other: { isPermanent: true, cause: "content" },
};

/** Places calls, once each. An opening that does not say it is automated is refused here, whoever wrote it (AU-32). */
export function createVapiCarrier({ access, assistantId, now }: VapiCarrierOptions) {
  const api = vapi(access);
  return {
    async handOver(call: OutgoingCall, key: string): Promise<ChannelHandOver> {
      if (!saysItIsAutomated(call.opening)) {
        const response = "The opening does not say that an automated assistant is calling";
        return { outcome: "refused", isPermanent: true, cause: "content", response };
      }
      try {
        return handedOver(await api.placeCall(call, { key, assistantId }));
      } catch (error) {
        if (error instanceof ProviderError) return failedHandOver(error);
        throw error;
      }
    },

    /** @throws ProviderError when the list cannot be read: then nothing is known yet */
    async reconcile(key: string, call: OutgoingCall): Promise<Reconciled> {
      const found = await findCall(api, { key, phoneNumberId: call.from, from: new Date(now().getTime() - LOOK_BACK_MS) });
      return found ? accepted(found) : { outcome: "not_found" };
    },
  };
}

async function findCall(api: Vapi, { key, ...window }: { key: string; phoneNumberId: string; from: Date }): Promise<VapiCall | undefined> {
  const calls = await api.listCalls(window);
  return calls.find(({ customer }) => customer?.externalId === key);
}

function handedOver(placed: PlacedCall): ChannelHandOver {
  if (placed.outcome === "placed") return accepted(placed.call);
  return { outcome: "refused", ...REFUSALS[placed.reason], response: `400 ${placed.reason}` };
}

function accepted({ id, status, cost }: VapiCall): ChannelHandOver {
  const costMicroAud = typeof cost === "number" ? usdToMicroAud(cost) : null;
  return { outcome: "accepted", reference: id, costMicroAud, response: status ?? "placed" };
}

/** Refused only where Vapi, or the lack of a connection, certainly kept the phone from ringing. */
function failedHandOver({ status, retryable, message }: ProviderError): ChannelHandOver {
  if (status === undefined) return retryable ? refused("moment", message) : { outcome: "unknown", response: message };
  if (status === 429) return refused("moment", message);
  if (status >= 400 && status < 500 && status !== 408) return refused("ours", message);
  return { outcome: "unknown", response: message };
}

function refused(cause: RefusalCause, response: string): ChannelHandOver {
  return { outcome: "refused", isPermanent: false, cause, response };
}

import "server-only";
import type { Recalled } from "@/lib/domain/recalled";
import { ProviderError } from "@/lib/errors";
import type { Vapi } from "@/lib/integrations/vapi/api";

/** Before anybody is rung. */
const WAITING = new Set(["scheduled", "queued"]);

/** Says whether a call still waits to be placed: Vapi has no call that keeps it from being. @throws ProviderError */
export async function recallFromVapi(api: Pick<Vapi, "getCall">, { reference }: { reference: string | null }): Promise<Recalled> {
  if (reference === null) return { outcome: "left" };
  try {
    const { status } = await api.getCall(reference);
    return { outcome: WAITING.has(status ?? "") ? "out_of_reach" : "left" };
  } catch (error) {
    if (error instanceof ProviderError && error.status === 404) return { outcome: "left" };
    throw error;
  }
}

import "server-only";
import { subDays } from "date-fns";
import type { Recalled } from "@/lib/domain/recalled";
import type { ClickSend } from "@/lib/integrations/clicksend/api";
import { findLettersSince } from "@/lib/integrations/clicksend/find-letters";

/** Says whether a letter is still being made: ClickSend's API has no call that stops one, only its dashboard does. @throws ProviderError */
export async function recallFromClickSend(
  api: Pick<ClickSend, "listLetters">,
  { key, handedOverAt }: { key: string; handedOverAt: Date },
): Promise<Recalled> {
  const letters = await findLettersSince(api, subDays(handedOverAt, 1));
  const letter = letters.find((one) => one.key === key);
  return { outcome: letter?.state === "queued" ? "out_of_reach" : "left" };
}

import "server-only";
import type { Recalled } from "@/lib/domain/recalled";
import type { Smartlead } from "@/lib/integrations/smartlead/api";
import { laneFields, readLane } from "@/lib/integrations/smartlead/relay-campaigns";

type Books = Pick<Smartlead, "findLead" | "getHistory" | "pauseLead">;

/**
 * Stops a first message that waits for Smartlead's scheduler. The person is paused there, not unsubscribed: Smartlead would tell every
 * client of the account of an unsubscription, and somebody who merely answered has not asked for one. A message in a thread left at once.
 * Safe to repeat.
 * @throws ProviderError
 */
export async function recallFromSmartlead(
  api: Books,
  { mailbox, email, key }: { mailbox: string; email: string; key: string },
): Promise<Recalled> {
  const lead = await api.findLead(email.toLowerCase());
  const lane = lead?.campaigns.find(({ name }) => {
    const read = readLane(name);
    return read?.mailbox === mailbox.toLowerCase() && lead.customFields[laneFields(read.lane).key] === key;
  });
  if (!lead || !lane) return { outcome: "left" };
  const hasLeft = async () => (await api.getHistory(lane.id, lead.id)).some(({ isOurs }) => isOurs);
  if (await hasLeft()) return { outcome: "left" };
  await api.pauseLead(lane.id, lead.id);
  // It may have left between the look and the pause.
  return { outcome: (await hasLeft()) ? "left" : "stopped" };
}

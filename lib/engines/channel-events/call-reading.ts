import "server-only";
import type { Db } from "@/lib/db/client";
import { asksToStop } from "@/lib/engines/channel-events/asks-to-stop";
import type { HandOver } from "@/lib/engines/channel-events/find-hand-over";
import { recipientPlace } from "@/lib/engines/gate/recipient-place";
import type { CallReading } from "@/lib/integrations/vapi/transform";

/** How a call with this person is read: a time somebody names on the phone is meant by their own clock. */
export async function callReading(
  db: Db,
  { clientId, leadId }: HandOver,
  receivedAt: Date,
): Promise<CallReading & { phone: string | null }> {
  const lead = await db
    .selectFrom("leads as l")
    .innerJoin("clients as k", "k.id", "l.clientId")
    .select(["l.phone", "l.timezone", "l.state", "k.timezone as clientTimezone"])
    .where("l.id", "=", leadId)
    .where("l.clientId", "=", clientId)
    .executeTakeFirstOrThrow();
  return { timeZone: recipientPlace(lead, lead.clientTimezone).timezone, receivedAt, asksToStop, phone: lead.phone };
}

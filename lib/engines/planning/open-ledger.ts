import "server-only";
import { subMinutes } from "date-fns";
import type { Db } from "@/lib/db/client";
import { listOpenSlots } from "@/lib/db/queries/planning";
import type { ResourceCapacity } from "@/lib/db/queries/resource-capacity";
import { CapacityLedger } from "@/lib/engines/planning/capacity-ledger";

/** A slot nobody used within this time was lost on the way; it is planned again. */
export const STALE_SLOT_MINUTES = 15;

/** A ledger that already counts the slots earlier plans of the client gave away. */
export async function openLedger(
  db: Db,
  { clientId, now, resources }: { clientId: string; now: Date; resources: readonly ResourceCapacity[] },
): Promise<CapacityLedger> {
  return new CapacityLedger(resources, await listOpenSlots(db, { clientId, since: subMinutes(now, STALE_SLOT_MINUTES) }));
}

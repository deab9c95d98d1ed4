import "server-only";
import { subMinutes } from "date-fns";
import type { Db } from "@/lib/db/client";
import { listOpenSlots } from "@/lib/db/queries/planning";
import type { ResourceCapacity } from "@/lib/db/queries/resource-capacity";
import { companyDomain, personKeys } from "@/lib/engines/gate/load-reach";
import { CapacityLedger, type OpenSlot } from "@/lib/engines/planning/capacity-ledger";

/** A slot nobody used within this time was lost on the way; it is planned again. */
export const STALE_SLOT_MINUTES = 15;

/** A ledger that already counts the slots earlier plans of the client gave away. */
export async function openLedger(
  db: Db,
  { clientId, now, resources, pepper }: { clientId: string; now: Date; resources: readonly ResourceCapacity[]; pepper: string },
): Promise<CapacityLedger> {
  const rows = await listOpenSlots(db, { clientId, since: subMinutes(now, STALE_SLOT_MINUTES) });
  const slots = rows.flatMap(({ slotAt, email, phone, linkedinUrl, domain, leadStatus, ...row }): OpenSlot[] => {
    if (slotAt === null) return [];
    const newInCompany = leadStatus === "in_sequence" ? null : companyDomain({ domain });
    return [{ ...row, slotAt, personKeys: personKeys({ email, phone, linkedinUrl }, pepper), newInCompany }];
  });
  return new CapacityLedger(resources, slots);
}

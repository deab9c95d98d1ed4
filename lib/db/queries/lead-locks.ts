import "server-only";
import type { Db } from "@/lib/db/client";

/**
 * Holds living leads until the end of the transaction, by id, so that two changes to the same many never wait for each other in a circle.
 * @returns those of `leadIds` that the client has
 */
export function lockLeads(db: Db, { clientId, leadIds }: { clientId: string; leadIds: readonly string[] }) {
  return db
    .selectFrom("leads")
    .select([
      "id",
      "email",
      "personalEmail",
      "phone",
      "linkedinUrl",
      "domain",
      "status",
      "campaignId",
      "timezone",
      "state",
      "title",
      "heldAt",
      "snoozedUntil",
      "permissionOverride",
    ])
    .where("clientId", "=", clientId)
    .where("id", "in", leadIds)
    .where("deletedAt", "is", null)
    .orderBy("id")
    .forUpdate()
    .execute();
}
export type LockedLead = Awaited<ReturnType<typeof lockLeads>>[number];

/** Takes back slots that were given out, because something now stands against sending. The gate would refuse them anyway. */
export async function returnSlots(
  db: Db,
  { clientId, leadIds, reasonCode, reason }: { clientId: string; leadIds: readonly string[]; reasonCode: string; reason: string },
): Promise<void> {
  await db
    .updateTable("touches")
    .set({ state: "planned", slotAt: null, reasonCode, reason })
    .where("clientId", "=", clientId)
    .where("leadId", "in", leadIds)
    .where("state", "=", "ready")
    .execute();
}

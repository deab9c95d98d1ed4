import "server-only";
import type { Ctx } from "@/lib/context";
import type { Db } from "@/lib/db/client";
import { addressOf, type TracedAddress } from "@/lib/engines/enrichment/address-of";
import type { Provenance } from "@/lib/engines/enrichment/provenance";

const COLUMNS = ["addressLine1", "city", "state", "postcode", "country", "timezone"] as const;

/**
 * Writes where a lead's post goes, with who told it, how sure they were and when. The caller holds the lead.
 * @returns whether there was anything to write
 */
export async function fillAddress(
  db: Db,
  { clientId }: Ctx,
  { leadId, address }: { leadId: string; address: TracedAddress },
): Promise<boolean> {
  const lead = await db
    .selectFrom("leads")
    .select([...COLUMNS, "enrichedFields"])
    .where("id", "=", leadId)
    .where("clientId", "=", clientId)
    .executeTakeFirstOrThrow();
  const provenance = lead.enrichedFields as Provenance;
  const columns = addressOf(address, { ...lead, isTold: (column) => provenance[column] === undefined });
  if (!columns) return false;
  const changed = COLUMNS.filter((column) => columns[column] !== lead[column] && (column !== "timezone" || lead.timezone === null));
  const entries = changed.map((column) => [column, address.provenance] as const);
  await db
    .updateTable("leads")
    .set({
      ...Object.fromEntries(changed.map((column) => [column, columns[column]])),
      enrichedFields: JSON.stringify({ ...provenance, ...Object.fromEntries(entries) }),
    })
    .where("id", "=", leadId)
    .where("clientId", "=", clientId)
    .execute();
  return true;
}

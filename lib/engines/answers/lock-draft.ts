import "server-only";
import type { Db } from "@/lib/db/client";
import { lockLead } from "@/lib/db/queries/touches";

/** A draft as it is once its lead is held: nothing changes it until the transaction ends. */
export type LockedDraft = NonNullable<Awaited<ReturnType<typeof lockDraft>>>;

/** Holds the lead, then one of its drafts. @returns undefined when the client has no such draft */
export async function lockDraft(db: Db, { clientId, draftId }: { clientId: string; draftId: string }) {
  const found = await db
    .selectFrom("replyDrafts")
    .select("leadId")
    .where("clientId", "=", clientId)
    .where("id", "=", draftId)
    .executeTakeFirst();
  if (!found) return undefined;
  await lockLead(db, { clientId, leadId: found.leadId });
  return db.selectFrom("replyDrafts").selectAll().where("clientId", "=", clientId).where("id", "=", draftId).forUpdate().executeTakeFirst();
}

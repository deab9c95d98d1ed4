import "server-only";
import type { Ctx } from "@/lib/context";
import { NotFoundError } from "@/lib/errors";

/**
 * Closes a person's sample workspace; a new one may be opened.
 * @param ctx of the product itself, for the sample
 * @throws NotFoundError when it is no sample, or somebody else's
 */
export function deleteSample({ clientId, now, tx }: Ctx, { userId }: { userId: string }): Promise<void> {
  return tx(async (db) => {
    const closed = await db
      .updateTable("clients")
      .set({ deletedAt: now })
      .where("id", "=", clientId)
      .where("isSample", "=", true)
      .where("sampleFor", "=", userId)
      .where("deletedAt", "is", null)
      .executeTakeFirst();
    if (closed.numUpdatedRows === 0n) throw new NotFoundError("There is no such sample workspace");
  });
}

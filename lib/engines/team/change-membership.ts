import "server-only";
import type { Ctx } from "@/lib/context";
import type { Db } from "@/lib/db/client";
import type { Role } from "@/lib/domain/roles";
import { ConflictError, ForbiddenError } from "@/lib/errors";

const CHECK_VIOLATION = "23514";
const INSUFFICIENT_PRIVILEGE = "42501";

/**
 * Writes one membership as the acting member; the database has the last word.
 * @throws ConflictError when the client would be left without an owner
 * @throws ForbiddenError when row level security does not let this person make the change
 */
export async function changeMembership(
  db: Db,
  ctx: Ctx,
  { membershipId, change }: { membershipId: string; change: { role: Role } | { removedAt: Date } },
): Promise<void> {
  const changed = await db
    .updateTable("memberships")
    .set(change)
    .where("id", "=", membershipId)
    .where("clientId", "=", ctx.clientId)
    .where("removedAt", "is", null)
    .executeTakeFirst()
    .catch((error: { code?: string }) => {
      if (error.code === CHECK_VIOLATION) {
        throw new ConflictError("A workspace keeps at least one owner. Make somebody else an owner first.", { cause: error });
      }
      if (error.code === INSUFFICIENT_PRIVILEGE) throw new ForbiddenError("Your role does not allow this change", { cause: error });
      throw error;
    });
  if (changed.numUpdatedRows === 0n) throw new ForbiddenError("Your role does not allow this change");
}

import "server-only";
import { type Ctx, requireRole } from "@/lib/context";
import { updateClient } from "@/lib/db/queries/settings";
import type { PermissionMode } from "@/lib/domain/outreach";
import { ForbiddenError } from "@/lib/errors";

/** Sets the mode of every campaign and lead that has none of its own. Takes effect on the next message. */
export async function setDefaultMode(ctx: Ctx, { defaultPermissionMode }: { defaultPermissionMode: PermissionMode }): Promise<void> {
  requireRole(ctx, "admin");
  return ctx.tx(async (db) => {
    const isChanged = await updateClient(db, { clientId: ctx.clientId }, { defaultPermissionMode });
    if (!isChanged) throw new ForbiddenError("Only an admin or owner of this workspace changes its default mode");
  });
}

import "server-only";
import { type Ctx, requireRole } from "@/lib/context";
import { getIcpColumns, lockClient } from "@/lib/db/queries/discoveries";
import { type EditIcpInput, editIcpInput, type IcpVersionRow } from "@/lib/domain/discovery";
import { getCurrentIcp, profileOf } from "@/lib/engines/discovery/current-icp";
import { withEdits } from "@/lib/engines/discovery/edited-card";
import { putInForce } from "@/lib/engines/discovery/put-in-force";
import { ConflictError } from "@/lib/errors";

/**
 * Changes cards of the profile in force, with or without a discovery before: a new version, and every lead is scored again.
 * Throws ConflictError when the version in force is another one than the person saw.
 */
export async function editIcp(ctx: Ctx, input: EditIcpInput, source: IcpVersionRow["source"] = "settings"): Promise<{ version: number }> {
  requireRole(ctx, "admin");
  const { edits, version } = editIcpInput.parse(input);
  return ctx.tx(async (db) => {
    const scope = { clientId: ctx.clientId };
    await lockClient(db, scope);
    const current = await getCurrentIcp(db, scope);
    if (version !== undefined && version !== current.version)
      throw new ConflictError("Somebody changed it meanwhile. Load the page again to see what it says now.");
    const profile = withEdits(current.profile ?? profileOf(await getIcpColumns(db, scope)), edits);
    return { version: await putInForce(db, ctx, { profile, source, discoveryId: null }) };
  });
}

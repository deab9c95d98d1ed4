import "server-only";
import { type Ctx, requireRole } from "@/lib/context";
import { lockDiscovery, updateDiscovery } from "@/lib/db/queries/discoveries";
import { cancelDiscoveryInput } from "@/lib/domain/discovery";
import { ConflictError, NotFoundError } from "@/lib/errors";

/** Calls a discovery off, whether it runs or waits for a person; what is in force stays. The run stops before its next step. */
export async function cancelDiscovery(ctx: Ctx, input: { discoveryId: string }): Promise<void> {
  requireRole(ctx, "admin");
  const { discoveryId } = cancelDiscoveryInput.parse(input);
  await ctx.tx(async (db) => {
    const scope = { clientId: ctx.clientId, discoveryId };
    const discovery = await lockDiscovery(db, scope);
    if (!discovery) throw new NotFoundError("There is no such discovery.");
    if (!["queued", "running", "ready"].includes(discovery.status)) throw new ConflictError("It is over already.");
    await updateDiscovery(db, scope, { status: "cancelled", finishedAt: ctx.now });
  });
}

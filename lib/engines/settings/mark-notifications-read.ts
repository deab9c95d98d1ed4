import "server-only";
import { type Ctx, requireRole } from "@/lib/context";

/** Marks everything that was announced to this person, or to everybody in the client, as seen. A repeat changes nothing. */
export async function markNotificationsRead(ctx: Ctx): Promise<void> {
  requireRole(ctx, "viewer");
  return ctx.tx(async (db) => {
    await db
      .updateTable("notifications")
      .set({ readAt: ctx.now })
      .where("clientId", "=", ctx.clientId)
      .where("readAt", "is", null)
      .where("createdAt", "<=", ctx.now)
      .execute();
  });
}

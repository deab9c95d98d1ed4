import "server-only";
import type { Ctx } from "@/lib/context";
import type { Db } from "@/lib/db/client";
import { writeOnBehalfOf } from "@/lib/db/queries/team";
import { ConflictError } from "@/lib/errors";

/**
 * Makes an invited person a member of `ctx.clientId`.
 * @param ctx of the product itself: until they accept, the person may not touch anything of the client
 * @param input.userId the signed-in person, as their session proves
 * @param input.fullName what a new account is called from now on; an existing one keeps its name
 * @throws ConflictError when there is no open invitation: withdrawn, or accepted before
 */
export async function acceptInvitation(ctx: Ctx, { userId, fullName }: { userId: string; fullName?: string }): Promise<void> {
  return ctx.tx(async (db) => {
    await answer(db, ctx, { userId, change: { acceptedAt: ctx.now } });
    if (fullName !== undefined) await db.updateTable("users").set({ fullName }).where("id", "=", userId).execute();
  });
}

/** Turns an invitation down; the workspace may invite again. Same rules as acceptInvitation. */
export async function declineInvitation(ctx: Ctx, { userId }: { userId: string }): Promise<void> {
  return ctx.tx((db) => answer(db, ctx, { userId, change: { removedAt: ctx.now } }));
}

type Answer = { userId: string; change: { acceptedAt: Date } | { removedAt: Date } };

async function answer(db: Db, ctx: Ctx, { userId, change }: Answer): Promise<void> {
  await writeOnBehalfOf(db, { userId });
  const changed = await db
    .updateTable("memberships")
    .set(change)
    .where("clientId", "=", ctx.clientId)
    .where("userId", "=", userId)
    .where("acceptedAt", "is", null)
    .where("removedAt", "is", null)
    .executeTakeFirst();
  if (changed.numUpdatedRows === 0n) throw new ConflictError("This invitation is no longer open. Ask for a new one.");
}

import "server-only";
import type { Kysely } from "kysely";
import type { Ctx } from "@/lib/context";
import type { DB } from "@/lib/db/types.gen";
import { notifyOnce } from "@/lib/engines/inbound/notify-once";

const BATCH = 200;
const CLOSED = ["unsubscribed", "bounced", "converted"] as const;

/** Clients with a conversation that is to be taken up again by now. */
export async function listClientsWithFollowUps(db: Kysely<DB>, { today }: { today: string }): Promise<string[]> {
  const rows = await db
    .selectFrom("threads")
    .select("clientId")
    .distinct()
    .where("followUpOn", "is not", null)
    .where("followUpOn", "<=", today)
    .where("followUpToldAt", "is", null)
    .limit(1000)
    .execute();
  return rows.map(({ clientId }) => clientId);
}

/**
 * Tells a person that the time has come which somebody named, or a reason's policy gave. Nothing is sent, no sequence starts again.
 * @returns how many were told
 */
export function tellFollowUps(ctx: Ctx, { today }: { today: string }): Promise<number> {
  const { clientId, now } = ctx;
  return ctx.tx(async (db) => {
    const due = await db
      .selectFrom("threads as h")
      .innerJoin("leads as l", "l.id", "h.leadId")
      .select(["h.id", "l.status", "l.firstName", "l.lastName", "l.company", "l.deletedAt"])
      .where("h.clientId", "=", clientId)
      .where("h.followUpOn", "<=", today)
      .where("h.followUpToldAt", "is", null)
      .orderBy("h.id")
      .limit(BATCH)
      .forUpdate("h")
      .skipLocked()
      .execute();
    if (due.length === 0) return 0;
    await db
      .updateTable("threads")
      .set({ followUpToldAt: now })
      .where("clientId", "=", clientId)
      .where(
        "id",
        "in",
        due.map(({ id }) => id),
      )
      .execute();
    let told = 0;
    for (const thread of due) {
      if (thread.deletedAt !== null || CLOSED.some((status) => status === thread.status)) continue;
      const who = [thread.firstName, thread.lastName].filter(Boolean).join(" ") || "Somebody";
      const isNew = await notifyOnce(db, ctx, {
        kind: "review",
        title: `${who} may be asked again`,
        body: thread.company,
        href: `/dashboard/inbox?thread=${thread.id}`,
      });
      if (isNew) told += 1;
    }
    return told;
  });
}

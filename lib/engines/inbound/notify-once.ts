import "server-only";
import type { Ctx } from "@/lib/context";
import type { Db } from "@/lib/db/client";

type Notice = { kind: "reply" | "meeting" | "review" | "health"; title: string; body: string | null; href: string };

/** Tells the client's people something, unless the same is still unread. Whoever acts by hand knows already. */
export async function notifyOnce(db: Db, { clientId, actor }: Ctx, notice: Notice): Promise<boolean> {
  if (actor.kind === "user") return false;
  const unread = await db
    .selectFrom("notifications")
    .select("id")
    .where("clientId", "=", clientId)
    .where("title", "=", notice.title)
    .where("href", "=", notice.href)
    .where("readAt", "is", null)
    .executeTakeFirst();
  if (unread) return false;
  await db
    .insertInto("notifications")
    .values({ clientId, ...notice })
    .execute();
  return true;
}

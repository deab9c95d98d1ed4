import "server-only";
import type { Ctx } from "@/lib/context";

/** Answers a person should hear of at once; the others wait in the inbox. */
const URGENT: Readonly<Record<string, string>> = {
  meeting_request: "wants to meet",
  interested: "is interested",
  question: "asks something",
};

/** Whether people are told of an answer for its intent alone. */
export const isAnnounced = (intent: string): boolean => intent in URGENT;

/** Puts an answer into the notifications, once. @returns whether it was worth one */
export function announceReply(ctx: Ctx, { messageId }: { messageId: string }): Promise<{ notified: boolean }> {
  return ctx.tx(async (db) => {
    const message = await db
      .selectFrom("messages as m")
      .innerJoin("leads as l", "l.id", "m.leadId")
      .select(["m.threadId", "m.intent", "l.firstName", "l.lastName", "l.company"])
      .where("m.id", "=", messageId)
      .where("m.clientId", "=", ctx.clientId)
      .forUpdate("m")
      .executeTakeFirst();
    const what = URGENT[message?.intent ?? ""];
    if (!message || !what) return { notified: false };
    const href = `/dashboard/inbox?thread=${message.threadId}&message=${messageId}`;
    // Read or not: the same answer is told of once.
    const known = await db
      .selectFrom("notifications")
      .select("id")
      .where("clientId", "=", ctx.clientId)
      .where("href", "=", href)
      .executeTakeFirst();
    if (known) return { notified: false };
    const who = [message.firstName, message.lastName].filter(Boolean).join(" ") || "Somebody";
    await db
      .insertInto("notifications")
      .values({ clientId: ctx.clientId, kind: "reply", title: `${who} ${what}`, body: message.company, href })
      .execute();
    return { notified: true };
  });
}

import "server-only";
import type { Db } from "@/lib/db/client";
import type { Channel } from "@/lib/domain/outreach";

/** One attempt of one touch, as a provider names it. `attempt` is null where the name does not tell attempts apart. */
export type HandOver = { clientId: string; leadId: string; touchId: string; attempt: number | null };

const KEY = /^([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})-(\d{1,4})$/;

/**
 * The hand-over a provider speaks of: by our key, which is there even when the answer to the hand-over was lost, then by the provider's
 * own id. Only of the provider's channel. The tenant follows from our own row, never from what a delivery claims (SE-05).
 */
export async function findHandOver(
  db: Db,
  { channel, key, reference }: { channel: Channel; key: string | null; reference: string | null },
): Promise<HandOver | undefined> {
  const [, touchId, attempt] = KEY.exec(key ?? "") ?? KEY.exec(reference ?? "") ?? [];
  if (touchId) {
    const touch = await touchesOf(db, channel).where("t.id", "=", touchId).executeTakeFirst();
    return touch && { ...touch, attempt: Number(attempt) };
  }
  if (!reference) return undefined;
  const call = await db
    .selectFrom("calls")
    .select(["clientId", "leadId", "touchId", "attempt"])
    .where("providerReference", "=", reference)
    .orderBy("startedAt", "desc")
    .executeTakeFirst();
  if (call) return channel === "voice" ? call : undefined;
  const touch = await touchesOf(db, channel).where("t.providerReference", "=", reference).orderBy("t.claimedAt", "desc").executeTakeFirst();
  return touch && { ...touch, attempt: null };
}

function touchesOf(db: Db, channel: Channel) {
  return db.selectFrom("touches as t").select(["t.clientId", "t.leadId", "t.id as touchId"]).where("t.channel", "=", channel);
}

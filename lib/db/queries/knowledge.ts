import "server-only";
import type { Db } from "@/lib/db/client";
import { KNOWLEDGE_LIMITS } from "@/lib/domain/knowledge";

type OfClient = { clientId: string };

/** What a client says of itself, in the order of its titles. */
export function listKnowledge(db: Db, { clientId }: OfClient) {
  return db
    .selectFrom("knowledgeEntries")
    .select(["id", "title", "body"])
    .where("clientId", "=", clientId)
    .where("deletedAt", "is", null)
    .orderBy("title")
    .orderBy("id")
    .limit(KNOWLEDGE_LIMITS.entries)
    .execute();
}

/** The same as its settings show it: with who changed it last, and when. */
export function listKnowledgeEntries(db: Db, { clientId }: OfClient) {
  return db
    .selectFrom("knowledgeEntries as e")
    .leftJoin("users as u", (join) => join.on((eb) => eb("u.id", "=", eb.fn.coalesce("e.updatedBy", "e.createdBy"))))
    .select(["e.id", "e.title", "e.body", "e.sourceUrl", "e.updatedAt", "u.fullName", "u.email"])
    .where("e.clientId", "=", clientId)
    .where("e.deletedAt", "is", null)
    .orderBy("e.title")
    .orderBy("e.id")
    .limit(KNOWLEDGE_LIMITS.entries)
    .execute();
}
export type KnowledgeRow = Awaited<ReturnType<typeof listKnowledgeEntries>>[number];

export async function countKnowledge(db: Db, { clientId }: OfClient): Promise<number> {
  const { count } = await db
    .selectFrom("knowledgeEntries")
    .select(({ fn }) => fn.countAll<number>().as("count"))
    .where("clientId", "=", clientId)
    .where("deletedAt", "is", null)
    .executeTakeFirstOrThrow();
  return count;
}

/** A client's voice as its settings show it. */
export function getVoice(db: Db, { clientId }: OfClient) {
  return db.selectFrom("clients").select(["toneSample", "neverSay"]).where("id", "=", clientId).executeTakeFirstOrThrow();
}

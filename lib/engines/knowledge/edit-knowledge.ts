import "server-only";
import type { Updateable } from "kysely";
import { actingUserId, type Ctx, requireRole } from "@/lib/context";
import { countKnowledge } from "@/lib/db/queries/knowledge";
import { takeTurns } from "@/lib/db/queries/take-turns";
import type { KnowledgeEntry } from "@/lib/db/types.gen";
import { KNOWLEDGE_LIMITS, type KnowledgeEntryInput, knowledgeEntryInput } from "@/lib/domain/knowledge";
import { LimitError, NotFoundError } from "@/lib/errors";

const FULL = `A workspace has at most ${KNOWLEDGE_LIMITS.entries} entries; delete one first`;

/**
 * Adds something that answers may quote.
 * @throws LimitError when the workspace has as many entries as it may
 */
export function addKnowledge(ctx: Ctx, input: KnowledgeEntryInput): Promise<{ entryId: string }> {
  requireRole(ctx, "admin");
  const values = checkInput(input);
  const { clientId } = ctx;
  return ctx.tx(async (db) => {
    await takeTurns(db, `knowledge:${clientId}`);
    if ((await countKnowledge(db, { clientId })) >= KNOWLEDGE_LIMITS.entries) throw new LimitError(FULL);
    const by = actingUserId(ctx);
    const { id } = await db
      .insertInto("knowledgeEntries")
      .values({ clientId, ...values, createdBy: by, updatedBy: by })
      .returning("id")
      .executeTakeFirstOrThrow();
    return { entryId: id };
  });
}

/**
 * Changes an entry. Drafts that were written before keep what they quoted.
 * @throws NotFoundError when the client has no such entry
 */
export function editKnowledge(ctx: Ctx, { entryId, ...input }: KnowledgeEntryInput & { entryId: string }): Promise<void> {
  requireRole(ctx, "admin");
  return change(ctx, { entryId, isDeleted: false }, checkInput(input));
}

/** Takes an entry out of use; `restoreKnowledge` brings it back as it was. */
export function deleteKnowledge(ctx: Ctx, { entryId }: { entryId: string }): Promise<void> {
  requireRole(ctx, "admin");
  return change(ctx, { entryId, isDeleted: false }, { deletedAt: ctx.now });
}

/**
 * Brings a deleted entry back.
 * @throws LimitError when others have taken its place
 */
export function restoreKnowledge(ctx: Ctx, { entryId }: { entryId: string }): Promise<void> {
  requireRole(ctx, "admin");
  return change(ctx, { entryId, isDeleted: true }, { deletedAt: null });
}

function checkInput(input: KnowledgeEntryInput) {
  const { title, body, sourceUrl } = knowledgeEntryInput.parse(input);
  return { title, body, sourceUrl: sourceUrl || null };
}

function change(
  ctx: Ctx,
  { entryId, isDeleted }: { entryId: string; isDeleted: boolean },
  values: Updateable<KnowledgeEntry>,
): Promise<void> {
  const { clientId } = ctx;
  return ctx.tx(async (db) => {
    if (isDeleted) {
      await takeTurns(db, `knowledge:${clientId}`);
      if ((await countKnowledge(db, { clientId })) >= KNOWLEDGE_LIMITS.entries) throw new LimitError(FULL);
    }
    const { numUpdatedRows } = await db
      .updateTable("knowledgeEntries")
      .set({ ...values, updatedBy: actingUserId(ctx) })
      .where("clientId", "=", clientId)
      .where("id", "=", entryId)
      .where("deletedAt", isDeleted ? "is not" : "is", null)
      .executeTakeFirst();
    if (numUpdatedRows === 0n) throw new NotFoundError("There is no such entry in this workspace");
  });
}

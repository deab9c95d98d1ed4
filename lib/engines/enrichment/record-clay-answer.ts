import "server-only";
import { z } from "zod";
import type { Ctx } from "@/lib/context";
import type { Db } from "@/lib/db/client";
import { findClayRow, lockClayRow, updateClayRow } from "@/lib/db/queries/clay-rows";
import { lockLead } from "@/lib/db/queries/touches";
import { enrichedPerson } from "@/lib/domain/enriched-person";
import { bookClayCost } from "@/lib/engines/enrichment/book-clay-cost";
import { enqueueEvent } from "@/lib/engines/outbox/enqueue-event";
import { clayRowAnswered } from "@/lib/events/catalogue";
import type { ClayAnswer } from "@/lib/integrations/clay/transform";

/** What is kept of an answer: whom it knew, and the vendor who did. */
export const keptClayAnswer = z.object({ person: enrichedPerson.nullable(), vendor: z.string().nullable() });

/**
 * Stores what Clay's table answered and what it charged, and announces it; the thinking comes after. The first answer to a row counts.
 * @returns false when the row is none of ours, or was answered before
 */
export async function recordClayAnswer(
  db: Db,
  systemCtx: (clientId: string) => Ctx,
  answer: Pick<ClayAnswer, "requestId" | "person" | "vendor" | "costMicroAud">,
): Promise<boolean> {
  const clayRowId = z.uuid().safeParse(answer.requestId).data;
  const owner = clayRowId === undefined ? undefined : await findClayRow(db, clayRowId);
  if (clayRowId === undefined || !owner) return false;
  const { clientId, leadId } = owner;
  const ctx = systemCtx(clientId);
  return ctx.tx(async (tx) => {
    await lockLead(tx, { clientId, leadId });
    const row = await lockClayRow(tx, { clientId, clayRowId });
    if (!row || row.answer !== null) return false;
    const { person, vendor } = answer;
    const kept = JSON.stringify({ person, vendor } satisfies z.input<typeof keptClayAnswer>);
    await updateClayRow(tx, { clientId, clayRowId }, { answer: kept, answeredAt: ctx.now });
    await bookClayCost(tx, ctx, { row, costMicroAud: answer.costMicroAud });
    await enqueueEvent(tx, clayRowAnswered.create({ clientId, clayRowId }));
    return true;
  });
}

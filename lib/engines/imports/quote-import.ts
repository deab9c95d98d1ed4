import "server-only";
import { type Ctx, requireRole } from "@/lib/context";
import { findImportJob } from "@/lib/db/queries/imports";
import type { ImportQuote } from "@/lib/domain/enrichment-quote";
import { quoteEnrichment } from "@/lib/engines/enrichment/quote-enrichment";
import { NotFoundError } from "@/lib/errors";

/**
 * What enriching the leads of an uploaded file comes to, if every row is a lead of its own, and the credits there are for it.
 * @throws NotFoundError for another client's import
 */
export async function quoteImport(
  ctx: Ctx,
  { importJobId }: { importJobId: string },
  { asksClay }: { asksClay: boolean },
): Promise<ImportQuote> {
  requireRole(ctx, "viewer");
  const { clientId } = ctx;
  return ctx.tx(async (db) => {
    const job = await findImportJob(db, { clientId, importJobId });
    if (!job) throw new NotFoundError("There is no such import.");
    const client = await db.selectFrom("clients").select("creditsRemaining").where("id", "=", clientId).executeTakeFirstOrThrow();
    return { ...quoteEnrichment({ leads: job.rowsTotal, asksClay }), creditsLeft: client.creditsRemaining };
  });
}

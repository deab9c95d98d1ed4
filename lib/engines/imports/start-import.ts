import "server-only";
import { type Ctx, requireRole } from "@/lib/context";
import type { Db } from "@/lib/db/client";
import { findImportCampaign, type ImportJob, lockImportJob, updateImportJob } from "@/lib/db/queries/imports";
import { isLeadField, LEAD_FIELDS } from "@/lib/domain/lead-columns";
import { type ColumnMapping, CUSTOM_PREFIX, MAX_CUSTOM_COLUMNS, type StartImportInput, startImportInput } from "@/lib/domain/lead-import";
import { quoteEnrichment } from "@/lib/engines/enrichment/quote-enrichment";
import { enqueueEvent } from "@/lib/engines/outbox/enqueue-event";
import { ConflictError, InvalidError, NotFoundError } from "@/lib/errors";
import { importRequested } from "@/lib/events/catalogue";

/**
 * Sets an uploaded file going with the columns the person chose. It runs in the background, once, however often this is asked. The quote the
 * person confirmed is what enriching its leads may cost.
 * Throws InvalidError naming the column and the remedy, ConflictError when it is under way or over or the quote is another one by now,
 * NotFoundError for another client's.
 */
export async function startImport(
  ctx: Ctx,
  input: StartImportInput,
  { asksClay }: { asksClay: boolean } = { asksClay: false },
): Promise<void> {
  requireRole(ctx, "member");
  const { importJobId, mapping, campaignId, defaultConsent, confirmedCeilingMicroAud } = startImportInput.parse(input);
  await ctx.tx(async (db) => {
    const scope = { clientId: ctx.clientId, importJobId };
    const job = await lockImportJob(db, scope);
    if (!job) throw new NotFoundError("There is no such import.");
    refuseWrongState(job);
    checkMapping(mapping, job.header as string[]);
    if (campaignId) await checkCampaign(db, ctx.clientId, campaignId);
    const { ceilingMicroAud } = quoteEnrichment({ leads: job.rowsTotal, asksClay });
    if (confirmedCeilingMicroAud !== null && confirmedCeilingMicroAud !== ceilingMicroAud)
      throw new ConflictError("The quote has changed since you saw it. Load the page again and confirm the new one.");

    const { basis = null, ...evidence } = defaultConsent ?? {};
    await updateImportJob(db, scope, {
      status: "running",
      mapping: JSON.stringify(mapping),
      campaignId,
      defaultBasis: basis,
      defaultEvidence: JSON.stringify(evidence),
      enrichmentCeilingMicros: confirmedCeilingMicroAud,
      startedAt: ctx.now,
      error: null,
    });
    await enqueueEvent(db, importRequested.create({ clientId: ctx.clientId, importJobId }));
  });
}

function refuseWrongState({ status, error }: ImportJob): void {
  if (status === "uploaded") return;
  const reasons: Record<string, string> = {
    uploading: "The file is still being uploaded.",
    running: "This import is already running.",
    finished: "This import is finished. Upload the file again to import it once more.",
    cancelled: "This import was cancelled. Upload the file again.",
    failed: error ?? "This import failed. Upload the file again.",
  };
  throw new ConflictError(reasons[status] ?? `This import cannot be started (${status}).`);
}

function checkMapping(mapping: ColumnMapping, header: readonly string[]): void {
  if (!mapping.email) throw new InvalidError("Choose the column that holds the e-mail address: every lead needs one.", "email");
  const fieldOf = new Map<string, string>();
  for (const [field, column] of Object.entries(mapping)) {
    const label = isLeadField(field) ? LEAD_FIELDS[field].label : field.slice(CUSTOM_PREFIX.length);
    if (!header.includes(column)) throw new InvalidError(`The file has no column “${column}”. Choose another column for ${label}.`, field);
    const other = fieldOf.get(column);
    if (other) throw new InvalidError(`The column “${column}” is chosen for ${other} and for ${label}. Choose it once.`, field);
    fieldOf.set(column, label);
  }
  const customs = Object.keys(mapping).filter((key) => key.startsWith(CUSTOM_PREFIX)).length;
  if (customs > MAX_CUSTOM_COLUMNS) {
    throw new InvalidError(
      `${customs} columns are kept as fields of your own; the most is ${MAX_CUSTOM_COLUMNS}. Leave some out.`,
      "custom",
    );
  }
}

async function checkCampaign(db: Db, clientId: string, campaignId: string): Promise<void> {
  const campaign = await findImportCampaign(db, { clientId, campaignId });
  if (!campaign) throw new NotFoundError("There is no such campaign.");
  if (campaign.status === "completed") throw new InvalidError("That campaign is completed. Choose another one.", "campaignId");
}

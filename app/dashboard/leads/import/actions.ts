"use server";

import { refresh } from "next/cache";
import { clientAction } from "@/lib/actions/client-action";
import { importJobInput, startImportInput } from "@/lib/domain/lead-import";
import { cancelImport } from "@/lib/engines/imports/cancel-import";
import { resumeImport } from "@/lib/engines/imports/resume-import";
import { startImport } from "@/lib/engines/imports/start-import";
import { enrichmentOptions } from "@/lib/http/enrichment-options";

export const startImportAction = clientAction
  .metadata({ name: "startImport" })
  .inputSchema(startImportInput)
  .action(async ({ ctx, parsedInput }) => {
    await startImport(ctx, parsedInput, enrichmentOptions());
    refresh();
  });

export const cancelImportAction = clientAction
  .metadata({ name: "cancelImport" })
  .inputSchema(importJobInput)
  .action(async ({ ctx, parsedInput }) => {
    await cancelImport(ctx, parsedInput);
    refresh();
  });

export const resumeImportAction = clientAction
  .metadata({ name: "resumeImport" })
  .inputSchema(importJobInput)
  .action(async ({ ctx, parsedInput }) => {
    await resumeImport(ctx, parsedInput);
    refresh();
  });

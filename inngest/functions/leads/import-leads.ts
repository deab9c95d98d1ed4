import { NonRetriableError } from "inngest";
import { inngest } from "@/inngest/client";
import type { Deps } from "@/inngest/deps";
import { findImportJob } from "@/lib/db/queries/imports";
import { failImport } from "@/lib/engines/imports/fail-import";
import { finishImport } from "@/lib/engines/imports/finish-import";
import { importChunk } from "@/lib/engines/imports/import-chunk";
import type { SuppressionSecret } from "@/lib/engines/suppression/suppression-key";
import { importRequested } from "@/lib/events/catalogue";

export type ImportDeps = Pick<Deps, "systemCtx"> & { suppression: SuppressionSecret };

const STOPPED = "The import stopped because of a fault on our side. What is in stays in; resume it to import the rest.";

/**
 * Works off an uploaded file, a step for each chunk of rows. A chunk is one transaction that marks itself done, so a killed process goes on
 * where it was, and asking again repeats nothing.
 */
export const importLeads = ({ systemCtx, suppression }: ImportDeps) =>
  inngest.createFunction(
    {
      id: "import-leads",
      triggers: [importRequested],
      concurrency: [{ limit: 2 }, { key: "event.data.clientId", limit: 1 }],
      retries: 4,
      onFailure: async ({ event, step }) => {
        const { clientId, importJobId } = importRequested.create(event.data.event.data).data;
        await step.run("mark-failed", () => failImport(systemCtx(clientId), { importJobId, error: STOPPED }));
      },
    },
    async ({ event, step }) => {
      const { clientId, importJobId } = event.data;
      const chunks = await step.run("count-chunks", async () => {
        const job = await systemCtx(clientId).tx((db) => findImportJob(db, { clientId, importJobId }));
        if (!job) throw new NonRetriableError(`There is no import ${importJobId}.`);
        return job.status === "running" ? job.chunksTotal : 0;
      });
      for (let chunkNumber = 1; chunkNumber <= chunks; chunkNumber += 1) {
        const { state } = await step.run(`chunk-${chunkNumber}`, () =>
          importChunk(systemCtx(clientId), { importJobId, chunkNumber, suppression }),
        );
        if (state === "stopped") return { state, chunks: chunkNumber - 1 };
      }
      await step.run("finish", () => finishImport(systemCtx(clientId), { importJobId }));
      return { state: "done", chunks };
    },
  );

import type { Metadata, Route } from "next";
import { notFound } from "next/navigation";
import { z } from "zod";
import { PageHeader } from "@/components/feedback/page-header";
import { requireMembership } from "@/lib/auth/membership";
import { findImportJob } from "@/lib/db/queries/imports";
import { listCampaignChoices } from "@/lib/db/queries/leads";
import type { ColumnMapping } from "@/lib/domain/lead-import";
import { roleAtLeast } from "@/lib/domain/roles";
import { quoteImport } from "@/lib/engines/imports/quote-import";
import { toImportProgress } from "@/lib/engines/imports/to-import-progress";
import { enrichmentOptions } from "@/lib/http/enrichment-options";
import { formatCount } from "@/lib/ui/format-number";
import { ImportMonitor } from "./import-monitor";
import { MappingForm } from "./mapping-form";

export const metadata: Metadata = { title: "Import leads" };

export default async function ImportPage({ params }: { params: Promise<{ id: string }> }) {
  const { ctx, clientId, role } = await requireMembership();
  const id = z.uuid().safeParse((await params).id);
  if (!id.success) notFound();
  const { job, campaigns } = await ctx.tx(async (db) => ({
    job: await findImportJob(db, { clientId, importJobId: id.data }),
    campaigns: await listCampaignChoices(db, { clientId }),
  }));
  if (!job) notFound();

  const mayChange = roleAtLeast(role, "member");
  const isUploaded = job.status === "uploaded" && mayChange;
  const quote = isUploaded ? await quoteImport(ctx, { importJobId: job.id }, enrichmentOptions()) : null;
  const progress = toImportProgress(job);
  return (
    <>
      <PageHeader
        title={job.fileName}
        description={`${formatCount(job.rowsTotal)} rows`}
        parents={[
          { label: "Leads", href: "/dashboard/leads" as Route },
          { label: "Import", href: "/dashboard/leads/import" },
        ]}
      />
      {quote ? (
        <MappingForm
          importJobId={job.id}
          header={job.header as string[]}
          preview={job.preview as string[][]}
          suggested={job.mapping as ColumnMapping}
          notices={progress.notices}
          quote={quote}
          campaigns={campaigns.filter(({ status }) => status !== "completed").map(({ id: campaignId, name }) => ({ id: campaignId, name }))}
        />
      ) : (
        <ImportMonitor initial={progress} mayChange={mayChange} />
      )}
    </>
  );
}

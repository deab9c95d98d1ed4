import { FileSpreadsheet } from "lucide-react";
import type { Metadata, Route } from "next";
import { EmptyState } from "@/components/feedback/empty-state";
import { PageHeader } from "@/components/feedback/page-header";
import { Card } from "@/components/ui/card";
import { requireMembership } from "@/lib/auth/membership";
import { listImportJobs } from "@/lib/db/queries/imports";
import { roleAtLeast } from "@/lib/domain/roles";
import { toImportProgress } from "@/lib/engines/imports/to-import-progress";
import { RecentImports } from "./recent-imports";
import { UploadLeadFile } from "./upload-lead-file";

export const metadata: Metadata = { title: "Import leads" };

const RECENT = 20;

export default async function ImportLeadsPage() {
  const { ctx, clientId, client, role } = await requireMembership();
  const jobs = await ctx.tx((db) => listImportJobs(db, { clientId, limit: RECENT }));
  return (
    <>
      <PageHeader
        title="Import leads"
        description="Upload a CSV, say what its columns mean, and the leads come in while you do something else."
        parents={[{ label: "Leads", href: "/dashboard/leads" as Route }]}
      />
      <div className="grid gap-6">
        {roleAtLeast(role, "member") ? (
          <UploadLeadFile />
        ) : (
          <Card>
            <EmptyState title="You may look, but not import">
              Your role here is viewer. Ask an owner of this workspace to change it.
            </EmptyState>
          </Card>
        )}
        <section className="grid gap-3" aria-labelledby="imports">
          <h2 id="imports" className="text-base font-semibold">
            Imports
          </h2>
          {jobs.length > 0 ? (
            <RecentImports imports={jobs.map(toImportProgress)} now={ctx.now} timeZone={client.timezone} />
          ) : (
            <Card>
              <EmptyState icon={<FileSpreadsheet />} title="Nothing has been imported yet">
                Every file you upload is listed here with what became of its rows.
              </EmptyState>
            </Card>
          )}
        </section>
      </div>
    </>
  );
}

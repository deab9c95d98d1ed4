import { Download } from "lucide-react";
import type { Route } from "next";
import Link from "next/link";
import { StatCard } from "@/components/feedback/stat-card";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { isLeadField, LEAD_FIELDS } from "@/lib/domain/lead-columns";
import type { ImportProgress } from "@/lib/domain/lead-import";
import { formatCount, formatCountOf } from "@/lib/ui/format-number";

/** What became of the rows so far, and the file of those that did not become leads. */
export function ImportResult({ job }: { job: ImportProgress }) {
  const rejected = job.rowsDuplicate + job.rowsSuppressed + job.rowsInvalid;
  const unread = Object.entries(job.notices.unread ?? {}).filter(([, count]) => count > 0);
  const isOver = job.status === "finished" || job.status === "cancelled" || job.status === "failed";
  return (
    <div className="grid gap-4">
      <div className="grid gap-3 sm:grid-cols-2 lg:grid-cols-5">
        <StatCard label="Added" value={formatCount(job.rowsAdded)} detail="new leads" />
        <StatCard label="Completed" value={formatCount(job.rowsUpdated)} detail="gaps of known leads filled" />
        <StatCard label="Already there" value={formatCount(job.rowsDuplicate)} detail="nothing new in the row" />
        <StatCard label="Suppressed" value={formatCount(job.rowsSuppressed)} detail="may not be contacted" />
        <StatCard label="Not readable" value={formatCount(job.rowsInvalid)} detail="no usable address" />
      </div>
      {job.rowsWithoutBasis > 0 ? (
        <Alert tone="warning" title={`${formatCountOf(job.rowsWithoutBasis, "lead")} without a consent basis`}>
          They are in, but nothing is sent to them until somebody records why they may be written to.
        </Alert>
      ) : null}
      {unread.length > 0 ? (
        <Alert tone="info" title="Some values could not be read and were left out">
          {unread.map(([field, count]) => `${isLeadField(field) ? LEAD_FIELDS[field].label : field}: ${formatCount(count)}`).join(" · ")}
        </Alert>
      ) : null}
      <div className="flex flex-wrap gap-2">
        {rejected > 0 ? (
          <Button asChild variant="outline">
            <a href={`/api/imports/${job.id}/errors`} download>
              <Download />
              {formatCountOf(rejected, "row")} not imported (CSV)
            </a>
          </Button>
        ) : null}
        {isOver ? (
          <Button asChild variant={job.rowsAdded > 0 ? "primary" : "outline"}>
            {job.rowsAdded + job.rowsUpdated > 0 ? (
              <Link href={"/dashboard/leads" as Route}>See the leads</Link>
            ) : (
              <Link href="/dashboard/leads/import">Upload another file</Link>
            )}
          </Button>
        ) : null}
      </div>
    </div>
  );
}

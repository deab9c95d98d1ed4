import Link from "next/link";
import { RelativeTime } from "@/components/feedback/relative-time";
import { StatusBadge } from "@/components/feedback/status-badge";
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from "@/components/ui/table";
import type { ImportProgress } from "@/lib/domain/lead-import";
import { formatCount } from "@/lib/ui/format-number";
import { IMPORT_STATUS_TEXTS } from "./import-status";

/** The latest imports with what became of their rows. */
export function RecentImports({ imports, now, timeZone }: { imports: readonly ImportProgress[]; now: Date; timeZone: string }) {
  return (
    <Table>
      <TableHeader>
        <TableRow>
          <TableHead>File</TableHead>
          <TableHead>State</TableHead>
          <TableHead className="text-right">Rows</TableHead>
          <TableHead className="text-right">Added</TableHead>
          <TableHead className="text-right">Completed</TableHead>
          <TableHead className="text-right">Not imported</TableHead>
          <TableHead>Uploaded</TableHead>
        </TableRow>
      </TableHeader>
      <TableBody>
        {imports.map((job) => (
          <TableRow key={job.id}>
            <TableCell className="max-w-72 truncate font-medium">
              <Link href={`/dashboard/leads/import/${job.id}`} className="text-link hover:underline">
                {job.fileName}
              </Link>
            </TableCell>
            <TableCell>
              <StatusBadge status={job.status} {...IMPORT_STATUS_TEXTS[job.status]} />
            </TableCell>
            <TableCell className="text-right tabular-nums">{formatCount(job.rowsTotal)}</TableCell>
            <TableCell className="text-right tabular-nums">{formatCount(job.rowsAdded)}</TableCell>
            <TableCell className="text-right tabular-nums">{formatCount(job.rowsUpdated)}</TableCell>
            <TableCell className="text-right tabular-nums">
              {formatCount(job.rowsDuplicate + job.rowsSuppressed + job.rowsInvalid)}
            </TableCell>
            <TableCell className="whitespace-nowrap">
              <RelativeTime at={new Date(job.createdAt)} now={now} timeZone={timeZone} />
            </TableCell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}

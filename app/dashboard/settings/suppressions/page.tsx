import { Ban } from "lucide-react";
import type { Metadata, Route } from "next";
import Link from "next/link";
import { SuppressionForm } from "@/app/dashboard/settings/suppressions/suppression-form";
import { EmptyState } from "@/components/feedback/empty-state";
import { PageHeader } from "@/components/feedback/page-header";
import { Button } from "@/components/ui/button";
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from "@/components/ui/table";
import { requireMembership } from "@/lib/auth/membership";
import { listSuppressions, type SuppressionRow } from "@/lib/db/queries/settings";
import { roleAtLeast } from "@/lib/domain/roles";
import { SUPPRESSION_REASON_LABELS } from "@/lib/domain/suppression-entry";
import { formatDate } from "@/lib/ui/format-time";

export const metadata: Metadata = { title: "Suppression list" };

const PAGE_SIZE = 50;

export default async function SuppressionsPage({ searchParams }: PageProps<"/dashboard/settings/suppressions">) {
  const { clientId, role, client, ctx } = await requireMembership();
  const before = readCursor(await searchParams);
  const found = await ctx.tx((db) => listSuppressions(db, { clientId, limit: PAGE_SIZE + 1, before }));
  const rows = found.slice(0, PAGE_SIZE);
  const last = found.length > PAGE_SIZE ? rows.at(-1) : undefined;
  return (
    <>
      <PageHeader
        title="Suppression list"
        description="Who is never contacted, on any channel. Only a keyed hash of each address is kept; what you see is masked."
      />
      <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
        {roleAtLeast(role, "member") ? <SuppressionForm /> : null}
        {rows.length === 0 ? (
          <EmptyState icon={<Ban />} title={before ? "No more entries" : "Nobody is on the list"} className="rounded-lg border bg-card">
            Opt-outs, complaints and dead addresses come here by themselves.
          </EmptyState>
        ) : (
          <SuppressionTable rows={rows} timeZone={client.timezone} />
        )}
        <div className="flex justify-end gap-2">
          {before ? (
            <Button asChild variant="outline">
              <Link href="/dashboard/settings/suppressions">Newest</Link>
            </Button>
          ) : null}
          {last ? (
            <Button asChild variant="outline">
              <Link href={`/dashboard/settings/suppressions?${olderThan(last)}` as Route}>Older</Link>
            </Button>
          ) : null}
        </div>
      </div>
    </>
  );
}

function SuppressionTable({ rows, timeZone }: { rows: readonly SuppressionRow[]; timeZone: string }) {
  return (
    <Table>
      <TableHeader>
        <tr>
          <TableHead>Who</TableHead>
          <TableHead>Reason</TableHead>
          <TableHead>Came from</TableHead>
          <TableHead>Added</TableHead>
        </tr>
      </TableHeader>
      <TableBody>
        {rows.map((row) => (
          <TableRow key={row.id}>
            <TableCell className="font-medium break-all">
              {row.masked}
              {row.kind === "domain" ? <span className="font-normal text-muted-foreground"> (whole domain)</span> : null}
            </TableCell>
            <TableCell>
              {SUPPRESSION_REASON_LABELS[row.reason] ?? row.reason}
              {row.evidence ? <p className="text-xs text-muted-foreground">{row.evidence}</p> : null}
            </TableCell>
            <TableCell className="whitespace-nowrap text-muted-foreground">
              {row.fullName ?? row.email ?? row.source.replaceAll("_", " ")}
            </TableCell>
            <TableCell className="whitespace-nowrap text-muted-foreground">{formatDate(row.createdAt, timeZone)}</TableCell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}

function olderThan({ createdAt, id }: SuppressionRow): URLSearchParams {
  return new URLSearchParams({ before: createdAt.toISOString(), id });
}

/** A cursor typed by hand that is none shows the first page. */
function readCursor({ before, id }: Record<string, string | string[] | undefined>): { createdAt: Date; id: string } | null {
  if (typeof before !== "string" || typeof id !== "string" || !/^[0-9a-f-]{36}$/.test(id)) return null;
  const createdAt = new Date(before);
  return Number.isNaN(createdAt.getTime()) ? null : { createdAt, id };
}

"use client";

import type { ColumnDef } from "@tanstack/react-table";
import { ShieldCheck, ShieldX } from "lucide-react";
import type { Route } from "next";
import Link from "next/link";
import { type ReactNode, useMemo } from "react";
import { BulkLeadActions } from "@/app/dashboard/leads/bulk-lead-actions";
import type { CampaignChoice } from "@/app/dashboard/leads/lead-dialogs";
import { LeadFilters } from "@/app/dashboard/leads/lead-filters";
import type { LeadTableRow } from "@/app/dashboard/leads/lead-table-row";
import { STATUS_LABELS } from "@/app/dashboard/leads/lead-words";
import { DataTable } from "@/components/data-table/data-table";
import { RelativeTime } from "@/components/feedback/relative-time";
import { StatusBadge } from "@/components/feedback/status-badge";
import { TierChip } from "@/components/feedback/tier-chip";
import type { LeadFilterInput } from "@/lib/domain/leads";
import { cn } from "@/lib/ui/cn";

type LeadsTableProps = {
  rows: LeadTableRow[];
  total: number;
  filter: LeadFilterInput;
  campaigns: readonly CampaignChoice[];
  now: Date;
  timeZone: string;
  tomorrow: string;
  mayChange: boolean;
  empty: ReactNode;
};

const leadHref = (row: LeadTableRow) => `/dashboard/leads/${row.id}` as Route;

export function LeadsTable({ rows, total, filter, campaigns, now, timeZone, tomorrow, mayChange, empty }: LeadsTableProps) {
  const columns = useMemo(() => leadColumns(now, timeZone), [now, timeZone]);
  return (
    <DataTable
      label="Leads"
      columns={columns}
      rows={rows}
      total={total}
      getRowId={(row) => row.id}
      getRowHref={leadHref}
      defaultSort="-score"
      empty={empty}
      searchPlaceholder="Name, company or address"
      toolbar={<LeadFilters campaigns={campaigns} />}
      {...(mayChange && {
        bulkActions: (selection, clear) => (
          <BulkLeadActions selection={selection} filter={filter} campaigns={campaigns} tomorrow={tomorrow} clear={clear} />
        ),
      })}
      initiallyHidden={["title", "state", "created"]}
    />
  );
}

function leadColumns(now: Date, timeZone: string): ColumnDef<LeadTableRow>[] {
  return [
    {
      id: "name",
      header: "Name",
      meta: { isSticky: true, className: "min-w-36 max-w-44 sm:min-w-48 sm:max-w-64" },
      cell: ({ row: { original } }) => (
        <span className="grid">
          <Link href={leadHref(original)} tabIndex={-1} className="truncate font-medium hover:underline">
            {original.name}
          </Link>
          {original.name === original.email ? null : <span className="truncate text-xs text-muted-foreground">{original.email}</span>}
        </span>
      ),
    },
    {
      id: "company",
      header: "Company",
      enableSorting: true,
      meta: { className: "max-w-52 truncate" },
      cell: ({ row }) => row.original.company ?? "–",
    },
    { id: "title", header: "Title", meta: { className: "max-w-52 truncate" }, cell: ({ row }) => row.original.title ?? "–" },
    {
      id: "score",
      header: "Score",
      enableSorting: true,
      cell: ({ row: { original } }) =>
        original.tier ? (
          <TierChip tier={original.tier} score={original.score} {...(original.receipt && { receipt: original.receipt })} />
        ) : (
          <span className="text-muted-foreground">Not scored</span>
        ),
    },
    {
      id: "status",
      header: "Status",
      cell: ({ row }) => <StatusBadge status={row.original.status} label={STATUS_LABELS[row.original.status]} />,
    },
    {
      id: "next",
      header: "Next touch",
      meta: { className: "max-w-72" },
      cell: ({ row: { original } }) => (
        <span
          title={original.next.detail ?? undefined}
          className={cn(
            "block truncate",
            original.next.tone === "waiting" && "text-warning",
            original.next.tone === "none" && "text-muted-foreground",
          )}
        >
          {original.next.text}
        </span>
      ),
    },
    {
      id: "contacted",
      header: "Last contacted",
      enableSorting: true,
      cell: ({ row }) =>
        row.original.lastContactedAt ? <RelativeTime at={row.original.lastContactedAt} now={now} timeZone={timeZone} /> : "–",
    },
    { id: "campaign", header: "Campaign", meta: { className: "max-w-48 truncate" }, cell: ({ row }) => row.original.campaign ?? "–" },
    {
      id: "consent",
      header: "Consent",
      cell: ({ row }) =>
        row.original.hasConsent ? (
          <span className="flex items-center gap-1 text-success">
            <ShieldCheck className="size-4" aria-hidden />
            Yes
          </span>
        ) : (
          <span className="flex items-center gap-1 text-warning">
            <ShieldX className="size-4" aria-hidden />
            No
          </span>
        ),
    },
    { id: "state", header: "State", cell: ({ row }) => row.original.state ?? "–" },
    {
      id: "created",
      header: "Added",
      enableSorting: true,
      cell: ({ row }) => <RelativeTime at={row.original.createdAt} now={now} timeZone={timeZone} />,
    },
  ];
}

"use client";
"use no memo"; // TanStack Table 8 mutates its instance, which the React Compiler would cache

import { type ColumnDef, getCoreRowModel, type RowSelectionState, useReactTable, type VisibilityState } from "@tanstack/react-table";
import type { Route } from "next";
import { type ReactNode, useState } from "react";
import { DataTableColumns } from "@/components/data-table/data-table-columns";
import { DataTableGrid } from "@/components/data-table/data-table-grid";
import { DataTablePagination } from "@/components/data-table/data-table-pagination";
import { DataTableSearch } from "@/components/data-table/data-table-search";
import { useTableState } from "@/components/data-table/use-table-state";
import { Button } from "@/components/ui/button";
import { formatCount } from "@/lib/ui/format-number";

/** What the person has ticked: single rows of this page, or everything that matches the current filters. */
export type Selection = { kind: "rows"; ids: string[] } | { kind: "all-matching"; count: number };

type DataTableProps<Row> = {
  /** Names the table for screen readers: "Leads". */
  label: string;
  /** Mark what the server can sort with `enableSorting: true`; the column id goes into `?sort=`. `meta.align: "right"` for numbers. */
  // biome-ignore lint/suspicious/noExplicitAny: the value type differs by column, as TanStack's own examples do
  columns: ColumnDef<Row, any>[];
  /** This page's rows, already filtered, sorted and cut by the server. */
  rows: Row[];
  /** Rows that match the filters, over all pages. */
  total: number;
  getRowId: (row: Row) => string;
  /** Enter and a click on the row go here. */
  getRowHref?: (row: Row) => Route;
  /** What the server sorts by when the URL names nothing, spelled as in the URL: "-score". */
  defaultSort: string;
  /** Shown in place of rows when nothing matches. */
  empty: ReactNode;
  /** Search box for `?q=`; absent hides it. */
  searchPlaceholder?: string;
  /** Filters, below the search box. They keep their state in the URL too (nuqs, `shallow: false`). */
  toolbar?: ReactNode;
  /** Actions for ticked rows; without it rows cannot be ticked. Call `clear` when done. */
  bulkActions?: (selection: Selection, clear: () => void) => ReactNode;
  /** Column ids hidden until the person shows them. */
  initiallyHidden?: readonly string[];
};

/** A table whose filter, order and page live in the URL and are worked out by the server. Keys: j, k, x, Enter. */
export function DataTable<Row>(props: DataTableProps<Row>) {
  const {
    label,
    columns,
    rows,
    total,
    getRowId,
    getRowHref,
    defaultSort,
    empty,
    searchPlaceholder,
    toolbar,
    bulkActions,
    initiallyHidden = [],
  } = props;
  const { page, pageSize, sort, search, setPage, setPageSize, toggleSort, setSearch, isLoading } = useTableState(defaultSort);
  const [rowSelection, setRowSelection] = useState<RowSelectionState>({});
  const [isAllMatching, setIsAllMatching] = useState(false);
  const [columnVisibility, setColumnVisibility] = useState<VisibilityState>(() =>
    Object.fromEntries(initiallyHidden.map((id) => [id, false])),
  );

  const table = useReactTable({
    data: rows,
    columns,
    getRowId,
    getCoreRowModel: getCoreRowModel(),
    manualPagination: true,
    manualSorting: true,
    manualFiltering: true,
    enableRowSelection: bulkActions !== undefined,
    state: { rowSelection, columnVisibility },
    onRowSelectionChange: (change) => {
      setIsAllMatching(false);
      setRowSelection(change);
    },
    onColumnVisibilityChange: setColumnVisibility,
  });

  const selectedIds = table.getSelectedRowModel().rows.map((row) => row.id);
  const clearSelection = () => {
    setRowSelection({});
    setIsAllMatching(false);
  };
  const selection: Selection = isAllMatching ? { kind: "all-matching", count: total } : { kind: "rows", ids: selectedIds };

  return (
    <div className="grid gap-3">
      <div className="flex items-center justify-between gap-2">
        {searchPlaceholder === undefined ? (
          <span />
        ) : (
          <DataTableSearch value={search} placeholder={searchPlaceholder} onChange={setSearch} />
        )}
        <DataTableColumns table={table} />
      </div>
      {/* Ticking a row puts the actions where the filters were, so that the table stays where it is. */}
      <div className="flex min-h-8 flex-wrap items-center gap-2 empty:hidden">
        {bulkActions && selectedIds.length > 0 ? (
          <>
            <p role="status" className="font-medium">
              {formatCount(isAllMatching ? total : selectedIds.length)} selected
            </p>
            {!isAllMatching && total > rows.length && selectedIds.length === rows.length ? (
              <Button variant="link" onClick={() => setIsAllMatching(true)}>
                Select all {formatCount(total)} matching
              </Button>
            ) : null}
            {bulkActions(selection, clearSelection)}
            <Button variant="ghost" onClick={clearSelection}>
              Clear
            </Button>
          </>
        ) : (
          toolbar
        )}
      </div>

      <DataTableGrid
        table={table}
        label={label}
        sort={sort}
        onSort={toggleSort}
        isLoading={isLoading}
        isSelectable={bulkActions !== undefined}
        getRowHref={getRowHref}
        empty={empty}
      />

      <DataTablePagination total={total} page={page} pageSize={pageSize} isLoading={isLoading} onPage={setPage} onPageSize={setPageSize} />
    </div>
  );
}

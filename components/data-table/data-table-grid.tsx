"use client";
"use no memo"; // TanStack Table 8 mutates its instance, which the React Compiler would cache

import { flexRender, type Header, type Table, type Row as TableRow } from "@tanstack/react-table";
import { ArrowDown, ArrowUp, ChevronsUpDown } from "lucide-react";
import type { Route } from "next";
import { useRouter } from "next/navigation";
import type { MouseEvent, ReactNode } from "react";
import { useRowKeys } from "@/components/data-table/use-row-keys";
import { Checkbox } from "@/components/ui/checkbox";
import { cn } from "@/lib/ui/cn";

type Sort = { column: string; isDescending: boolean };

type DataTableGridProps<Row> = {
  table: Table<Row>;
  label: string;
  sort: Sort;
  onSort: (column: string) => void;
  isLoading: boolean;
  isSelectable: boolean;
  getRowHref: ((row: Row) => Route) | undefined;
  empty: ReactNode;
};

export function DataTableGrid<Row>({ table, label, sort, onSort, isLoading, isSelectable, getRowHref, empty }: DataTableGridProps<Row>) {
  const router = useRouter();
  const { rows } = table.getRowModel();
  const open = (row: TableRow<Row>) => {
    const href = getRowHref?.(row.original);
    if (href) router.push(href);
  };
  const { activeIndex, setActiveIndex, bodyRef, onKeyDown } = useRowKeys({
    count: rows.length,
    onOpen: (index) => rows[index] && open(rows[index]),
    onToggle: (index) => isSelectable && rows[index]?.toggleSelected(),
  });
  const columnCount = table.getVisibleLeafColumns().length + (isSelectable ? 1 : 0);

  return (
    <div
      className={cn(
        "relative max-h-[calc(100dvh-18rem)] min-h-64 overflow-auto rounded-lg border bg-card transition-opacity",
        isLoading && "opacity-60",
      )}
      aria-busy={isLoading}
    >
      <table className="w-full border-separate border-spacing-0 text-sm">
        <caption className="sr-only">{label}</caption>
        <thead>
          {table.getHeaderGroups().map((group) => (
            <tr key={group.id}>
              {isSelectable ? (
                <th scope="col" className={cn(headClasses, "w-9 px-3")}>
                  <Checkbox
                    aria-label="Select all rows on this page"
                    className="block"
                    checked={table.getIsAllRowsSelected() || (table.getIsSomeRowsSelected() && "indeterminate")}
                    onCheckedChange={(isChecked) => table.toggleAllRowsSelected(isChecked === true)}
                  />
                </th>
              ) : null}
              {group.headers.map((header) => (
                <HeaderCell key={header.id} header={header} sort={sort} onSort={onSort} />
              ))}
            </tr>
          ))}
        </thead>
        <tbody ref={bodyRef} onKeyDown={onKeyDown}>
          {rows.length === 0 ? (
            <tr>
              <td colSpan={columnCount}>{empty}</td>
            </tr>
          ) : null}
          {rows.map((row, index) => (
            <tr
              key={row.id}
              tabIndex={index === activeIndex ? 0 : -1}
              aria-selected={isSelectable ? row.getIsSelected() : undefined}
              onFocus={() => setActiveIndex(index)}
              onClick={(event) => isPlainClick(event) && open(row)}
              className={cn("group outline-none hover:bg-row-hover aria-selected:bg-row-selected", getRowHref && "cursor-pointer")}
            >
              {isSelectable ? (
                <td className={cn(cellClasses, "px-3")}>
                  <Checkbox
                    tabIndex={-1}
                    aria-label="Select row"
                    className="block"
                    checked={row.getIsSelected()}
                    onCheckedChange={(isChecked) => row.toggleSelected(isChecked === true)}
                  />
                </td>
              ) : null}
              {row.getVisibleCells().map((cell) => {
                const meta = cell.column.columnDef.meta;
                return (
                  <td
                    key={cell.id}
                    className={cn(cellClasses, meta?.align === "right" && "text-right", meta?.isSticky && stickyClasses, meta?.className)}
                  >
                    {flexRender(cell.column.columnDef.cell, cell.getContext())}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

const headClasses = "sticky top-0 z-10 h-9 border-b bg-muted px-3 text-left text-xs font-medium whitespace-nowrap text-muted-foreground";
/** The ring of the active row is drawn in its cells, because a sticky cell covers an outline of the row. */
const cellClasses =
  "h-10 border-b px-3 align-middle whitespace-nowrap group-last:border-b-0 group-focus-visible:shadow-[inset_0_2px_var(--ring),inset_0_-2px_var(--ring)]";
const stickyClasses = "sticky left-0 z-[1] bg-card group-hover:bg-row-hover group-aria-selected:bg-row-selected";

function HeaderCell<Row>({ header, sort, onSort }: { header: Header<Row, unknown>; sort: Sort; onSort: (column: string) => void }) {
  const { id, columnDef } = header.column;
  const isSorted = sort.column === id;
  const content = header.isPlaceholder ? null : flexRender(columnDef.header, header.getContext());
  const alignment = columnDef.meta?.align === "right" ? "text-right" : "";
  const stickiness = columnDef.meta?.isSticky ? "left-0 z-20" : "";
  if (columnDef.enableSorting !== true) {
    return (
      <th scope="col" className={cn(headClasses, alignment, stickiness, columnDef.meta?.className)}>
        {content}
      </th>
    );
  }
  const Icon = isSorted ? (sort.isDescending ? ArrowDown : ArrowUp) : ChevronsUpDown;
  return (
    <th
      scope="col"
      aria-sort={isSorted ? (sort.isDescending ? "descending" : "ascending") : "none"}
      className={cn(headClasses, alignment, stickiness, columnDef.meta?.className)}
    >
      <button type="button" onClick={() => onSort(id)} className="inline-flex items-center gap-1 rounded-sm hover:text-foreground">
        {content}
        <Icon className={cn("size-3.5", isSorted ? "text-foreground" : "opacity-50")} aria-hidden />
      </button>
    </th>
  );
}

/** Clicks on controls inside a row, and selecting text with the mouse, are not clicks on the row. */
function isPlainClick(event: MouseEvent<HTMLElement>): boolean {
  if (event.defaultPrevented || event.metaKey || event.ctrlKey || event.shiftKey) return false;
  if (event.target instanceof Element && event.target.closest("a, button, input, label, [role=checkbox]")) return false;
  return window.getSelection()?.isCollapsed !== false;
}

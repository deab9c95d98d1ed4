"use client";

import { ChevronLeft, ChevronRight } from "lucide-react";
import { Button } from "@/components/ui/button";
import { NativeSelect } from "@/components/ui/native-select";
import { formatCount } from "@/lib/ui/format-number";
import { PAGE_SIZES, type PageSize } from "@/lib/ui/search-params";

type DataTablePaginationProps = {
  total: number;
  /** From 1. */
  page: number;
  pageSize: PageSize;
  isLoading: boolean;
  onPage: (page: number) => void;
  onPageSize: (pageSize: PageSize) => void;
};

export function DataTablePagination({ total, page, pageSize, isLoading, onPage, onPageSize }: DataTablePaginationProps) {
  const pageCount = Math.max(1, Math.ceil(total / pageSize));
  const first = total === 0 ? 0 : (page - 1) * pageSize + 1;
  const last = Math.min(total, page * pageSize);
  return (
    <nav aria-label="Pages" className="flex flex-wrap items-center justify-between gap-3 text-muted-foreground">
      <p role="status">
        {first > total
          ? `No rows on this page, ${formatCount(total)} in all`
          : `${formatCount(first)}–${formatCount(last)} of ${formatCount(total)}`}
      </p>
      <div className="flex items-center gap-2">
        <span className="flex items-center gap-2 max-sm:hidden">
          <span>Rows</span>
          <NativeSelect
            aria-label="Rows per page"
            className="w-18"
            value={pageSize}
            onChange={(event) => {
              const chosen = PAGE_SIZES.find((size) => String(size) === event.target.value);
              if (chosen) onPageSize(chosen);
            }}
          >
            {[...PAGE_SIZES]
              .sort((a, b) => a - b)
              .map((size) => (
                <option key={size}>{size}</option>
              ))}
          </NativeSelect>
        </span>
        <span className="min-w-24 text-center">
          Page {formatCount(page)} of {formatCount(pageCount)}
        </span>
        <Button
          variant="outline"
          size="icon"
          aria-label="Previous page"
          disabled={page <= 1 || isLoading}
          onClick={() => onPage(Math.min(page - 1, pageCount))}
        >
          <ChevronLeft />
        </Button>
        <Button
          variant="outline"
          size="icon"
          aria-label="Next page"
          disabled={page >= pageCount || isLoading}
          onClick={() => onPage(page + 1)}
        >
          <ChevronRight />
        </Button>
      </div>
    </nav>
  );
}

import { Skeleton } from "@/components/ui/skeleton";

/** Same height as PageHeader with a description. */
export function PageHeaderSkeleton() {
  return (
    <div className="mb-5 flex items-start justify-between gap-6">
      <div className="grid gap-1">
        <Skeleton className="h-7 w-48" />
        <Skeleton className="h-5 w-72 max-w-full" />
      </div>
      <Skeleton className="h-8 w-28" />
    </div>
  );
}

/** Same size as a table with `rows` rows; `hasToolbar` for a DataTable with search and filters. */
export function TableSkeleton({ rows = 10, hasToolbar = false }: { rows?: number; hasToolbar?: boolean }) {
  return (
    <div className="grid gap-3">
      {hasToolbar ? (
        <>
          <div className="flex justify-between gap-3">
            <Skeleton className="h-8 w-full sm:w-80" />
            <Skeleton className="h-8 w-24 shrink-0" />
          </div>
          <Skeleton className="h-8 w-full max-w-xl" />
        </>
      ) : null}
      <div className="overflow-hidden rounded-lg border bg-card">
        <div className="h-9 border-b bg-muted/60" />
        {Array.from({ length: rows }, (_, position) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: placeholders have nothing else to tell them apart
          <div key={position} className="flex h-10 items-center gap-6 border-b px-3 last:border-b-0">
            <Skeleton className="h-4 w-40" />
            <Skeleton className="h-4 w-24" />
            <Skeleton className="h-4 flex-1" />
            <Skeleton className="h-4 w-16" />
          </div>
        ))}
      </div>
    </div>
  );
}

/** A whole list page with a DataTable while it loads. Announces itself once to screen readers. */
export function ListPageSkeleton({ rows = 10 }: { rows?: number }) {
  return (
    <div>
      <span role="status" className="sr-only">
        Loading
      </span>
      <PageHeaderSkeleton />
      <TableSkeleton rows={rows} hasToolbar />
    </div>
  );
}

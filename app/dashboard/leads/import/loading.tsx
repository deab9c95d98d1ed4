import { PageHeaderSkeleton, TableSkeleton } from "@/components/feedback/page-skeleton";
import { Skeleton } from "@/components/ui/skeleton";

export default function Loading() {
  return (
    <div>
      <span role="status" className="sr-only">
        Loading
      </span>
      <PageHeaderSkeleton />
      <div className="grid gap-6">
        <Skeleton className="h-52 rounded-lg" />
        <TableSkeleton rows={5} />
      </div>
    </div>
  );
}

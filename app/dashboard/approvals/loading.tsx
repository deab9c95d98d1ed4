import { PageHeaderSkeleton } from "@/components/feedback/page-skeleton";
import { Skeleton } from "@/components/ui/skeleton";

export default function Loading() {
  return (
    <div>
      <span role="status" className="sr-only">
        Loading
      </span>
      <PageHeaderSkeleton />
      <div className="grid gap-3">
        <Skeleton className="h-80 rounded-lg" />
        <Skeleton className="h-80 rounded-lg" />
      </div>
    </div>
  );
}

import { PageHeaderSkeleton } from "@/components/feedback/page-skeleton";
import { Skeleton } from "@/components/ui/skeleton";

export default function Loading() {
  return (
    <div>
      <span role="status" className="sr-only">
        Loading
      </span>
      <PageHeaderSkeleton />
      <div className="grid gap-4 lg:grid-cols-[minmax(0,1fr)_22rem]">
        <div className="grid content-start gap-4">
          <Skeleton className="h-56 rounded-lg" />
          <Skeleton className="h-96 rounded-lg" />
        </div>
        <div className="grid content-start gap-4">
          <Skeleton className="h-14 rounded-lg" />
          <Skeleton className="h-96 rounded-lg" />
        </div>
      </div>
    </div>
  );
}

import { PageHeaderSkeleton } from "@/components/feedback/page-skeleton";
import { Skeleton } from "@/components/ui/skeleton";

/** Same places and heights as the page, so that nothing jumps when it arrives. */
export default function HomeLoading() {
  return (
    <div>
      <span role="status" className="sr-only">
        Loading
      </span>
      <PageHeaderSkeleton />
      <div className="grid gap-6">
        <div className="grid gap-3 sm:grid-cols-2 lg:grid-cols-[minmax(0,2fr)_repeat(3,minmax(0,1fr))]">
          <Skeleton className="h-[9.25rem] rounded-lg sm:col-span-2 lg:col-span-1" />
          <Skeleton className="h-[6.5rem] rounded-lg" />
          <Skeleton className="h-[6.5rem] rounded-lg" />
          <Skeleton className="h-[6.5rem] rounded-lg" />
        </div>
        <div className="grid gap-6 lg:grid-cols-2 xl:grid-cols-[minmax(0,7fr)_minmax(0,6fr)]">
          <Skeleton className="h-96 rounded-lg" />
          <Skeleton className="h-96 rounded-lg" />
        </div>
      </div>
    </div>
  );
}

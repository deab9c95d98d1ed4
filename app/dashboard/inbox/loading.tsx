import { PageHeaderSkeleton } from "@/components/feedback/page-skeleton";
import { Skeleton } from "@/components/ui/skeleton";

export default function Loading() {
  return (
    <div>
      <span role="status" className="sr-only">
        Loading
      </span>
      <PageHeaderSkeleton />
      <div className="grid gap-4 lg:grid-cols-[19rem_minmax(0,1fr)] xl:grid-cols-[20rem_minmax(0,1fr)_19rem]">
        <Skeleton className="h-[32rem] rounded-lg" />
        <Skeleton className="h-[32rem] rounded-lg max-lg:hidden" />
        <Skeleton className="h-[32rem] rounded-lg max-xl:hidden" />
      </div>
    </div>
  );
}

import { PageHeaderSkeleton } from "@/components/feedback/page-skeleton";
import { Skeleton } from "@/components/ui/skeleton";

export default function OnboardingLoading() {
  return (
    <div>
      <span role="status" className="sr-only">
        Loading
      </span>
      <PageHeaderSkeleton />
      <Skeleton className="h-64 rounded-lg" />
    </div>
  );
}

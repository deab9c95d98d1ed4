import { Skeleton } from "@/components/ui/skeleton";

/** The frame of the campaign stays; only the tab's own part loads. */
export default function CampaignLoading() {
  return (
    <div className="grid gap-4">
      <span role="status" className="sr-only">
        Loading
      </span>
      <Skeleton className="h-28 rounded-lg" />
      <Skeleton className="h-72 rounded-lg" />
    </div>
  );
}

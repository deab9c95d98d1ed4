import { PageHeaderSkeleton, TableSkeleton } from "@/components/feedback/page-skeleton";

export default function CampaignsLoading() {
  return (
    <div>
      <span role="status" className="sr-only">
        Loading
      </span>
      <PageHeaderSkeleton />
      <TableSkeleton rows={6} />
    </div>
  );
}

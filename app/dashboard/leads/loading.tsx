import { ListPageSkeleton } from "@/components/feedback/page-skeleton";

export default function Loading() {
  return <ListPageSkeleton rows={12} />;
}

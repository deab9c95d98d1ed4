import { SearchX } from "lucide-react";
import Link from "next/link";
import { EmptyState } from "@/components/feedback/empty-state";
import { Button } from "@/components/ui/button";

export default function DashboardNotFound() {
  return (
    <EmptyState
      icon={<SearchX />}
      title="There is nothing here in this workspace"
      action={
        <Button asChild variant="outline">
          <Link href="/dashboard">To the home page</Link>
        </Button>
      }
    >
      The link may be old, or it may belong to another workspace of yours: switch at the top left.
    </EmptyState>
  );
}

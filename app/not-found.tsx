import { Compass } from "lucide-react";
import Link from "next/link";
import { EmptyState } from "@/components/feedback/empty-state";
import { Button } from "@/components/ui/button";

export default function NotFound() {
  return (
    <main className="grid min-h-[70dvh] place-content-center">
      <EmptyState
        icon={<Compass />}
        title="There is nothing at this address"
        action={
          <>
            <Button asChild>
              <Link href="/dashboard">Go to the dashboard</Link>
            </Button>
            <Button asChild variant="outline">
              <Link href="/">Start page</Link>
            </Button>
          </>
        }
      >
        It may have been deleted, or it belongs to an agency you are not signed in to.
      </EmptyState>
    </main>
  );
}

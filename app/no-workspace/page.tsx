import { Building2 } from "lucide-react";
import type { Metadata } from "next";
import Link from "next/link";
import { InvitationList } from "@/app/no-workspace/invitation-list";
import { EmptyState } from "@/components/feedback/empty-state";
import { Logo } from "@/components/shell/logo";
import { Button } from "@/components/ui/button";
import { openInvitationsOf } from "@/lib/auth/open-invitations";
import { requireUser } from "@/lib/auth/session";

export const metadata: Metadata = { title: "Your workspaces" };

/** Where somebody lands who belongs to no workspace, and where invitations are answered. */
export default async function NoWorkspacePage() {
  const user = await requireUser();
  const invitations = await openInvitationsOf({ userId: user.id });
  return (
    <main className="mx-auto grid min-h-dvh max-w-md content-center gap-6 p-4">
      <Logo />
      {invitations.length > 0 ? (
        <InvitationList invitations={invitations} />
      ) : (
        <EmptyState
          icon={<Building2 />}
          title="No open invitation"
          className="rounded-lg border bg-card"
          action={
            <Button asChild variant="outline">
              <Link href="/dashboard">To your dashboard</Link>
            </Button>
          }
        >
          {user.email} belongs to no workspace, or has answered every invitation. Ask an admin of your agency to invite this address.
        </EmptyState>
      )}
      <form action="/sign-out" method="post" className="text-center">
        <Button type="submit" variant="link">
          Sign out {user.email}
        </Button>
      </form>
    </main>
  );
}

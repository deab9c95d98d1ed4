"use client";

import { useAction } from "next-safe-action/hooks";
import { toast } from "sonner";
import { acceptInvitationAction, declineInvitationAction } from "@/app/no-workspace/actions";
import { Button } from "@/components/ui/button";
import { Card, CardContent } from "@/components/ui/card";
import type { OpenInvitation } from "@/lib/db/queries/team";
import { ROLE_MEANINGS } from "@/lib/domain/team";

export function InvitationList({ invitations }: { invitations: readonly OpenInvitation[] }) {
  return (
    <ul className="grid gap-3">
      {invitations.map((invitation) => (
        <li key={invitation.clientId}>
          <InvitationCard invitation={invitation} />
        </li>
      ))}
    </ul>
  );
}

function InvitationCard({ invitation: { clientId, clientName, role, invitedByName } }: { invitation: OpenInvitation }) {
  const onError = ({ error }: { error: { serverError?: string | undefined } }) =>
    toast.error(error.serverError ?? "That did not work. Try again.");
  const accept = useAction(acceptInvitationAction, { onError });
  const decline = useAction(declineInvitationAction, { onError });
  return (
    <Card>
      <CardContent className="grid gap-3">
        <div className="grid gap-1">
          <h1 className="text-lg font-semibold">Join {clientName}</h1>
          <p className="text-muted-foreground">
            {invitedByName ?? "An admin"} invited you as {role}. {ROLE_MEANINGS[role]}
          </p>
        </div>
        <div className="flex flex-wrap gap-2">
          <Button isPending={accept.isExecuting} onClick={() => accept.execute({ clientId })}>
            Join
          </Button>
          <Button variant="ghost" isPending={decline.isExecuting} onClick={() => decline.execute({ clientId })}>
            Decline
          </Button>
        </div>
      </CardContent>
    </Card>
  );
}

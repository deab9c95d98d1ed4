"use client";

import { useAction } from "next-safe-action/hooks";
import { toast } from "sonner";
import { actionErrorText } from "@/app/dashboard/action-error";
import { changeRoleAction, inviteMemberAction, removeMemberAction } from "@/app/dashboard/settings/team/actions";
import { ConfirmDialog } from "@/components/feedback/confirm-dialog";
import { RelativeTime } from "@/components/feedback/relative-time";
import { StatusBadge } from "@/components/feedback/status-badge";
import { Avatar } from "@/components/ui/avatar";
import { Button } from "@/components/ui/button";
import { NativeSelect } from "@/components/ui/native-select";
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from "@/components/ui/table";
import type { TeamMember } from "@/lib/db/queries/team";
import { ROLES, type Role, roleAtLeast } from "@/lib/domain/roles";

type TeamTableProps = { people: readonly TeamMember[]; role: Role; userId: string; now: Date; timeZone: string };

export function TeamTable({ people, role, userId, now, timeZone }: TeamTableProps) {
  return (
    <Table>
      <TableHeader>
        <tr>
          <TableHead>Person</TableHead>
          <TableHead>Role</TableHead>
          <TableHead>Since</TableHead>
          <TableHead className="text-right">Actions</TableHead>
        </tr>
      </TableHeader>
      <TableBody>
        {people.map((person) => (
          <PersonRow key={person.id} person={person} role={role} isSelf={person.userId === userId} now={now} timeZone={timeZone} />
        ))}
      </TableBody>
    </Table>
  );
}

type PersonRowProps = { person: TeamMember; role: Role; isSelf: boolean; now: Date; timeZone: string };

function PersonRow({ person, role, isSelf, now, timeZone }: PersonRowProps) {
  const name = person.fullName ?? person.email;
  const mayChange = roleAtLeast(role, "admin") && (person.role !== "owner" || role === "owner");
  const onError = (failure: Parameters<typeof actionErrorText>[0]) => toast.error(actionErrorText(failure));
  const changeRole = useAction(changeRoleAction, { onSuccess: () => toast.success(`${name}'s role is changed.`), onError });
  const remove = useAction(removeMemberAction, {
    onSuccess: () => toast.success(person.acceptedAt ? `${name} was removed.` : "The invitation is withdrawn."),
    onError,
  });
  const resend = useAction(inviteMemberAction, {
    onSuccess: () => toast.success(`The invitation went to ${person.email} again.`),
    onError,
  });

  return (
    <TableRow>
      <TableCell>
        <div className="flex items-center gap-2.5">
          <Avatar name={name} />
          <div className="min-w-0">
            <p className="truncate font-medium">
              {name}
              {isSelf ? <span className="font-normal text-muted-foreground"> (you)</span> : null}
            </p>
            <p className="truncate text-xs text-muted-foreground">{person.email}</p>
          </div>
        </div>
      </TableCell>
      <TableCell>
        {mayChange ? (
          <NativeSelect
            className="w-28"
            aria-label={`Role of ${name}`}
            value={changeRole.isExecuting ? changeRole.input?.role : person.role}
            disabled={changeRole.isExecuting}
            onChange={(event) => changeRole.execute({ membershipId: person.id, role: event.target.value as Role })}
          >
            {ROLES.map((value) => (
              <option key={value} value={value} disabled={value === "owner" && role !== "owner"}>
                {value}
              </option>
            ))}
          </NativeSelect>
        ) : (
          person.role
        )}
      </TableCell>
      <TableCell className="whitespace-nowrap">
        {person.acceptedAt ? (
          <RelativeTime at={person.acceptedAt} now={now} timeZone={timeZone} className="text-muted-foreground" />
        ) : (
          <StatusBadge status="pending" label="Invitation open" />
        )}
      </TableCell>
      <TableCell>
        {mayChange ? (
          <div className="flex justify-end gap-1">
            {person.acceptedAt ? null : (
              <Button
                variant="ghost"
                size="sm"
                isPending={resend.isExecuting}
                onClick={() => resend.execute({ email: person.email, role: person.role })}
              >
                Send again
              </Button>
            )}
            <ConfirmDialog
              trigger={
                <Button variant="ghost" size="sm" className="text-danger">
                  {person.acceptedAt ? "Remove" : "Withdraw"}
                </Button>
              }
              title={person.acceptedAt ? `Remove ${name}?` : `Withdraw the invitation of ${name}?`}
              description={
                person.acceptedAt
                  ? "They lose access with their next click. What they did stays recorded, and you can invite them again."
                  : "The link they got stops working. You can invite them again."
              }
              confirmLabel={person.acceptedAt ? "Remove" : "Withdraw"}
              tone="danger"
              onConfirm={async () => {
                await remove.executeAsync({ membershipId: person.id });
              }}
            />
          </div>
        ) : null}
      </TableCell>
    </TableRow>
  );
}

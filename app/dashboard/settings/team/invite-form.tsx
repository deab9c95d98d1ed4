"use client";
"use no memo"; // React Hook Form registers fields on each render, which the React Compiler would do once

import { zodResolver } from "@hookform/resolvers/zod";
import { UserPlus } from "lucide-react";
import { useAction } from "next-safe-action/hooks";
import { useForm, useWatch } from "react-hook-form";
import { toast } from "sonner";
import { actionErrorText } from "@/app/dashboard/action-error";
import { registerField } from "@/app/dashboard/register-field";
import { ReadOnlyNotice } from "@/app/dashboard/settings/read-only-notice";
import { inviteMemberAction } from "@/app/dashboard/settings/team/actions";
import { Button } from "@/components/ui/button";
import { Card, CardContent } from "@/components/ui/card";
import { ClientForm } from "@/components/ui/client-form";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { NativeSelect } from "@/components/ui/native-select";
import { ROLES, type Role, roleAtLeast } from "@/lib/domain/roles";
import { type InviteMemberInput, inviteMemberInput, ROLE_MEANINGS } from "@/lib/domain/team";

export function InviteForm({ role }: { role: Role }) {
  const mayInvite = roleAtLeast(role, "admin");
  const form = useForm<InviteMemberInput>({ resolver: zodResolver(inviteMemberInput), defaultValues: { email: "", role: "member" } });
  const chosen = useWatch({ control: form.control, name: "role" });
  const invite = useAction(inviteMemberAction, {
    onSuccess: ({ data, input }) => {
      form.reset();
      toast.success(data.isAgain ? `The invitation went to ${input.email} again.` : `${input.email} was invited.`);
    },
    onError: (failure) => toast.error(actionErrorText(failure)),
  });
  if (!mayInvite) return <ReadOnlyNotice mayEdit={false} minimum="admin" />;
  return (
    <Card>
      <CardContent>
        <ClientForm
          noValidate
          onSubmit={form.handleSubmit((input) => invite.execute(input))}
          className="grid items-start gap-3 sm:grid-cols-[1fr_11rem_auto]"
        >
          <Field
            label="Invite by e-mail"
            error={form.formState.errors.email?.message}
            hint="They choose a password through a link that works once."
          >
            {(control) => (
              <Input {...control} {...registerField(form, "email")} type="email" autoComplete="off" placeholder="dana@youragency.com.au" />
            )}
          </Field>
          <Field label="Role" hint={ROLE_MEANINGS[chosen]}>
            {(control) => (
              <NativeSelect {...control} {...registerField(form, "role")}>
                {[...ROLES].reverse().map((value) => (
                  <option key={value} value={value} disabled={value === "owner" && role !== "owner"}>
                    {value}
                  </option>
                ))}
              </NativeSelect>
            )}
          </Field>
          <Button type="submit" className="sm:mt-6.5" isPending={invite.isExecuting}>
            <UserPlus />
            Invite
          </Button>
        </ClientForm>
      </CardContent>
    </Card>
  );
}

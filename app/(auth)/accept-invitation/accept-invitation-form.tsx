"use client";

import { acceptInvitation } from "@/app/(auth)/accept-invitation/actions";
import { PasswordInput } from "@/app/(auth)/password-input";
import { useAuthForm } from "@/app/(auth)/use-auth-form";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";

export function AcceptInvitationForm({ tokenHash }: { tokenHash: string | undefined }) {
  const { submit, isPending, problem, fieldErrors, values, isProven } = useAuthForm(acceptInvitation);
  return (
    <form action={submit} className="grid gap-4" noValidate>
      {tokenHash && !isProven ? <input type="hidden" name="token_hash" value={tokenHash} /> : null}
      {problem ? <Alert tone="danger">{problem}</Alert> : null}
      <Field label="Your name" error={fieldErrors.full_name}>
        {(control) => (
          <Input
            {...control}
            key={values.full_name}
            name="full_name"
            autoComplete="name"
            required
            autoFocus
            defaultValue={values.full_name}
          />
        )}
      </Field>
      <Field label="Password" hint="At least 10 characters." error={fieldErrors.password}>
        {(control) => <PasswordInput {...control} name="password" autoComplete="new-password" required />}
      </Field>
      <Button type="submit" size="lg" isPending={isPending}>
        Join
      </Button>
    </form>
  );
}

"use client";

import { PasswordInput } from "@/app/(auth)/password-input";
import { setPassword } from "@/app/(auth)/set-password/actions";
import { useAuthForm } from "@/app/(auth)/use-auth-form";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";

export function SetPasswordForm({ tokenHash }: { tokenHash: string | undefined }) {
  const { submit, isPending, problem, fieldErrors, isProven } = useAuthForm(setPassword);
  return (
    <form action={submit} className="grid gap-4" noValidate>
      {tokenHash && !isProven ? <input type="hidden" name="token_hash" value={tokenHash} /> : null}
      {problem ? <Alert tone="danger">{problem}</Alert> : null}
      <Field label="New password" hint="At least 10 characters." error={fieldErrors.password}>
        {(control) => <PasswordInput {...control} name="password" autoComplete="new-password" required autoFocus />}
      </Field>
      <Button type="submit" size="lg" isPending={isPending}>
        Set password
      </Button>
    </form>
  );
}

"use client";

import { useActionState } from "react";
import { IDLE } from "@/app/(auth)/auth-form-state";
import { PasswordInput } from "@/app/(auth)/password-input";
import { setPassword } from "@/app/(auth)/set-password/actions";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";

export function SetPasswordForm({ tokenHash }: { tokenHash: string | undefined }) {
  const [state, submit, isPending] = useActionState(setPassword, IDLE);
  const { fieldErrors = {}, message } = state.status === "error" ? state : {};
  return (
    <form action={submit} className="grid gap-4" noValidate>
      {tokenHash ? <input type="hidden" name="token_hash" value={tokenHash} /> : null}
      {message ? <Alert tone="danger">{message}</Alert> : null}
      <Field label="New password" hint="At least 10 characters." error={fieldErrors.password}>
        {(control) => <PasswordInput {...control} name="password" autoComplete="new-password" required autoFocus />}
      </Field>
      <Button type="submit" size="lg" isPending={isPending}>
        Set password
      </Button>
    </form>
  );
}

"use client";

import { useActionState } from "react";
import { acceptInvitation } from "@/app/(auth)/accept-invitation/actions";
import { IDLE } from "@/app/(auth)/auth-form-state";
import { PasswordInput } from "@/app/(auth)/password-input";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";

export function AcceptInvitationForm({ tokenHash }: { tokenHash: string | undefined }) {
  const [state, submit, isPending] = useActionState(acceptInvitation, IDLE);
  const { fieldErrors = {}, values = {}, message } = state.status === "error" ? state : {};
  return (
    <form action={submit} className="grid gap-4" noValidate>
      {tokenHash ? <input type="hidden" name="token_hash" value={tokenHash} /> : null}
      {message ? <Alert tone="danger">{message}</Alert> : null}
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

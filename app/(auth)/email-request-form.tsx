"use client";

import { useActionState } from "react";
import { type AuthFormState, IDLE } from "@/app/(auth)/auth-form-state";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";

type EmailRequestFormProps = {
  action: (previous: AuthFormState, formData: FormData) => Promise<AuthFormState>;
  submitLabel: string;
  next?: string;
};

/** Asks for an address and has a link sent to it. */
export function EmailRequestForm({ action, submitLabel, next }: EmailRequestFormProps) {
  const [state, submit, isPending] = useActionState(action, IDLE);
  if (state.status === "done") {
    return (
      <Alert tone="success" title="Check your inbox">
        {state.message}
      </Alert>
    );
  }
  const { fieldErrors = {}, values = {}, message } = state.status === "error" ? state : {};
  return (
    <form action={submit} className="grid gap-4" noValidate>
      {next ? <input type="hidden" name="next" value={next} /> : null}
      {message ? <Alert tone="danger">{message}</Alert> : null}
      <Field label="Email" error={fieldErrors.email}>
        {(control) => (
          <Input
            {...control}
            key={values.email}
            name="email"
            type="email"
            autoComplete="username"
            required
            autoFocus
            defaultValue={values.email}
          />
        )}
      </Field>
      <Button type="submit" size="lg" isPending={isPending}>
        {submitLabel}
      </Button>
    </form>
  );
}

"use client";

import type { AuthFormAction } from "@/app/(auth)/auth-form-state";
import { useAuthForm } from "@/app/(auth)/use-auth-form";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";

type EmailRequestFormProps = { action: AuthFormAction; submitLabel: string; next?: string };

/** Asks for an address and has a link sent to it. */
export function EmailRequestForm({ action, submitLabel, next }: EmailRequestFormProps) {
  const { submit, isPending, problem, fieldErrors, values, doneMessage } = useAuthForm(action);
  if (doneMessage) {
    return (
      <Alert tone="success" title="Check your inbox">
        {doneMessage}
      </Alert>
    );
  }
  return (
    <form action={submit} className="grid gap-4" noValidate>
      {next ? <input type="hidden" name="next" value={next} /> : null}
      {problem ? <Alert tone="danger">{problem}</Alert> : null}
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

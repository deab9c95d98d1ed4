"use client";

import { PasswordInput } from "@/app/(auth)/password-input";
import { signUp } from "@/app/(auth)/sign-up/actions";
import { useAuthForm } from "@/app/(auth)/use-auth-form";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";

export function SignUpForm() {
  const { submit, isPending, problem, fieldErrors, values, doneMessage } = useAuthForm(signUp);
  if (doneMessage) {
    return (
      <Alert tone="success" title="Check your inbox">
        {doneMessage}
      </Alert>
    );
  }
  return (
    <form action={submit} className="grid gap-4" noValidate>
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
      <Field label="Agency name" error={fieldErrors.agency_name}>
        {(control) => (
          <Input
            {...control}
            key={values.agency_name}
            name="agency_name"
            autoComplete="organization"
            required
            defaultValue={values.agency_name}
          />
        )}
      </Field>
      <Field label="Website" isOptional hint="We read it to learn whom you sell to." error={fieldErrors.website_url}>
        {(control) => (
          <Input
            {...control}
            key={values.website_url}
            name="website_url"
            inputMode="url"
            autoComplete="url"
            placeholder="youragency.com.au"
            defaultValue={values.website_url}
          />
        )}
      </Field>
      <Field label="Work email" error={fieldErrors.email}>
        {(control) => (
          <Input {...control} key={values.email} name="email" type="email" autoComplete="username" required defaultValue={values.email} />
        )}
      </Field>
      <Field label="Password" hint="At least 10 characters." error={fieldErrors.password}>
        {(control) => <PasswordInput {...control} name="password" autoComplete="new-password" required />}
      </Field>
      <Button type="submit" size="lg" isPending={isPending}>
        Create agency
      </Button>
    </form>
  );
}

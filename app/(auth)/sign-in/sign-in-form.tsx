"use client";

import Link from "next/link";
import { useActionState } from "react";
import { authLinkClasses } from "@/app/(auth)/auth-card";
import { IDLE } from "@/app/(auth)/auth-form-state";
import { PasswordInput } from "@/app/(auth)/password-input";
import { signIn } from "@/app/(auth)/sign-in/actions";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";

export function SignInForm({ next }: { next: string }) {
  const [state, submit, isPending] = useActionState(signIn, IDLE);
  const { fieldErrors = {}, values = {}, message } = state.status === "error" ? state : {};
  return (
    <form action={submit} className="grid gap-4" noValidate>
      <input type="hidden" name="next" value={next} />
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
      <Field label="Password" error={fieldErrors.password}>
        {(control) => <PasswordInput {...control} name="password" autoComplete="current-password" required />}
      </Field>
      <Button type="submit" size="lg" isPending={isPending}>
        Sign in
      </Button>
      <p className="flex justify-between gap-4 text-xs">
        <Link href="/recover" className={authLinkClasses}>
          Forgot your password?
        </Link>
        <Link href={`/sign-in/link?${new URLSearchParams({ next })}`} className={authLinkClasses}>
          Email me a link instead
        </Link>
      </p>
    </form>
  );
}

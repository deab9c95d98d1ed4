"use client";

import Link from "next/link";
import { authLinkClasses } from "@/app/(auth)/auth-card";
import { PasswordInput } from "@/app/(auth)/password-input";
import { signIn } from "@/app/(auth)/sign-in/actions";
import { useAuthForm } from "@/app/(auth)/use-auth-form";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";

export function SignInForm({ next }: { next: string }) {
  const { submit, isPending, problem, fieldErrors, values } = useAuthForm(signIn);
  return (
    <form action={submit} className="grid gap-4" noValidate>
      <input type="hidden" name="next" value={next} />
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

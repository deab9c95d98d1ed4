"use client";

import { useActionState } from "react";
import { type AuthFormAction, IDLE } from "@/app/(auth)/auth-form-state";

/** A sign-in form: `submit` for its `action`, and what to show after it was sent. `doneMessage` takes the place of the form. */
export function useAuthForm(action: AuthFormAction) {
  const [state, submit, isPending] = useActionState(action, IDLE);
  const { message: problem, fieldErrors = {}, values = {}, isProven = false } = state.status === "error" ? state : {};
  return { submit, isPending, problem, fieldErrors, values, isProven, doneMessage: state.status === "done" ? state.message : undefined };
}

import type { z } from "zod";

/**
 * What a sign-in form shows after it was sent. `values` refill the fields (never passwords). `isProven`: the link's token was spent and
 * the session stands in for it, so the next try must not send the token again.
 */
export type AuthFormState =
  | { status: "idle" }
  | { status: "error"; message?: string; fieldErrors: Record<string, string>; values: Record<string, string>; isProven?: boolean }
  | { status: "done"; message: string };

export type AuthFormAction = (previous: AuthFormState, formData: FormData) => Promise<AuthFormState>;

export const IDLE: AuthFormState = { status: "idle" };

const NEVER_SENT_BACK = ["password", "token_hash"];

/** State after a refusal that concerns the form as a whole. */
export function refused(message: string, formData: FormData, { isProven = false } = {}): AuthFormState {
  return { status: "error", message, fieldErrors: {}, values: returnedValues(formData), isProven };
}

/** State after input that does not fit its schema: the first problem of each field. */
export function misfit(error: z.ZodError, formData: FormData): AuthFormState {
  const fieldErrors: Record<string, string> = {};
  for (const issue of error.issues) fieldErrors[String(issue.path[0])] ??= issue.message;
  return { status: "error", fieldErrors, values: returnedValues(formData) };
}

function returnedValues(formData: FormData): Record<string, string> {
  return Object.fromEntries(
    [...formData].flatMap(([name, value]) => (typeof value === "string" && !NEVER_SENT_BACK.includes(name) ? [[name, value]] : [])),
  );
}

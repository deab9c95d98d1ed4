"use client";

import { toast } from "sonner";
import { actionErrorText } from "@/app/dashboard/action-error";

type ChangeResult<Data> = {
  data?: Data | undefined;
  serverError?: string | undefined;
  validationErrors?: { formErrors?: string[]; fieldErrors?: Record<string, string[] | undefined> } | undefined;
};

/**
 * Waits for a server action and says that it worked.
 * @returns null, or the sentence to show where the person is looking
 */
export async function runChange<Data>(change: Promise<ChangeResult<Data> | undefined>, done: string | ((data: Data) => string)) {
  try {
    const result = await change;
    if (!result || result.serverError || result.validationErrors) return actionErrorText({ error: result ?? {} });
    toast.success(typeof done === "string" ? done : done(result.data as Data));
    return null;
  } catch {
    // The request did not reach the server, or its answer did not reach us.
    return actionErrorText({ error: {} });
  }
}

/** The same where there is no form to show the sentence in. @returns whether it worked */
export async function runChangeOrToast<Data>(
  change: Promise<ChangeResult<Data> | undefined>,
  done: string | ((data: Data) => string),
): Promise<boolean> {
  const problem = await runChange(change, done);
  if (problem) toast.error(problem);
  return problem === null;
}

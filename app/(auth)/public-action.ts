import "server-only";
import { unstable_rethrow } from "next/navigation";
import type { z } from "zod";
import { type AuthFormAction, type AuthFormState, misfit, refused } from "@/app/(auth)/auth-form-state";
import { AppError } from "@/lib/errors";

/** Actions that nobody need be signed in for. Cross-site calls never reach them: middleware.ts refuses those. */
export const publicAction = {
  /** Checks a sent form against `schema`, then runs; what was expected to go wrong becomes a message in the form. Works without JavaScript. */
  form<Schema extends z.ZodType>(
    schema: Schema,
    run: (input: z.output<Schema>, formData: FormData) => Promise<AuthFormState>,
  ): AuthFormAction {
    return async (_previous, formData) => {
      const parsed = schema.safeParse(Object.fromEntries(formData));
      if (!parsed.success) return misfit(parsed.error, formData);
      try {
        return await run(parsed.data, formData);
      } catch (error) {
        unstable_rethrow(error);
        if (error instanceof AppError) return refused(error.message, formData);
        throw error;
      }
    };
  },
};

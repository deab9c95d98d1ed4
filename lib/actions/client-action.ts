import "server-only";
import { createSafeActionClient } from "next-safe-action";
import { z } from "zod";
import { apiMembership } from "@/lib/auth/membership";
import { env } from "@/lib/env";
import { AppError } from "@/lib/errors";
import { createLogger } from "@/lib/log";

const GENERIC = "Something went wrong on our side. Nothing was changed; please try again.";
const SIGNED_OUT = new AppError("signed_out", "Your session has ended. Sign in again; what you typed stays here until you leave the page.");

const base = createSafeActionClient({
  defineMetadataSchema: () => z.object({ name: z.string() }),
  defaultValidationErrorsShape: "flattened",
  handleServerError(error, { metadata }) {
    if (error instanceof AppError) return error.message;
    createLogger(env().LOG_LEVEL).error({ err: error, action: metadata?.name }, "an action failed");
    return GENERIC;
  },
});

/**
 * A change made by a signed-in member of the client they are looking at. The handler gets `ctx`, an engine context; who they are
 * and what role they hold is read from the database on each call.
 */
export const clientAction = base.use(async ({ next }) => {
  const membership = await apiMembership();
  if (!membership) throw SIGNED_OUT;
  return next({ ctx: membership.ctx });
});

/** A change anybody may ask for, signed in or not. */
export const publicAction = base;

import { Middleware, NonRetriableError, RetryAfterError } from "inngest";
import { AppError, ProviderError } from "@/lib/errors";

/**
 * Our typed errors in the runner's words: a provider that may be asked again waits as long as it said, any other expected
 * failure ends the run at once, and a bug is retried as usual.
 */
export class ProviderErrors extends Middleware.BaseMiddleware {
  readonly id = "provider-errors";

  override wrapStepHandler({ next }: Middleware.WrapStepHandlerArgs): Promise<unknown> {
    return translated(next);
  }

  /** Of functions that are one step by themselves; what a step threw was translated there. */
  override wrapFunctionHandler({ next }: Middleware.WrapFunctionHandlerArgs): Promise<unknown> {
    return translated(next);
  }
}

async function translated(next: () => Promise<unknown>): Promise<unknown> {
  try {
    return await next();
  } catch (error) {
    throw translate(error);
  }
}

/** @returns the error the runner understands; anything unexpected as it came */
export function translate(error: unknown): unknown {
  if (error instanceof ProviderError && error.retryable) {
    return error.retryAfterMs === undefined ? error : new RetryAfterError(error.message, error.retryAfterMs, { cause: error });
  }
  return error instanceof AppError ? new NonRetriableError(error.message, { cause: error }) : error;
}

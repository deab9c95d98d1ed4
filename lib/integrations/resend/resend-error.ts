import "server-only";
import { ProviderError } from "@/lib/errors";

/** What Resend refused, by its own name of the failure (`validation_error`, `daily_quota_exceeded`, …); null when it gave none. */
export class ResendError extends ProviderError {
  readonly reason: string | null;

  constructor(error: ProviderError, reason: string | null) {
    const { provider, retryable, retryAfterMs, status } = error;
    const message = error.message.slice(provider.length + 2); // the name is put in front again
    super({
      provider,
      message,
      retryable,
      cause: error.cause,
      ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
      ...(status === undefined ? {} : { status }),
    });
    this.reason = reason;
  }
}

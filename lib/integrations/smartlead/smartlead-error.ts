import "server-only";
import { ProviderError } from "@/lib/errors";

/** A refusal with Smartlead's own code, where it gave one. Its text stays out: it quotes addresses and what we sent. */
export class SmartleadError extends ProviderError {
  readonly reason: string | null;

  constructor({ status, retryable, retryAfterMs, message }: ProviderError, reason: string | null) {
    super({
      provider: "smartlead",
      message: message.replace(/^smartlead: /, ""),
      retryable,
      ...(status === undefined ? {} : { status }),
      ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
    });
    this.reason = reason;
  }
}

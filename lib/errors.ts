import "server-only";

/**
 * A failure we expect and explain: `message` is written for the person who reads it.
 * Anything that is not an AppError is a bug and is reported as one.
 */
export class AppError extends Error {
  readonly code: string;

  constructor(code: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = new.target.name;
    this.code = code;
  }
}

/** The thing does not exist, or the caller may not know that it does. */
export class NotFoundError extends AppError {
  constructor(message: string, options?: ErrorOptions) {
    super("not_found", message, options);
  }
}

/** The caller is known but lacks the role. */
export class ForbiddenError extends AppError {
  constructor(message: string, options?: ErrorOptions) {
    super("forbidden", message, options);
  }
}

/** The change clashes with what is already there (a repeat, a stale version, a wrong state). */
export class ConflictError extends AppError {
  constructor(message: string, options?: ErrorOptions) {
    super("conflict", message, options);
  }
}

/** The input is wrong; `field` names it and the message says what to do. */
export class InvalidError extends AppError {
  readonly field: string | undefined;

  constructor(message: string, field?: string, options?: ErrorOptions) {
    super("invalid", message, options);
    this.field = field;
  }
}

/** A cap, quota or rate limit is reached. */
export class LimitError extends AppError {
  constructor(message: string, options?: ErrorOptions) {
    super("limit", message, options);
  }
}

type ProviderFailure = {
  provider: string;
  message: string;
  /** True when the same call may be made again without repeating an effect. */
  retryable: boolean;
  retryAfterMs?: number;
  /** HTTP status, or undefined when no answer arrived. */
  status?: number;
  cause?: unknown;
};

/** An outside service failed or refused. */
export class ProviderError extends AppError {
  readonly provider: string;
  readonly retryable: boolean;
  readonly retryAfterMs: number | undefined;
  readonly status: number | undefined;

  constructor({ provider, message, retryable, retryAfterMs, status, cause }: ProviderFailure) {
    super("provider", `${provider}: ${message}`, cause === undefined ? undefined : { cause });
    this.provider = provider;
    this.retryable = retryable;
    this.retryAfterMs = retryAfterMs;
    this.status = status;
  }
}

/** An answer of Supabase Auth that is not 2xx: `code` is what auth-js hands on as `error.code`. */
export class AuthError extends Error {
  readonly status: number;
  readonly code: string;
  readonly extra: Record<string, unknown>;

  constructor(status: number, code: string, message: string, extra: Record<string, unknown> = {}) {
    super(message);
    this.name = "AuthError";
    this.status = status;
    this.code = code;
    this.extra = extra;
  }
}

export const invalidCredentials = () => new AuthError(400, "invalid_credentials", "Invalid login credentials");
export const userNotFound = () => new AuthError(404, "user_not_found", "User not found");
export const emailExists = () => new AuthError(422, "email_exists", "A user with this email address has already been registered");
export const otpExpired = (message = "Token has expired or is invalid") => new AuthError(403, "otp_expired", message);
export const validationFailed = (message: string) => new AuthError(400, "validation_failed", message);

import "server-only";

/**
 * What a person reads for an error of the sign-in service (Supabase Auth's error codes, stable across versions).
 * "Wrong address" and "wrong password" are one message, so that nobody learns who has an account.
 */
const MESSAGES: Record<string, string> = {
  invalid_credentials: "That email address and password do not match. Check both, or reset your password.",
  email_not_confirmed: "Confirm your email address first: open the link we sent you when you signed up.",
  user_banned: "This account is suspended. Contact the owner of your agency or our support.",
  user_already_exists: "There is already an account with this email address. Sign in, or reset your password.",
  email_exists: "There is already an account with this email address. Sign in, or reset your password.",
  email_address_invalid: "We cannot send email to this address. Check the spelling.",
  email_address_not_authorized: "We cannot send email to this address. Use your work address.",
  weak_password: "This password is too easy to guess. Use at least 10 characters that are not a common phrase.",
  same_password: "That is already your password. Choose a different one.",
  signup_disabled: "New accounts are closed at the moment.",
  email_provider_disabled: "Signing in with a password is switched off.",
  otp_expired: "This link has expired or was used already. Ask for a new one.",
  otp_disabled: "Sign-in links are switched off. Use your password.",
  flow_state_not_found: "This link belongs to another browser or was used already. Open it where you asked for it, or ask for a new one.",
  flow_state_expired: "This link has expired. Ask for a new one.",
  bad_code_verifier: "This link belongs to another browser. Open it where you asked for it, or ask for a new one.",
  pkce_code_verifier_not_found: "This link belongs to another browser. Open it where you asked for it, or ask for a new one.",
  invite_not_found: "This invitation has expired or was used already. Ask the person who invited you for a new one.",
  user_not_found: "This link is no longer valid. Ask for a new one.",
  session_not_found: "Your session has ended. Sign in again.",
  session_expired: "Your session has ended. Sign in again.",
  refresh_token_not_found: "Your session has ended. Sign in again.",
  refresh_token_already_used: "Your session has ended. Sign in again.",
  bad_jwt: "Your session has ended. Sign in again.",
  no_authorization: "Your session has ended. Sign in again.",
  reauthentication_needed: "Sign in again before you change your password.",
  over_request_rate_limit: "Too many attempts. Wait a minute, then try again.",
  over_email_send_rate_limit: "We have just sent you an email. Wait a minute before you ask for another.",
  captcha_failed: "The check that you are a person failed. Try again.",
  validation_failed: "Some of what you entered is not valid. Check the fields and try again.",
  request_timeout: "Signing in takes longer than it should. Try again in a moment.",
  hook_timeout: "Signing in takes longer than it should. Try again in a moment.",
};

const UNAVAILABLE = "Sign-in is not available at the moment. Nothing was changed; try again in a minute.";
const UNKNOWN = "That did not work, and it is our fault, not yours. Try again; if it stays, contact support.";

/** The part of supabase-js's AuthError that decides the wording. */
export type AuthFailure = { code?: string | undefined; status?: number | undefined; name?: string | undefined };

/** The sentence to show for a failed call to the sign-in service; never the service's own text. */
export function authMessage({ code, status, name }: AuthFailure): string {
  const known = code === undefined ? undefined : MESSAGES[code];
  if (known !== undefined) return known;
  if (name === "AuthSessionMissingError") return "Your session has ended. Sign in again.";
  if (isAuthUnavailable({ status, name })) return UNAVAILABLE;
  if (status === 429) return "Too many attempts. Wait a minute, then try again.";
  return UNKNOWN;
}

/** True when the sign-in service gave no usable answer: nobody may be signed out for that. */
export function isAuthUnavailable({ status, name }: AuthFailure): boolean {
  return name === "AuthRetryableFetchError" || status === 0 || (status !== undefined && status >= 500);
}

import { expect, test } from "vitest";
import { authMessage, isAuthUnavailable } from "@/lib/auth/auth-message";

test.each([
  [{ code: "invalid_credentials", status: 400 }, "do not match"],
  [{ code: "email_not_confirmed", status: 400 }, "Confirm your email address"],
  [{ code: "user_already_exists", status: 422 }, "already an account"],
  [{ code: "weak_password", status: 422 }, "too easy to guess"],
  [{ code: "same_password", status: 422 }, "already your password"],
  [{ code: "otp_expired", status: 403 }, "expired or was used already"],
  [{ code: "bad_code_verifier", status: 400 }, "another browser"],
  [{ code: "pkce_code_verifier_not_found", status: 400 }, "another browser"],
  [{ code: "over_email_send_rate_limit", status: 429 }, "just sent you an email"],
  [{ status: 429 }, "Too many attempts"],
  [{ name: "AuthSessionMissingError", status: 400 }, "session has ended"],
  [{ name: "AuthRetryableFetchError", status: 0 }, "not available at the moment"],
  [{ code: "unexpected_failure", status: 500 }, "not available at the moment"],
  [{ code: "a_code_of_next_year", status: 418 }, "our fault"],
  [{}, "our fault"],
])("%o", (failure, expected) => {
  expect(authMessage(failure)).toContain(expected);
});

test("who has an account cannot be learned from a failed sign-in", () => {
  expect(authMessage({ code: "invalid_credentials" })).not.toMatch(/no account|not found|unknown/i);
});

test.each([
  [{ name: "AuthRetryableFetchError", status: 502 }, true],
  [{ status: 503 }, true],
  [{ status: 400, code: "bad_jwt" }, false],
  [{ name: "AuthSessionMissingError", status: 400 }, false],
  [{}, false],
])("%o means the service is away: %s", (failure, isAway) => {
  expect(isAuthUnavailable(failure)).toBe(isAway);
});

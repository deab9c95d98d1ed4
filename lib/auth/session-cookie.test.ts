import { expect, test } from "vitest";
import { hasSessionCookie, SESSION_COOKIE_NAME, sessionCookieOptions } from "@/lib/auth/session-cookie";

test.each([
  [[SESSION_COOKIE_NAME], true],
  [[`${SESSION_COOKIE_NAME}.0`, `${SESSION_COOKIE_NAME}.1`], true],
  [[`${SESSION_COOKIE_NAME}-code-verifier`], false],
  [["other"], false],
  [[], false],
])("%o carries a session: %s", (names, isSession) => {
  expect(hasSessionCookie(names.map((name) => ({ name })))).toBe(isSession);
});

test("the cookie is sent over TLS only, except on one machine", () => {
  expect(sessionCookieOptions("https://app.example.com").secure).toBe(true);
  expect(sessionCookieOptions("http://127.0.0.1:3000").secure).toBe(false);
});

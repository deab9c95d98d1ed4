import { expect, test } from "vitest";
import { hasSessionCookie, SESSION_COOKIE_NAME, sessionCookieOptions } from "@/lib/auth/session-cookie";

test.each([
  [[SESSION_COOKIE_NAME], true],
  [[`${SESSION_COOKIE_NAME}.0`, `${SESSION_COOKIE_NAME}.1`], true],
  [[`${SESSION_COOKIE_NAME}-code-verifier`], false],
  [["other"], false],
  [[], false],
])("%o carries a session: %s", (names, isSession) => {
  expect(hasSessionCookie(names.map((name) => ({ name, value: "base64-e30" })))).toBe(isSession);
});

test("an emptied cookie is no session", () => {
  expect(hasSessionCookie([{ name: SESSION_COOKIE_NAME, value: "" }])).toBe(false);
});

test("the cookie is sent over TLS only, except on one machine", () => {
  expect(sessionCookieOptions("https://app.example.com").secure).toBe(true);
  expect(sessionCookieOptions("http://127.0.0.1:3000").secure).toBe(false);
});

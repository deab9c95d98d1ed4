import fc from "fast-check";
import { expect, test } from "vitest";
import { DEFAULT_NEXT_PATH, safeNextPath } from "@/lib/auth/next-path";

test.each([
  ["/dashboard/leads?page=2&sort=-score", "/dashboard/leads?page=2&sort=-score"],
  ["/onboarding#step-2", "/onboarding#step-2"],
  ["/set-password", "/set-password"],
  ["/", "/"],
  ["/a/../dashboard", "/dashboard"],
])("%s stays", (next, expected) => {
  expect(safeNextPath(next)).toBe(expected);
});

test.each([
  null,
  undefined,
  "",
  "dashboard",
  "https://evil.example/",
  "//evil.example",
  "///evil.example",
  "/\\evil.example",
  "/\t/evil.example",
  "/\n/evil.example",
  "/.//evil.example",
  "/a/..//evil.example",
  "javascript:alert(1)",
  "/sign-in",
  "/sign-in/link?next=/dashboard",
  "/sign-out",
  "/auth/callback?code=x",
  `/${"a".repeat(2001)}`,
])("%s is refused", (next) => {
  expect(safeNextPath(next)).toBe(DEFAULT_NEXT_PATH);
});

test("whatever comes in, a browser stays on our host", () => {
  const tricky = fc.string({
    unit: fc.constantFrom("/", "\\", ".", ":", "@", "%", "2", "f", "5", "c", "?", "#", "\t", "\n", " ", "a", "evil.example"),
  });
  fc.assert(
    fc.property(tricky, (text) => {
      for (const next of [text, `/${text}`, `//${text}`]) {
        expect(new URL(safeNextPath(next), "https://app.example.com").origin).toBe("https://app.example.com");
      }
    }),
    { numRuns: 2000 },
  );
});

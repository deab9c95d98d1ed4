import { expect, test } from "vitest";
import { isSameOriginRequest } from "@/lib/auth/same-origin";

const host = "app.example.com";

test.each([
  ["GET", {}, true],
  ["HEAD", { origin: "https://evil.example" }, true],
  ["POST", { origin: "https://app.example.com" }, true],
  ["POST", { origin: "https://evil.example" }, false],
  ["POST", { origin: "https://app.example.com.evil.example" }, false],
  ["POST", { origin: "https://app.example.com:8443" }, false],
  ["POST", { origin: "null" }, false],
  ["POST", {}, false],
  ["DELETE", {}, false],
  ["POST", { authorization: "Bearer key" }, true],
  ["POST", { authorization: "Basic key" }, false],
  ["POST", { origin: "https://public.example", "x-forwarded-host": "public.example" }, true],
])("%s with %o: %s", (method, headers, isAllowed) => {
  expect(isSameOriginRequest(method, new Headers({ host, ...headers }))).toBe(isAllowed);
});

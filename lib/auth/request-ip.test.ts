import { expect, test } from "vitest";
import { requestIp } from "@/lib/auth/request-ip";

test.each([
  [{ "x-real-ip": "192.0.2.1", "x-forwarded-for": "198.51.100.1" }, "192.0.2.1"],
  [{ "x-forwarded-for": "198.51.100.1, 10.0.0.1" }, "198.51.100.1"],
  [{}, "unknown"],
])("%o", (headers, expected) => {
  expect(requestIp(new Headers(headers))).toBe(expected);
});

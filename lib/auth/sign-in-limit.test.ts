import { afterAll, beforeAll, expect, test } from "vitest";
import { createSignInLimit } from "@/lib/auth/sign-in-limit";
import { startUpstash } from "@/local/upstash/server";

// A clock that stands still in the middle of a minute: a window never ends during a test.
const clock = { now: () => new Date("2026-12-14T02:00:30Z") };
let upstash: Awaited<ReturnType<typeof startUpstash>>;
beforeAll(async () => {
  upstash = await startUpstash({ port: 0, token: "token", clock });
});
afterAll(() => upstash.close());

async function countAllowed(
  limit: ReturnType<typeof createSignInLimit>,
  attempts: { email: string; ipAddress: string }[],
): Promise<number> {
  let allowed = 0;
  for (const attempt of attempts) if ((await limit.take(attempt)).isAllowed) allowed += 1;
  return allowed;
}

test("five attempts a minute per account and address; another account is not held up", async () => {
  const limit = createSignInLimit({ url: upstash.url, token: "token" });
  const dana = { email: "dana@agency.example", ipAddress: "192.0.2.1" };
  expect(await countAllowed(limit, Array(8).fill(dana))).toBe(5);
  expect(await countAllowed(limit, [{ ...dana, email: "  DANA@agency.example " }])).toBe(0);
  expect(await countAllowed(limit, [{ ...dana, email: "kim@agency.example" }])).toBe(1);
});

test("claiming a new address each time still ends at twenty", async () => {
  const limit = createSignInLimit({ url: upstash.url, token: "token" });
  const attempts = Array.from({ length: 25 }, (_, n) => ({ email: "ash@agency.example", ipAddress: `198.51.100.${n}` }));
  expect(await countAllowed(limit, attempts)).toBe(20);
});

test("whoever gets in starts anew", async () => {
  const limit = createSignInLimit({ url: upstash.url, token: "token" });
  const jo = { email: "jo@agency.example", ipAddress: "192.0.2.1" };
  await countAllowed(limit, Array(5).fill(jo));
  await limit.forgive(jo);
  expect(await countAllowed(limit, [jo])).toBe(1);
});

test("with the cache away nobody is locked out", async () => {
  const limit = createSignInLimit({ url: "http://127.0.0.1:1", token: "token" });
  const lee = { email: "lee@agency.example", ipAddress: "192.0.2.1" };
  expect(await countAllowed(limit, Array(8).fill(lee))).toBe(8);
  await expect(limit.forgive(lee)).resolves.toBeUndefined();
});

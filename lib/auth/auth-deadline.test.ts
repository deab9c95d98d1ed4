import { expect, test } from "vitest";
import { createAuthDeadline } from "@/lib/auth/auth-deadline";

const RENEWAL = "http://auth.example/auth/v1/token?grant_type=refresh_token";
const SIGN_IN = "http://auth.example/auth/v1/token?grant_type=password";

/** Never answers; ends when told to. */
const silent = ((_input: unknown, init?: RequestInit) =>
  new Promise((_resolve, reject) => {
    init?.signal?.addEventListener("abort", () => reject(init.signal?.reason));
  })) as typeof fetch;

test("a service that does not answer is given up, and no renewal is sent afterwards", async () => {
  let sent = 0;
  const deadline = createAuthDeadline(20, (input, init) => {
    sent += 1;
    return silent(input, init);
  });
  await expect(deadline.fetch(RENEWAL)).rejects.toThrow("timeout");
  await expect(deadline.fetch(RENEWAL)).rejects.toThrow("timeout");
  expect(sent).toBe(1);
});

test("other calls have a time of their own each", async () => {
  const answer = new Response("{}");
  const slowFirst = createAuthDeadline(20, (input, init) => (String(input) === RENEWAL ? silent(input, init) : Promise.resolve(answer)));
  await expect(slowFirst.fetch(RENEWAL)).rejects.toThrow("timeout");
  await expect(slowFirst.fetch(SIGN_IN)).resolves.toBe(answer);
});

test("work in time keeps its result, late work has none", async () => {
  const deadline = createAuthDeadline(20);
  await expect(deadline.race(Promise.resolve("claims"))).resolves.toBe("claims");
  await expect(deadline.race(new Promise(() => undefined))).resolves.toBeUndefined();
  await expect(deadline.race(new Promise(() => undefined))).resolves.toBeUndefined();
});

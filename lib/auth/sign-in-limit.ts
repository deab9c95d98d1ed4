import "server-only";
import { createHash } from "node:crypto";
import { Ratelimit } from "@upstash/ratelimit";
import { Redis } from "@upstash/redis";
import { env } from "@/lib/env";

/** An attempt may take this long to count; after that it is let through. */
const TIMEOUT_MS = 1_000;

type Limits = { perAccountAndAddress: Ratelimit; perAccount: Ratelimit };
let limits: Limits | undefined;

/** Five a minute per account and address (SE-52); twenty per account in all, because an address can be claimed by any header. */
function getLimits(): Limits {
  if (limits) return limits;
  const { UPSTASH_REDIS_REST_URL, UPSTASH_REDIS_REST_TOKEN } = env();
  const redis = new Redis({ url: UPSTASH_REDIS_REST_URL, token: UPSTASH_REDIS_REST_TOKEN, retry: false, enableTelemetry: false });
  limits = {
    perAccountAndAddress: new Ratelimit({ redis, limiter: Ratelimit.slidingWindow(5, "1 m"), prefix: "v1:sign-in:pair", timeout: TIMEOUT_MS }),
    perAccount: new Ratelimit({ redis, limiter: Ratelimit.slidingWindow(20, "1 m"), prefix: "v1:sign-in:account", timeout: TIMEOUT_MS }),
  };
  return limits;
}

/** One try to get into an account: the address typed, and where the request came from. */
export type SignInAttempt = { email: string; ipAddress: string };

/**
 * Counts an attempt. With Redis down or slow it answers "allowed": the sign-in service has limits of its own,
 * and a lost cache must not lock everybody out.
 */
export async function takeSignInAttempt(attempt: SignInAttempt): Promise<{ isAllowed: boolean }> {
  const { account, pair } = limitKeys(attempt);
  try {
    const answers = await Promise.all([getLimits().perAccountAndAddress.limit(pair), getLimits().perAccount.limit(account)]);
    return { isAllowed: answers.every((answer) => answer.success) };
  } catch {
    return { isAllowed: true };
  }
}

/** Forgets an account's attempts from one address after a successful sign-in: only failures are to add up. */
export async function forgiveSignInAttempts(attempt: SignInAttempt): Promise<void> {
  const { account, pair } = limitKeys(attempt);
  try {
    await Promise.all([getLimits().perAccountAndAddress.resetUsedTokens(pair), getLimits().perAccount.resetUsedTokens(account)]);
  } catch {
    // Left to expire within a minute.
  }
}

/** Keys without personal data in them. */
export function limitKeys({ email, ipAddress }: SignInAttempt): { account: string; pair: string } {
  const account = createHash("sha256").update(email.trim().toLowerCase()).digest("base64url").slice(0, 22);
  return { account, pair: `${account}:${ipAddress}` };
}

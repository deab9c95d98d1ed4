import "server-only";
import { createHash } from "node:crypto";
import { Ratelimit } from "@upstash/ratelimit";
import { Redis } from "@upstash/redis";
import { env } from "@/lib/env";

/** Counting may take this long; after that the attempt is let through. */
const TIMEOUT_MS = 1_000;
const PER_MINUTE_ACCOUNT_AND_ADDRESS = 5;
/** Over all addresses, because an address is only what a header says. */
const PER_MINUTE_ACCOUNT = 20;

/** One try to get into an account: the address typed, and where the request came from. */
export type SignInAttempt = { email: string; ipAddress: string };

export type SignInLimit = {
  /** Counts an attempt and says whether it may go on. */
  take(attempt: SignInAttempt): Promise<{ isAllowed: boolean }>;
  /** Forgets the attempts of a person who got in: only failures are to add up. */
  forgive(attempt: SignInAttempt): Promise<void>;
};

/**
 * Five sign-in attempts a minute per account and address (SE-52). With Redis down or slow everybody is let through:
 * the sign-in service has limits of its own, and a lost cache must not lock people out.
 */
export function createSignInLimit({ url, token }: { url: string; token: string }): SignInLimit {
  const redis = new Redis({ url, token, retry: false, enableTelemetry: false });
  const limiter = (name: string, perMinute: number) =>
    new Ratelimit({ redis, limiter: Ratelimit.slidingWindow(perMinute, "1 m"), prefix: `v1:sign-in:${name}`, timeout: TIMEOUT_MS });
  const ofPair = limiter("pair", PER_MINUTE_ACCOUNT_AND_ADDRESS);
  const ofAccount = limiter("account", PER_MINUTE_ACCOUNT);

  return {
    async take(attempt) {
      const { account, pair } = limitKeys(attempt);
      try {
        const answers = await Promise.all([ofPair.limit(pair), ofAccount.limit(account)]);
        return { isAllowed: answers.every((answer) => answer.success) };
      } catch {
        return { isAllowed: true };
      }
    },
    async forgive(attempt) {
      const { account, pair } = limitKeys(attempt);
      // What cannot be forgotten now expires within a minute.
      await Promise.allSettled([ofPair.resetUsedTokens(pair), ofAccount.resetUsedTokens(account)]);
    },
  };
}

let configured: SignInLimit | undefined;

/** The limit on the configured Redis. */
export function signInLimit(): SignInLimit {
  const { UPSTASH_REDIS_REST_URL, UPSTASH_REDIS_REST_TOKEN } = env();
  configured ??= createSignInLimit({ url: UPSTASH_REDIS_REST_URL, token: UPSTASH_REDIS_REST_TOKEN });
  return configured;
}

/** Keys without personal data in them. */
function limitKeys({ email, ipAddress }: SignInAttempt): { account: string; pair: string } {
  const account = createHash("sha256").update(email.trim().toLowerCase()).digest("base64url").slice(0, 22);
  return { account, pair: `${account}:${ipAddress}` };
}

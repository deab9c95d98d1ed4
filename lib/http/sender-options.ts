import "server-only";
import { randomBytes } from "node:crypto";
import type { SenderOptions } from "@/lib/engines/dispatch/sender-options";
import { env } from "@/lib/env";

/** Keys and origin that requests hand to the engines; the carrier is built where durable functions are served. */
export function requestSecrets(): Omit<SenderOptions, "carrier"> {
  const { APP_URL, SUPPRESSION_PEPPER, SECRETS_KEY } = env();
  return { appUrl: APP_URL, pepper: SUPPRESSION_PEPPER, secretsKey: SECRETS_KEY, randomBytes };
}

import "server-only";
import { randomBytes } from "node:crypto";
import type { SenderOptions } from "@/lib/engines/dispatch/sender-options";
import { env } from "@/lib/env";

/** Keys and origin that requests hand to the engines; the carriers are built where durable functions are served. */
export function requestSecrets(): Omit<SenderOptions, "carriers"> {
  const { APP_URL, SUPPRESSION_PEPPER, SECRETS_KEY } = env();
  return { appUrl: APP_URL, pepper: SUPPRESSION_PEPPER, secretsKey: SECRETS_KEY, randomBytes };
}

import "server-only";
import type { WebhookOptions } from "@/lib/engines/webhooks/webhook-secret";
import { env } from "@/lib/env";
import { isLoopbackUrl } from "@/lib/env-schema";
import { requestSecrets } from "@/lib/http/sender-options";

/** What requests hand to the engines that manage webhooks. Private hosts only where the app is reachable from this machine alone. */
export function webhookOptions(): WebhookOptions {
  const { secretsKey, randomBytes } = requestSecrets();
  return { secretsKey, randomBytes, allowPrivateHosts: isLoopbackUrl(env().APP_URL) };
}

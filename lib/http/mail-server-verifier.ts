import "server-only";
import type { VerifyMailServer } from "@/lib/engines/settings/test-mail-server";
import { env } from "@/lib/env";
import { isLoopbackUrl } from "@/lib/env-schema";
import { createServerVerifier } from "@/lib/integrations/smtp/verify-server";

/** Tries mail servers for requests. Servers inside our own network only where the app itself is reachable from this machine alone. */
export function mailServerVerifier(): VerifyMailServer {
  return createServerVerifier({ allowPrivateHosts: isLoopbackUrl(env().APP_URL) });
}

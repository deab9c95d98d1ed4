import type { StackConfig } from "@/local/stack-config";

/** How the global set-up tells the workers where the product is: they inherit its environment. */
export const E2E_URL_VARIABLE = "AGENCY_E2E_URL";
const CONFIG_VARIABLE = "AGENCY_E2E_STACK";

export function publishStack(config: StackConfig): void {
  process.env[E2E_URL_VARIABLE] = config.appUrl;
  process.env[CONFIG_VARIABLE] = JSON.stringify(config);
}

/** The stack under test, in a worker. */
export function stackUnderTest(): StackConfig {
  return JSON.parse(process.env[CONFIG_VARIABLE] ?? "null") as StackConfig;
}

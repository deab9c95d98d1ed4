import { apolloStandIn } from "@/local/providers/apollo";
import { dataForSeoStandIn } from "@/local/providers/dataforseo";
import { hunterStandIn } from "@/local/providers/hunter";
import type { StandIn } from "@/local/providers/stand-in";

/** Every provider that is played. */
export const STAND_INS: readonly StandIn[] = [apolloStandIn, hunterStandIn, dataForSeoStandIn];

/** The product's variables when every provider is a stand-in at this address. */
export function providersEnv(url: string): Record<string, string> {
  return Object.assign({}, ...STAND_INS.map(({ prefix, env }) => env(url + prefix))) as Record<string, string>;
}

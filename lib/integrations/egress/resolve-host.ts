import "server-only";
import { lookup } from "node:dns/promises";
import { isIP } from "node:net";
import { isPrivateAddress } from "@/lib/integrations/egress/is-private-address";

/**
 * Where a server is that somebody named.
 * - `found`: connect to one of these addresses and to nothing else (a second look-up could answer differently); `servername` is what its
 *   certificate must say, absent when an address was named
 * - `refused`: it is inside our own network
 * - `missing`: the name leads nowhere, for now
 */
export type ResolvedHost =
  | { outcome: "found"; addresses: [string, ...string[]]; servername?: string }
  | { outcome: "refused" }
  | { outcome: "missing" };

/** How a name is turned into addresses; the system's resolver, unless a test says otherwise. */
export type LookUpHost = (host: string) => Promise<readonly string[]>;

const systemLookUp: LookUpHost = async (host) => (await lookup(host, { all: true })).map(({ address }) => address);

/**
 * Looks a server up once. A single address inside our network refuses it (SSRF).
 * @param allowPrivateHosts true where the app itself is reachable from this machine alone
 */
export async function resolveHost(
  host: string,
  { allowPrivateHosts, lookUp = systemLookUp }: { allowPrivateHosts: boolean; lookUp?: LookUpHost | undefined },
): Promise<ResolvedHost> {
  const addresses = await lookUp(host).catch(() => []); // why the name leads nowhere changes nothing
  const [first, ...others] = addresses;
  if (first === undefined) return { outcome: "missing" };
  if (!allowPrivateHosts && addresses.some(isPrivateAddress)) return { outcome: "refused" };
  return { outcome: "found", addresses: [first, ...others], ...(isIP(host) === 0 && { servername: host }) };
}

import "server-only";
import { lookup } from "node:dns/promises";
import { BlockList, isIP } from "node:net";

/** Addresses that are nobody's public mail server: this machine, private and link-local networks, cloud metadata. */
const PRIVATE = new BlockList();
for (const [network, prefix] of [
  ["0.0.0.0", 8],
  ["10.0.0.0", 8],
  ["100.64.0.0", 10],
  ["127.0.0.0", 8],
  ["169.254.0.0", 16],
  ["172.16.0.0", 12],
  ["192.0.0.0", 24],
  ["192.168.0.0", 16],
  ["198.18.0.0", 15],
  ["224.0.0.0", 3],
] as const) {
  PRIVATE.addSubnet(network, prefix, "ipv4");
}
for (const [network, prefix] of [
  ["::", 127],
  ["64:ff9b::", 96],
  ["fc00::", 7],
  ["fe80::", 10],
  ["ff00::", 8],
] as const) {
  PRIVATE.addSubnet(network, prefix, "ipv6");
}

/** True for an IP address that only this machine or its network reaches. IPv4 written as IPv6 counts as what it is. */
export function isPrivateAddress(address: string): boolean {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  const plain = mapped ?? address;
  const family = isIP(plain);
  return family === 0 || PRIVATE.check(plain, family === 6 ? "ipv6" : "ipv4");
}

/**
 * Where a mail server is that somebody named.
 * - `found`: connect to one of these addresses and to nothing else (a second look-up could answer differently); `servername` is what its
 *   certificate must say, absent when an address was named
 * - `refused`: it is inside our own network
 * - `missing`: the name leads nowhere, for now
 */
export type MailHost =
  | { outcome: "found"; addresses: [string, ...string[]]; servername?: string }
  | { outcome: "refused" }
  | { outcome: "missing" };

/** How a name is turned into addresses; the system's resolver, unless a test says otherwise. */
export type LookUpHost = (host: string) => Promise<readonly string[]>;

const systemLookUp: LookUpHost = async (host) => (await lookup(host, { all: true })).map(({ address }) => address);

/**
 * Looks a mail server up once. A single address inside our network refuses it (SSRF).
 * @param allowPrivateHosts true where the app itself is reachable from this machine alone
 */
export async function resolveMailHost(
  host: string,
  { allowPrivateHosts, lookUp = systemLookUp }: { allowPrivateHosts: boolean; lookUp?: LookUpHost },
): Promise<MailHost> {
  const addresses = await lookUp(host).catch(() => []); // why the name leads nowhere changes nothing
  const [first, ...others] = addresses;
  if (first === undefined) return { outcome: "missing" };
  if (!allowPrivateHosts && addresses.some(isPrivateAddress)) return { outcome: "refused" };
  return { outcome: "found", addresses: [first, ...others], ...(isIP(host) === 0 && { servername: host }) };
}

import "server-only";
import { BlockList, isIP } from "node:net";

/** IPv4 networks that are not the public internet: this machine, private and link-local networks, cloud metadata, documentation. */
const PRIVATE_IPV4 = new BlockList();
for (const [network, prefix] of [
  ["0.0.0.0", 8],
  ["10.0.0.0", 8],
  ["100.64.0.0", 10],
  ["127.0.0.0", 8],
  ["169.254.0.0", 16],
  ["172.16.0.0", 12],
  ["192.0.0.0", 24],
  ["192.0.2.0", 24],
  ["192.88.99.0", 24],
  ["192.168.0.0", 16],
  ["198.18.0.0", 15],
  ["198.51.100.0", 24],
  ["203.0.113.0", 24],
  ["224.0.0.0", 3],
] as const) {
  PRIVATE_IPV4.addSubnet(network, prefix, "ipv4");
}

const MAPPED = new BlockList();
MAPPED.addSubnet("::ffff:0:0", 96, "ipv6");

/** Only this part of IPv6 is given out as public addresses … */
const GLOBAL_IPV6 = new BlockList();
GLOBAL_IPV6.addSubnet("2000::", 3, "ipv6");
/** … except for tunnels that lead to an IPv4 address of anybody's choice (Teredo, 6to4), and documentation. */
const SPECIAL_IPV6 = new BlockList();
for (const [network, prefix] of [
  ["2001::", 23],
  ["2001:db8::", 32],
  ["2002::", 16],
  ["3fff::", 20],
] as const) {
  SPECIAL_IPV6.addSubnet(network, prefix, "ipv6");
}

/** True for anything that is not a public IP address (IANA special-purpose registries). IPv4 written as IPv6 counts as what it is. */
export function isPrivateAddress(address: string): boolean {
  const plain = address.replace(/%.*$/, "");
  switch (isIP(plain)) {
    case 4:
      return PRIVATE_IPV4.check(plain, "ipv4");
    case 6:
      if (MAPPED.check(plain, "ipv6")) return PRIVATE_IPV4.check(plain, "ipv6");
      return !GLOBAL_IPV6.check(plain, "ipv6") || SPECIAL_IPV6.check(plain, "ipv6");
    default:
      return true;
  }
}

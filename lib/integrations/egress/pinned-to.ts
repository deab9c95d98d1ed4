import "server-only";
import { isIPv6, type LookupFunction } from "node:net";

/** Answers every look-up with the addresses that were checked: a second question to the resolver could be answered differently. */
export function pinnedTo(addresses: readonly string[]): LookupFunction {
  const checked = addresses.map((address) => ({ address, family: isIPv6(address) ? 6 : 4 }));
  return (_host, { all }, callback) => {
    const [first] = checked;
    if (all) callback(null, checked);
    else callback(null, first?.address ?? "", first?.family);
  };
}

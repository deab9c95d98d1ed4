/** Lower case, without angle brackets: how every address is stored and compared here. */
export function normalizeAddress(address: string): string {
  return address.trim().replace(/^<|>$/g, "").toLowerCase();
}

/** The address without its plus tag: `ava+t1@x` belongs to `ava@x`. */
export function baseAddress(address: string): string {
  return address.replace(/\+[^@]*(?=@)/, "");
}

/** What stands between the first `+` and the `@`, or the empty string. */
export function addressTag(address: string): string {
  return /^[^+@]*\+([^@]*)@/.exec(address)?.[1] ?? "";
}

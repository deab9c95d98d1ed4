/** Zones of Australia, east to west, for the top of a list to choose from. */
const AUSTRALIAN = [
  "Australia/Sydney",
  "Australia/Melbourne",
  "Australia/Brisbane",
  "Australia/Hobart",
  "Australia/Adelaide",
  "Australia/Darwin",
  "Australia/Perth",
] as const;

/** True for an IANA zone that this runtime knows. */
export function isTimeZone(value: string): boolean {
  try {
    new Intl.DateTimeFormat("en-AU", { timeZone: value });
    return value !== "";
  } catch {
    return false;
  }
}

/** Every zone to offer: Australia's capitals first, then the rest by name; `current` is always among them. */
export function listTimeZones(current: string): string[] {
  return [...new Set([...AUSTRALIAN, current, ...Intl.supportedValuesOf("timeZone")])];
}

import "server-only";
import { isTimeZone } from "@/lib/domain/time-zones";
import type { AustralianState } from "@/lib/engines/gate/holidays";

const ZONE_OF_STATE: Readonly<Record<AustralianState, string>> = {
  NSW: "Australia/Sydney",
  ACT: "Australia/Sydney",
  VIC: "Australia/Melbourne",
  TAS: "Australia/Hobart",
  QLD: "Australia/Brisbane",
  SA: "Australia/Adelaide",
  NT: "Australia/Darwin",
  WA: "Australia/Perth",
};

const STATE_OF_ZONE: Readonly<Record<string, AustralianState>> = {
  "Australia/Sydney": "NSW",
  "Australia/Canberra": "ACT",
  "Australia/Melbourne": "VIC",
  "Australia/Hobart": "TAS",
  "Australia/Brisbane": "QLD",
  "Australia/Adelaide": "SA",
  "Australia/Darwin": "NT",
  "Australia/Perth": "WA",
};

/**
 * Whose clock and whose holidays count for a lead: what is known of the person, then their state, then the client's zone;
 * never UTC (OP-20). A zone nobody knows counts as none.
 */
export function recipientPlace(
  lead: { timezone: string | null; state: string | null },
  clientTimezone: string,
): { timezone: string; state: AustralianState | null } {
  const state = isState(lead.state) ? lead.state : null;
  const known = lead.timezone !== null && isKnownZone(lead.timezone) ? lead.timezone : null;
  const timezone = known ?? (state ? ZONE_OF_STATE[state] : clientTimezone);
  return { timezone, state: state ?? STATE_OF_ZONE[timezone] ?? null };
}

const knownZones = new Map<string, boolean>();

function isKnownZone(timezone: string): boolean {
  const known = knownZones.get(timezone) ?? isTimeZone(timezone);
  knownZones.set(timezone, known);
  return known;
}

function isState(value: string | null): value is AustralianState {
  return value !== null && value in ZONE_OF_STATE;
}

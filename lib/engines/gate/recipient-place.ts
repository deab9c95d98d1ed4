import "server-only";
import { type AustralianState, isAustralianState, stateOfTimezone, timezoneOfState } from "@/lib/domain/australian-place";
import { isTimeZone } from "@/lib/domain/time-zones";

/**
 * Whose clock and whose holidays count for a lead: what is known of the person, then their state, then the client's zone;
 * never UTC (OP-20). A zone nobody knows counts as none.
 */
export function recipientPlace(
  lead: { timezone: string | null; state: string | null },
  clientTimezone: string,
): { timezone: string; state: AustralianState | null } {
  const state = isAustralianState(lead.state) ? lead.state : null;
  const known = lead.timezone !== null && isKnownZone(lead.timezone) ? lead.timezone : null;
  const timezone = known ?? (state ? timezoneOfState(state) : clientTimezone);
  return { timezone, state: state ?? stateOfTimezone(timezone) };
}

const knownZones = new Map<string, boolean>();

function isKnownZone(timezone: string): boolean {
  const known = knownZones.get(timezone) ?? isTimeZone(timezone);
  knownZones.set(timezone, known);
  return known;
}

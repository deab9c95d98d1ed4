import "server-only";
import { type AustralianState, isAustralianState, stateOfTimezone, timezoneOfState } from "@/lib/domain/australian-place";
import { isTimeZone } from "@/lib/domain/time-zones";
import type { CallPlace } from "@/lib/engines/gate/calling-hours";

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

/** One place a zone each, where a number without a place may ring (AU-27). */
const MAINLAND: readonly AustralianState[] = ["NSW", "VIC", "QLD", "SA", "WA", "NT"];

/**
 * Every place a call may ring at: what is known of the person, then the landline's area, then all of the mainland. The sender's own
 * clock says nothing about the person called.
 */
export function callPlaces(lead: {
  timezone: string | null;
  state: string | null;
  phone: { states: readonly AustralianState[] } | null;
}): CallPlace[] {
  if (isAustralianState(lead.state)) return [{ timezone: timezoneOfState(lead.state), state: lead.state }];
  const known = lead.timezone !== null && isKnownZone(lead.timezone) ? lead.timezone : null;
  if (known) return [{ timezone: known, state: stateOfTimezone(known) }];
  const area = lead.phone?.states ?? [];
  return (area.length > 0 ? area : MAINLAND).map((state) => ({ timezone: timezoneOfState(state), state }));
}

const knownZones = new Map<string, boolean>();

function isKnownZone(timezone: string): boolean {
  const known = knownZones.get(timezone) ?? isTimeZone(timezone);
  knownZones.set(timezone, known);
  return known;
}

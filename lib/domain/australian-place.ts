/** Codes of leads.state. Public holidays and clocks differ between them. */
export type AustralianState = "NSW" | "VIC" | "QLD" | "SA" | "WA" | "TAS" | "ACT" | "NT";

const STATES: Readonly<Record<AustralianState, { names: readonly string[]; timezone: string }>> = {
  NSW: { names: ["nsw", "new south wales"], timezone: "Australia/Sydney" },
  VIC: { names: ["vic", "victoria"], timezone: "Australia/Melbourne" },
  QLD: { names: ["qld", "queensland"], timezone: "Australia/Brisbane" },
  SA: { names: ["sa", "south australia", "s australia"], timezone: "Australia/Adelaide" },
  WA: { names: ["wa", "western australia", "west australia", "w australia"], timezone: "Australia/Perth" },
  TAS: { names: ["tas", "tasmania"], timezone: "Australia/Hobart" },
  ACT: { names: ["act", "australian capital territory", "canberra"], timezone: "Australia/Sydney" },
  NT: { names: ["nt", "northern territory"], timezone: "Australia/Darwin" },
};
/** Canberra has a zone name of its own; the zone of Sydney stands for New South Wales. */
const STATE_OF_TIMEZONE: Readonly<Record<string, AustralianState>> = {
  "Australia/Sydney": "NSW",
  "Australia/Canberra": "ACT",
  "Australia/Melbourne": "VIC",
  "Australia/Hobart": "TAS",
  "Australia/Brisbane": "QLD",
  "Australia/Adelaide": "SA",
  "Australia/Darwin": "NT",
  "Australia/Perth": "WA",
};
const stateOfName = new Map(Object.entries(STATES).flatMap(([code, { names }]) => names.map((name) => [name, code as AustralianState])));

/** Postcode allocations of Australia Post, the narrow ones before the ranges that surround them. */
const POSTCODES: readonly [number, number, AustralianState][] = [
  [200, 299, "ACT"],
  [2600, 2618, "ACT"],
  [2900, 2920, "ACT"],
  [800, 999, "NT"],
  [1000, 2999, "NSW"],
  [3000, 3999, "VIC"],
  [8000, 8999, "VIC"],
  [4000, 4999, "QLD"],
  [9000, 9999, "QLD"],
  [5000, 5999, "SA"],
  [6000, 6999, "WA"],
  [7000, 7999, "TAS"],
];

/** The state a person means by "New South Wales", "n.s.w." or "Vic"; null for anything else. */
export function toAustralianState(text: string): AustralianState | null {
  const name = text
    .toLowerCase()
    .replaceAll(".", "")
    .replace(/[^a-z]+/g, " ")
    .trim();
  return stateOfName.get(name) ?? null;
}

/** The state of a four-digit postcode ("800" is Darwin's 0800). A few border towns belong to the neighbour. */
export function stateOfPostcode(postcode: string): AustralianState | null {
  if (!/^\d{3,4}$/.test(postcode)) return null;
  const number = Number(postcode);
  return POSTCODES.find(([from, to]) => number >= from && number <= to)?.[2] ?? null;
}

/** Whether a text is the code of a state, as leads store it. */
export function isAustralianState(text: string | null): text is AustralianState {
  return text !== null && Object.hasOwn(STATES, text);
}

/** The IANA zone of a state's capital. */
export function timezoneOfState(state: AustralianState): string {
  return STATES[state].timezone;
}

/** The state whose capital keeps this IANA zone; null for any other zone. */
export function stateOfTimezone(timezone: string): AustralianState | null {
  return STATE_OF_TIMEZONE[timezone] ?? null;
}

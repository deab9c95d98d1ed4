import type { AustralianState } from "@/lib/domain/australian-place";

// Australian telephone numbers by their prefix, from the Telecommunications Numbering Plan. A number of the right shape may still be
// unassigned; only a look-up at a carrier says so.

/** `shared_cost` is 13 and 1300; `special` is satellite, pager, data and internet telephony without a place. */
export type PhoneKind = "mobile" | "landline" | "toll_free" | "shared_cost" | "premium" | "special";

export type AustralianNumber = {
  /** "+61412345678"; 13 and 1300 numbers as "+611300123456". */
  e164: string;
  /** As dialled inside the country, digits only: "0412345678", "1300123456". */
  national: string;
  kind: PhoneKind;
  /** Where the number can ring (AU-27): by area code for landlines, empty for all others, which carry no place. */
  states: readonly AustralianState[];
};

/** Why a number is never dialled (AU-31). `malformed`: not a telephone number at all. */
export type NeverDialled = "emergency" | "premium" | "short_code" | "special" | "not_australian" | "malformed";

const COUNTRY = "61";
/** Area codes and the states they serve. Broken Hill (NSW) has 08 numbers and keeps South Australian time, so 08 covers it. */
const STATES_OF_AREA: Readonly<Record<string, readonly AustralianState[]>> = {
  "2": ["NSW", "ACT"],
  "3": ["VIC", "TAS"],
  "7": ["QLD"],
  "8": ["WA", "SA", "NT"],
};
const EMERGENCY: ReadonlySet<string> = new Set(["000", "106", "112"]);
/** By what follows the country code; the first that fits decides. No trunk zero before numbers that begin with 1. */
const SHAPES: readonly (readonly [RegExp, PhoneKind])[] = [
  [/^4\d{8}$/, "mobile"],
  [/^[2378][1-9]\d{7}$/, "landline"],
  [/^180(?:0\d{6}|2\d{3})$/, "toll_free"],
  [/^13(?:00\d{6}|[1-9]\d{3})$/, "shared_cost"],
  [/^19\d{4}(?:\d{2}|\d{4})?$/, "premium"],
  [/^(?:14\d{7}|16\d{7}|198\d{6}|5\d{8})$/, "special"],
];
/** Kinds a person can be rung up on. */
const DIALLED_KINDS: ReadonlySet<PhoneKind> = new Set(["mobile", "landline", "toll_free", "shared_cost"]);
const SHORT_CODE_MAX_DIGITS = 8;
const WRITTEN = /^[+\d\s().\-–‐‑/\u00a0]+$/;

/**
 * Reads an Australian number in any spelling a list may hold: "0412 345 678", "+61 (0)412 345 678", "61412345678", "0061…", "0011 61…",
 * "(02) 9876 5432", "1300 123 456", "13 12 34", and without the leading zero a spreadsheet eats. An extension at the end is left out.
 * @returns null for numbers of other countries, emergency numbers and anything that is no number
 */
export function parseAustralianNumber(text: string): AustralianNumber | null {
  const significant = significantDigits(text);
  const kind = significant === null ? undefined : SHAPES.find(([shape]) => shape.test(significant))?.[1];
  if (significant === null || kind === undefined) return null;
  return {
    e164: `+${COUNTRY}${significant}`,
    national: hasTrunkZero(significant) ? `0${significant}` : significant,
    kind,
    states: kind === "landline" ? (STATES_OF_AREA[significant.charAt(0)] ?? []) : [],
  };
}

/** "0412345678" of "+61412345678", as the Do Not Call Register wants it; null when it is no Australian number. */
export function nationalNumber(text: string): string | null {
  return parseAustralianNumber(text)?.national ?? null;
}

/** True for a number that takes text messages: mobiles only, landlines are refused by the carrier. */
export function isTextable(text: string): boolean {
  return parseAustralianNumber(text)?.kind === "mobile";
}

/** Null when a person may in principle be rung up on this number; otherwise why it is never dialled, whatever else allows it (AU-31). */
export function whyNeverDialled(text: string): NeverDialled | null {
  const dialled = toDigits(text);
  if (dialled === null) return "malformed";
  const national = dialled.replace(/^\+61/, "");
  if (EMERGENCY.has(national)) return "emergency";
  const known = parseAustralianNumber(text);
  if (known) {
    if (DIALLED_KINDS.has(known.kind)) return null;
    return known.kind === "premium" ? "premium" : "special";
  }
  if (dialled.startsWith("+") && !dialled.startsWith(`+${COUNTRY}`)) return "not_australian";
  if (/^19/.test(national)) return "premium";
  return /^1/.test(national) && national.length <= SHORT_CODE_MAX_DIGITS ? "short_code" : "malformed";
}

/** What follows +61, without the trunk zero; null when the text names another country or no number. */
function significantDigits(text: string): string | null {
  const digits = toDigits(text);
  if (digits === null) return null;
  if (digits.startsWith("+")) return digits.startsWith(`+${COUNTRY}`) ? withoutTrunkZero(digits.slice(3)) : null;
  if (digits.startsWith("0")) return withoutTrunkZero(digits);
  if (digits.startsWith(COUNTRY) && digits.length >= 11) return withoutTrunkZero(digits.slice(2));
  return digits;
}

/** Digits with a leading "+" where the text says so; international prefixes "00" and "0011" become "+". */
function toDigits(text: string): string | null {
  const clean = text
    .normalize("NFKC")
    .trim()
    .replace(/^tel:/i, "")
    .replace(/[\s,;]*(?:ext(?:ension)?|extn|x|#)[\s.:]*\d{1,6}$/i, "")
    .trim();
  if (!WRITTEN.test(clean) || clean.lastIndexOf("+") > 0) return null;
  const digits = clean.replace(/[^\d+]/g, "");
  const international = digits.replace(/^0011(?=\d{8})/, "+").replace(/^00(?=[1-9]\d{7})/, "+");
  return /^\+?\d{3,15}$/.test(international) ? international : null;
}

/** "+61 (0)412…" and "+61 0412…" write the zero that is only dialled inside the country. */
function withoutTrunkZero(digits: string): string | null {
  if (!digits.startsWith("0")) return digits;
  const rest = digits.slice(1);
  return hasTrunkZero(rest) ? rest : null;
}

function hasTrunkZero(significant: string): boolean {
  return /^(?:[234578]|14|16|198)/.test(significant) && significant.length === 9;
}

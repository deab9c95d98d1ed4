import "server-only";
import { isAustralianState, stateOfPostcode, toAustralianState } from "@/lib/domain/australian-place";
import type { PostalAddress } from "@/lib/domain/hand-over";

/** Why a letter to this address would not arrive, field by field, in words for the person who can mend it. */
export type AddressProblem = { field: keyof PostalAddress; message: string };

/** The address fields of a recipient or a return address as ClickSend takes them. */
export type AddressFields = {
  address_name: string;
  address_line_1: string;
  address_line_2?: string;
  address_city: string;
  address_state: string;
  address_postal_code: string;
  address_country: string;
};

/** The printed name is one line of the window. */
const LONGEST_NAME = 50;
/** Postcodes that Australia Post gives to places on both sides of a state border. */
const BORDER_POSTCODES = new Set("0872 2406 2540 2611 2618 2620 3500 3501 3585 3586 3644 3691 3707 4375 4377 4380 4383 4385".split(" "));

/**
 * What is wrong with an address before anything is asked of ClickSend, whose own check is the status `priceLetter` gives for nothing.
 * Empty for an address that may be right.
 */
export function findAddressProblems(address: PostalAddress): AddressProblem[] {
  const problems: AddressProblem[] = [];
  const want = (field: keyof PostalAddress, message: string) => {
    if (!address[field]?.trim()) problems.push({ field, message });
  };
  want("name", "A letter needs a name.");
  want("line1", "A letter needs a street or a post box.");
  want("city", "A letter needs a suburb or town.");
  want("postcode", "A letter needs a postcode.");
  if (!/^[A-Z]{2}$/.test(address.country))
    problems.push({ field: "country", message: "The country must be a code of two letters, such as AU." });
  return address.country === "AU" ? [...problems, ...australianProblems(address)] : problems;
}

/**
 * An address in ClickSend's fields: states as NSW, VIC and so on, the postcode as text with its leading zero. ClickSend has no field for
 * the company, so it stands behind the name where both fit the line.
 */
export function toAddressFields({ name, company, line1, line2, city, state, postcode, country }: PostalAddress): AddressFields {
  const both = company?.trim() ? `${name.trim()}, ${company.trim()}` : name.trim();
  const isAustralian = country === "AU";
  return {
    address_name: both.length <= LONGEST_NAME ? both : name.trim().slice(0, LONGEST_NAME),
    address_line_1: line1.trim(),
    ...(line2?.trim() ? { address_line_2: line2.trim() } : {}),
    address_city: city.trim(),
    address_state: isAustralian ? (toAustralianState(state) ?? state.trim()) : state.trim(),
    address_postal_code: isAustralian ? postcode.trim().padStart(4, "0") : postcode.trim(),
    address_country: country,
  };
}

function australianProblems({ state, postcode }: PostalAddress): AddressProblem[] {
  const code = toAustralianState(state);
  const digits = postcode.trim();
  if (!isAustralianState(code)) return [{ field: "state", message: "The state must be one of NSW, VIC, QLD, SA, WA, TAS, ACT and NT." }];
  const stateByPostcode = stateOfPostcode(digits);
  if (digits !== "" && stateByPostcode === null) return [{ field: "postcode", message: "An Australian postcode has four digits." }];
  const isElsewhere = stateByPostcode !== null && stateByPostcode !== code && !BORDER_POSTCODES.has(digits.padStart(4, "0"));
  return isElsewhere ? [{ field: "postcode", message: `The postcode belongs to ${stateByPostcode}, not ${code}.` }] : [];
}

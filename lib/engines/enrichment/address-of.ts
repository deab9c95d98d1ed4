import "server-only";
import { type AustralianState, stateOfPostcode, timezoneOfState, toAustralianState } from "@/lib/domain/australian-place";
import { toCountryCode } from "@/lib/domain/countries";
import type { FieldProvenance } from "@/lib/domain/enriched-person";

/** Where a company's post goes, as one provider told it. */
export type TracedAddress = {
  street: string;
  city: string;
  state: string;
  postcode: string;
  country: string | null;
  provenance: FieldProvenance;
};

/** What the lead's row says of where they are; `isTold` says whether the client said so. */
type KnownPlace = {
  addressLine1: string | null;
  city: string | null;
  state: string | null;
  postcode: string | null;
  country: string | null;
  isTold(column: "city" | "postcode"): boolean;
};

export type AddressColumns = {
  addressLine1: string;
  city: string;
  state: AustralianState;
  postcode: string;
  country: string;
  timezone: string;
};

/**
 * An address as a lead's row takes it, whole or not at all: parts of two addresses are none. Null where the lead has one, where it is not in
 * Australia or its postcode is another state's, and where it is elsewhere than we know the lead to be. A town that a provider told gives way
 * to the one the postcode belongs to; one the client told does not.
 */
export function addressOf({ street, city, state, postcode, country }: TracedAddress, known: KnownPlace): AddressColumns | null {
  const code = toAustralianState(state);
  const isAustralian = [country, known.country].every((name) => name === null || toCountryCode(name) === "AU");
  if (known.addressLine1 !== null || code === null || !isAustralian || stateOfPostcode(postcode) !== code) return null;
  if (known.state !== null && known.state !== code) return null;
  if (known.postcode !== null && known.isTold("postcode") && known.postcode !== postcode) return null;
  if (known.city !== null && known.isTold("city") && known.city.toLowerCase() !== city.toLowerCase()) return null;
  return { addressLine1: street, city, state: code, postcode, country: "AU", timezone: timezoneOfState(code) };
}

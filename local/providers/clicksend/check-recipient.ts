import { isAustralianState, stateOfPostcode } from "@/lib/domain/australian-place";
import type { AddressFields } from "@/lib/integrations/clicksend/recipient";

const POSTED_TO = new Set(["AU", "NZ", "GB", "US"]);
const WANTED = ["address_name", "address_line_1", "address_city", "address_postal_code", "address_country"] as const;

/** What ClickSend makes of an address, in its own words; `SUCCESS` when it can be printed and posted. */
export function checkRecipient(to: AddressFields): string {
  if (WANTED.some((field) => !to[field]?.trim())) return "MISSING_REQUIRED_FIELDS";
  if (!POSTED_TO.has(to.address_country)) return "COUNTRY_NOT_ENABLED";
  if (to.address_country !== "AU") return "SUCCESS";
  const isPlace = /^\d{4}$/.test(to.address_postal_code) && stateOfPostcode(to.address_postal_code) !== null;
  return isPlace && isAustralianState(to.address_state) ? "SUCCESS" : "INVALID_RECIPIENT";
}

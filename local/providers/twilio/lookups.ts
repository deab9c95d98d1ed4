import { type AustralianNumber, type PhoneKind, parseAustralianNumber } from "@/lib/domain/phone";
import { seeded } from "@/local/providers/seeded";
import type { Handler } from "@/local/providers/stand-in";

const CARRIERS: readonly (readonly [readonly [string, string], number])[] = [
  [["Telstra", "01"], 0.45],
  [["Optus", "02"], 0.33],
  [["Vodafone", "03"], 0.22],
];
const MOBILE_COUNTRY_CODE = "505";
const VOIP_SHARE = 0.2;
const TYPES: Readonly<Record<Exclude<PhoneKind, "landline">, string>> = {
  mobile: "mobile",
  toll_free: "tollFree",
  shared_cost: "sharedCost",
  premium: "premium",
  special: "nonFixedVoip",
};

/** What kind of line a number is; every Australian number of the right shape exists. */
export function lookupRoutes(seed: string): Readonly<Record<string, Handler>> {
  return {
    "GET /v2/PhoneNumbers/{number}"({ params: { number = "" }, query }) {
      const known = parseAustralianNumber(number);
      const fields = (query.get("Fields") ?? "").split(",");
      const line = known && fields.includes("line_type_intelligence") ? lineType(known, seed) : null;
      const json = {
        calling_country_code: known ? "61" : null,
        country_code: known ? "AU" : null,
        phone_number: known?.e164 ?? number,
        national_format: known ? known.national : "",
        valid: known !== null,
        validation_errors: known ? [] : [number.replace(/\D/g, "").length < 8 ? "TOO_SHORT" : "INVALID_BUT_POSSIBLE"],
        caller_name: null,
        sim_swap: null,
        call_forwarding: null,
        line_status: null,
        line_type_intelligence: line,
        identity_match: null,
        reassigned_number: null,
        sms_pumping_risk: null,
        phone_number_quality_score: null,
        pre_fill: null,
        url: `https://lookups.twilio.com/v2/PhoneNumbers/${encodeURIComponent(known?.e164 ?? number)}`,
      };
      return { answer: { status: 200, json }, subject: number };
    },
  };
}

function lineType({ e164, kind }: AustralianNumber, seed: string) {
  const chance = seeded(seed, "line", e164);
  const [carrier, network] = chance.weighted(CARRIERS);
  const isMobile = kind === "mobile";
  return {
    error_code: null,
    mobile_country_code: isMobile ? MOBILE_COUNTRY_CODE : null,
    mobile_network_code: isMobile ? network : null,
    carrier_name: carrier,
    type: kind === "landline" ? (chance.chance(VOIP_SHARE) ? "fixedVoip" : "landline") : TYPES[kind],
  };
}

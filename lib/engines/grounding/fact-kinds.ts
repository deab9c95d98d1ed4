import "server-only";
import type { ClaimFact } from "@/lib/domain/claim-facts";

/** What a fact is about, as far as it decides which sentences it can bear out. */
export type FactKind =
  | "person"
  | "company"
  | "title"
  | "industry"
  | "location"
  | "employees"
  | "founded"
  | "tenure"
  | "funding"
  | "revenue"
  | "hiring"
  | "technologies"
  | "growth"
  | "award"
  | "contact"
  | "web"
  | "news"
  | "soft"
  | "text";

export type Side = "prospect" | "agency";

const AGENCY = /^(?:agency|sender|our|my|client|us)[._]/;
const KINDS: readonly (readonly [FactKind, RegExp])[] = [
  [
    "contact",
    /contacted|our_messages|messages_sent|touches|prior_(?:contact|touch)|previous_(?:contact|message|touch)|last_(?:contact|message|call|meeting|email)|referr|introduc|(?:^|_)(?:conversation|thread|replied|reply|meeting|call)s?(?:_|$)|linkedin_connect|mutual/,
  ],
  [
    "tenure",
    /employment_start|(?:role|job|position|tenure)_(?:start|since)|current_job_start|started_(?:role|job|at)|in_role_since|joined|tenure/,
  ],
  ["founded", /found(?:ed|ing)|establish|inception|year_started|started_trading|incorporat/],
  ["funding", /fund|raised|investor|series_|investment/],
  ["hiring", /hiring|recruit|vacanc|open_(?:role|position|job)|job_(?:opening|ad|post|listing)|(?:^|_)(?:jobs|roles|openings)$/],
  ["growth", /growth|growing|expansion/],
  ["award", /award|accolade|recognition|prize/],
  ["employees", /employee|head_?count|(?:^|_)staff(?:_|$|ing)|team_size|company_size|(?:^|_)size$|workforce|number_of_people/],
  ["revenue", /revenue|turnover/],
  ["technologies", /tech|software|(?:^|_)tools?(?:_|$)|stack|(?:^|_)(?:crm|cms|platform|accounting_system|booking_system|erp)$/],
  ["title", /title|(?:^|_)(?:role|position|seniority|job)$/],
  ["industry", /industr|sector|vertical|(?:^|_)trade$|niche/],
  ["web", /website|(?:^|_)(?:domain|url|site)$|linkedin_url|linkedin$|profile_url|(?:^|_)email$|phone|mobile/],
  ["location", /city|suburb|(?:^|_)(?:state|country|location|region|town|address|hq|office)(?:_|$)|headquarter|postcode|based/],
  [
    "person",
    /(?:^|_)(?:first|last|full|given|family|sur|contact|person|lead|recipient|sender)_?name|^(?:name|surname|person|contact|firstname|lastname)$/,
  ],
  [
    "company",
    /company$|company_name|organi[sz]ation(?:_name)?$|^(?:business|account|employer|firm)(?:_name)?$|trading_name|brand_name|legal_name/,
  ],
  [
    "news",
    /news|(?:^|_)(?:post|article|podcast|launch|event|press|announcement|activity|update|blog|interview|talk)s?(?:_|$)|research|icebreaker|trigger|signal|milestone|project|acquisition|partnership|opening|case_study|achievement/,
  ],
  ["soft", /description|headline|keyword|summary|bio|about|tagline|specialt|value_prop|offer|service|result/],
];

/** @returns the key in snake_case, without what only says whose it is */
export function keyWords(key: string): string {
  return key
    .replace(/([a-z\d])([A-Z])/g, "$1_$2")
    .toLowerCase()
    .replace(/[^a-z\d]+/g, "_")
    .replace(/^(?:lead|prospect|recipient|contact|organi[sz]ation|company|account|person)_(?=[a-z]+_?)(?!name$|size$)/, "");
}

/** What a fact speaks of. A key nobody knows is a text like any other. */
export function kindOf({ key }: Pick<ClaimFact, "key">): { kind: FactKind; side: Side; words: string } {
  const dotted = key.replace(/([a-z\d])([A-Z])/g, "$1_$2").toLowerCase();
  const side: Side = AGENCY.test(dotted) ? "agency" : "prospect";
  const words = side === "agency" ? keyWords(dotted.replace(AGENCY, "")) : keyWords(dotted);
  if (side === "agency" && /^(?:name|legal_name|trading_name)$/.test(words)) return { kind: "company", side, words };
  // "first_name" names a person on either side.
  return { kind: KINDS.find(([, pattern]) => pattern.test(words))?.[0] ?? "text", side, words };
}

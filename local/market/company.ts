import { type Industry, toIndustry } from "@/lib/domain/industries";
import { seeded } from "@/local/providers/seeded";
import { AUSTRALIAN_CITIES, COMPANY_SECOND } from "@/local/providers/vocabulary";

/** A made-up Australian company; the same for one seed and domain, whoever asks. */
export type Company = {
  domain: string;
  name: string;
  /** As Apollo spells it. */
  industry: string;
  /** The product's slug for it. */
  industrySlug: Industry | null;
  employeeCount: number;
  foundedYear: number;
  city: string;
  /** Full name of the state. */
  state: string;
  postcode: string;
  timezone: string;
};

const ZONES: Readonly<Record<string, string>> = {
  "New South Wales": "Australia/Sydney",
  Victoria: "Australia/Melbourne",
  Queensland: "Australia/Brisbane",
  "South Australia": "Australia/Adelaide",
  "Western Australia": "Australia/Perth",
  Tasmania: "Australia/Hobart",
  "Australian Capital Territory": "Australia/Sydney",
  "Northern Territory": "Australia/Darwin",
};

const FIRST_FOUNDED = 1974;
const LAST_FOUNDED = 2022;

/** Derives a company from its domain: the last word of the label tells the industry, as in `ironbark-joinery.example`. */
export function companyOf(seed: string, domain: string): Company {
  const random = seeded(seed, "market-company", domain);
  const words = (domain.split(".")[0] ?? domain).split(/[-_]/).filter((word) => word !== "" && !/^\d+$/.test(word));
  const spoken = COMPANY_SECOND.find(([word]) => words.at(-1)?.toLowerCase() === word.toLowerCase())?.[1];
  const drawn = random.pick(COMPANY_SECOND)[1];
  const industry = spoken ?? drawn;
  const place = random.weighted(AUSTRALIAN_CITIES);
  return {
    domain,
    name: words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join(" "),
    industry,
    industrySlug: toIndustry(industry),
    employeeCount: headcount(random),
    foundedYear: random.whole(FIRST_FOUNDED, LAST_FOUNDED),
    ...place,
    timezone: ZONES[place.state] ?? "Australia/Sydney",
  };
}

function headcount(random: ReturnType<typeof seeded>): number {
  const [min, max] = random.weighted([
    [[1, 4], 10],
    [[5, 10], 24],
    [[11, 50], 38],
    [[51, 100], 14],
    [[101, 250], 9],
    [[251, 900], 5],
  ] as const);
  return random.whole(min, max);
}

import { remember } from "@/lib/domain/remember";

/** What people write for a country, beyond its English name and its code. Cities and states stand for their country. */
const ALIASES: Record<string, readonly string[]> = {
  AU: [
    "aus",
    "oz",
    "new south wales",
    "nsw",
    "victoria",
    "vic",
    "queensland",
    "qld",
    "western australia",
    "south australia",
    "tasmania",
    "tas",
    "australian capital territory",
    "act",
    "northern territory",
    "sydney",
    "melbourne",
    "brisbane",
    "perth",
    "adelaide",
    "hobart",
    "darwin",
    "canberra",
    "gold coast",
    "newcastle",
    "geelong",
  ],
  NZ: ["nzl", "aotearoa", "auckland", "wellington", "christchurch"],
  GB: ["uk", "great britain", "england", "scotland", "wales", "northern ireland", "london", "manchester", "gbr"],
  US: ["usa", "united states of america", "america", "new york", "san francisco", "los angeles", "california", "texas"],
  AE: ["uae", "dubai"],
  NL: ["holland", "the netherlands"],
  KR: ["korea", "republic of korea"],
  CZ: ["czech republic"],
  TR: ["turkey"],
  VN: ["viet nam"],
  HK: ["hong kong"],
  RU: ["russian federation"],
};

/** Names that stand for several countries. */
const REGIONS: Record<string, readonly string[]> = {
  anz: ["AU", "NZ"],
  australasia: ["AU", "NZ"],
  "australia and new zealand": ["AU", "NZ"],
};

const WORLDWIDE = new Set(["worldwide", "global", "anywhere", "any", "all"]);

let codeOfName: Map<string, string> | undefined;

/** ISO 3166-1 alpha-2 code of a country as people and providers write it ("Australia", "AU", "Sydney, NSW", "u.k."); null when not understood. */
export const toCountryCode = remember((text: string): string | null => {
  codeOfName ??= namesOfCountries();
  const names = codeOfName;
  const whole = normalise(text);
  if (!whole) return null;
  const direct = names.get(whole);
  if (direct) return direct;
  const parts = text.split(/[,;/|]/).map(normalise);
  for (const part of parts.reverse()) {
    const code = names.get(part);
    if (code) return code;
  }
  return null;
});

/** Country codes a list of target locations stands for; `"everywhere"` when one of them means any country; empty when none is understood. */
export function toTargetCountries(locations: readonly string[]): readonly string[] | "everywhere" {
  const codes = new Set<string>();
  for (const location of locations) {
    const name = normalise(location);
    if (WORLDWIDE.has(name)) return "everywhere";
    const code = toCountryCode(location);
    for (const found of REGIONS[name] ?? (code ? [code] : [])) codes.add(found);
  }
  return [...codes];
}

/** English name of a country code, or the code itself when it has none. */
export const countryName = remember((code: string): string => new Intl.DisplayNames(["en"], { type: "region" }).of(code) ?? code);

/** Built from the platform's own region names so that no table of two hundred countries has to be kept. */
function namesOfCountries(): Map<string, string> {
  const names = new Map<string, string>();
  const display = new Intl.DisplayNames(["en"], { type: "region", fallback: "none" });
  const letters = [..."ABCDEFGHIJKLMNOPQRSTUVWXYZ"];
  for (const first of letters) {
    for (const second of letters) {
      const code = first + second;
      if (Intl.getCanonicalLocales(`und-${code}`)[0] !== `und-${code}`) continue; // withdrawn, such as DD
      const name = display.of(code);
      if (!name) continue;
      names.set(code.toLowerCase(), code);
      names.set(normalise(name), code);
    }
  }
  for (const [code, aliases] of Object.entries(ALIASES)) {
    names.set(normalise(display.of(code) ?? code), code);
    for (const alias of aliases) names.set(alias, code);
  }
  return names;
}

function normalise(text: string): string {
  return text
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/\./g, "")
    .replace(/[^a-z]+/g, " ")
    .trim();
}

/** Country-code domains that companies of every country use as if they were generic. */
const GENERIC_COUNTRY_DOMAINS: ReadonlySet<string> = new Set("ai cc cx co fm gg im io is la ly me sc sh so st to tv vc ws".split(" "));

/** The country a domain's last part names; null for generic ones: "firm.co.nz" is NZ, "firm.io" is nobody's. */
export function countryOfDomain(domain: string): string | null {
  const last = domain.slice(domain.lastIndexOf(".") + 1).toLowerCase();
  if (!/^[a-z]{2}$/.test(last) || GENERIC_COUNTRY_DOMAINS.has(last)) return null;
  return last === "uk" ? "GB" : last.toUpperCase();
}

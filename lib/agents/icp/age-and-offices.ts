import "server-only";
import { cut, linesOf } from "@/lib/agents/icp/team-size";
import type { SitePage, SourcedFact } from "@/lib/domain/site-facts";

const SINCE =
  /\b(?:since|founded in|established in|established|est\.?|founded|launched in|started in|opened our doors in|in business since|foundingDate)\b\W{0,12}(?:\w+ )?(?<year>(?:19|20)\d{2})\b/iu;
const FOR_YEARS =
  /\b(?:for|over|more than|with|nearly|almost)? ?(?<n>\d{1,2})\+? years?(?:'|’)? (?:in business|in the business|of (?:experience|business|helping|industry experience)|experience|helping|serving|young|old)\b/iu;
const OLDEST = 1900;
/** Boxes whose words are a client's: "On the road since 1903" may be a slogan. */
const OF_CLIENTS = new Set(["portfolio", "casestudy", "project", "testimonial", "quote", "review", "work"]);

/** How long the agency has been in business, by what its pages say; the year it was founded before the years it counts. */
export function yearsInBusiness(pages: readonly SitePage[], thisYear: number): { years: number; evidence: SourcedFact } | null {
  for (const [pattern, confidence] of [
    [SINCE, 0.8],
    [FOR_YEARS, 0.6],
  ] as const) {
    for (const page of pages) {
      if (page.pageType === "blog" || page.pageType === "case_studies" || page.pageType === "portfolio") continue;
      const others = new Set(page.blocks.filter(({ marks }) => marks.some((mark) => OF_CLIENTS.has(mark))).map(({ text }) => text));
      for (const line of linesOf(page)) {
        if (/©|copyright|all rights reserved/i.test(line)) continue;
        if (others.has(line)) continue;
        const groups = pattern.exec(line)?.groups;
        const years = groups?.year ? thisYear - Number(groups.year) : groups?.n ? Number(groups.n) : null;
        if (years === null || years < 0 || years > thisYear - OLDEST) continue;
        return { years, evidence: { value: `${years} years in business`, url: page.url, quote: cut(line, pattern), confidence } };
      }
    }
  }
  return null;
}

/** Cities large enough to be named by themselves as the place of an office. */
const CITIES = [
  ...["Sydney", "Melbourne", "Brisbane", "Perth", "Adelaide", "Hobart", "Darwin", "Canberra", "Gold Coast", "Newcastle", "Geelong"],
  ...["Wollongong", "Sunshine Coast", "Cairns", "Townsville", "Ballarat", "Bendigo", "Toowoomba", "Byron Bay", "Parramatta", "Fremantle"],
  ...[
    "Auckland",
    "Wellington",
    "Christchurch",
    "Hamilton",
    "Dunedin",
    "Queenstown",
    "London",
    "Manchester",
    "Birmingham",
    "Leeds",
    "Bristol",
  ],
  ...["Edinburgh", "Glasgow", "Dublin", "New York", "Los Angeles", "San Francisco", "Chicago", "Austin", "Boston", "Seattle", "Toronto"],
  ...["Vancouver", "Singapore", "Hong Kong", "Dubai", "Berlin", "Amsterdam", "Paris", "Mumbai", "Bangalore", "Manila"],
] as const;
const CITY = new RegExp(`\\b(${CITIES.join("|")})\\b`, "gu");
const OFFICE_WORDS =
  /\b(?:offices?|based in|-based|headquartered|head office|studios?|located in|locations?|find us|visit us|come and see us|our home)\b/iu;

/** Where the agency has offices: the cities of its addresses, those it describes to searchers, then those that a line about offices names. */
export function findOffices(pages: readonly SitePage[], addresses: readonly SourcedFact[]): SourcedFact[] {
  const offices = new Map<string, SourcedFact>();
  for (const address of addresses) {
    const titled = cityAbove(address, pages);
    if (titled && !offices.has(titled.value)) offices.set(titled.value, titled);
    const city = titled ? null : ([...address.value.matchAll(CITY)].at(-1)?.[1] ?? suburb(address.value));
    if (city && !offices.has(city)) offices.set(city, { ...address, value: city, confidence: Math.min(address.confidence, 0.85) });
  }
  for (const { described, url } of pages)
    for (const { city } of described?.places ?? [])
      if (!offices.has(city)) offices.set(city, { value: city, url, quote: city, confidence: 0.85 });
  for (const page of pages) {
    if (page.pageType !== "contact" && page.pageType !== "about" && page.pageType !== "home") continue;
    for (const line of linesOf(page)) {
      if (line.length > 400 || !OFFICE_WORDS.test(line)) continue;
      for (const [, city] of line.matchAll(CITY)) {
        if (city && !offices.has(city)) offices.set(city, { value: city, url: page.url, quote: cut(line, OFFICE_WORDS), confidence: 0.65 });
      }
    }
  }
  return [...offices.values()].slice(0, 20);
}

/** A city by itself on the line above a street: whatever suburb the street is in, that is what the office is called. */
function cityAbove({ value, url }: SourcedFact, pages: readonly SitePage[]): SourcedFact | null {
  const blocks = pages.find((page) => page.url === url)?.blocks ?? [];
  const before = blocks[blocks.findIndex(({ text }) => text.includes(value)) - 1]?.text.trim() ?? "";
  return (CITIES as readonly string[]).includes(before) ? { value: before, url, quote: before, confidence: 0.85 } : null;
}

/** "Level 2, 10 Wharf Street, Fremantle WA 6160": the words before state and postcode. */
function suburb(address: string): string | null {
  return (
    /([A-Z][\p{L}' -]{2,40}?),? (?:NSW|VIC|QLD|SA|WA|TAS|ACT|NT) \d{4}\b/u
      .exec(address)?.[1]
      ?.split(",")
      .at(-1)
      ?.replace(
        /^.*\b(?:Street|St|Road|Rd|Avenue|Ave|Lane|Drive|Parade|Place|Terrace|Court|Highway|Hwy|Boulevard|Quay|Square|Way|Crescent)\s+(?=\p{Lu})/u,
        "",
      )
      .trim() ?? null
  );
}

import "server-only";
import type { CheerioAPI } from "cheerio";
import { withoutAddresses } from "@/lib/agents/website/without-addresses";
import type { SitePage } from "@/lib/domain/site-facts";

/** A thing as JSON-LD describes it. */
export type Described = Readonly<Record<string, unknown>>;

const MOST_THINGS = 200;
const MOST_NESTED = 12;

/** Everything a page describes in JSON-LD, nested things and `@graph` included. What is no JSON is passed over. */
export function structuredData(page: CheerioAPI): Described[] {
  const things: Described[] = [];
  const collect = (value: unknown, depth: number): void => {
    if (things.length >= MOST_THINGS || depth > MOST_NESTED || typeof value !== "object" || value === null) return;
    if (!Array.isArray(value)) things.push(value as Described);
    for (const inner of Object.values(value)) collect(inner, depth + 1);
  };
  for (const script of page('script[type="application/ld+json"]').toArray()) collect(parsed(page(script).text()), 0);
  return things;
}

/** "Organization" for both `"@type": "Organization"` and a list that holds it. */
export function isA(thing: Described, type: RegExp): boolean {
  return [thing["@type"]].flat().some((name) => typeof name === "string" && type.test(name));
}

export function textOf(thing: Described, key: string): string | null {
  const value = thing[key];
  return typeof value === "string" && value.trim() !== "" ? value.trim() : null;
}

/** Any company: schema.org has a kind for most trades ("ProfessionalService", "LocalBusiness"), and pages invent others. */
export const COMPANY_KIND = /(?:Organization|Corporation|Business|ProfessionalService|Agency|Company)$/;

/** The services, the reviews by companies and the offices among what a page describes; undefined when there are none. */
export function describedOffers(things: readonly Described[]): SitePage["described"] {
  const offers = things
    .filter((thing) => isA(thing, /^Service$/) || (isA(thing, /^Offer$/) && typeof thing.itemOffered !== "object"))
    .concat(things.filter((thing) => isA(thing, /^ItemList$/) && /\bservices?\b/i.test(textOf(thing, "name") ?? "")).flatMap(itemsOf))
    .map((thing) => clean(textOf(thing, "name") ?? textOf(thing, "serviceType") ?? "", 200))
    .filter(Boolean);
  const places = placesOf(things);
  const reviews = things
    .filter((thing) => isA(thing, /^Review$/))
    .flatMap((thing) => {
      const { author } = thing;
      if (!isThing(author)) return [];
      const firm = isA(author, /Organization|Business|Corporation/) ? author : [author.worksFor, author.affiliation].find(isThing);
      const company = clean((firm && textOf(firm, "name")) ?? "", 200);
      const text = clean(textOf(thing, "reviewBody") ?? "", 1000);
      const person = firm === author ? null : clean(textOf(author, "name") ?? "", 200) || null;
      return company === "" || text === "" ? [] : [{ text, person, company }];
    });
  return offers.length + reviews.length + places.length === 0
    ? undefined
    : {
        offers: [...new Set(offers)].slice(0, 40),
        reviews: reviews.slice(0, 20),
        ...(places.length > 0 && { places: places.slice(0, 10) }),
      };
}

/** Where the company itself is, not where its clients or the places of its events are. */
function placesOf(things: readonly Described[]): { city: string; street: string | null }[] {
  const [own] = things.filter((thing) => isA(thing, COMPANY_KIND) && (thing.address !== undefined || thing.location !== undefined));
  const given = own === undefined ? [] : [own.address, own.location].flat().filter(isThing);
  const found = given
    .map((place) => (isThing(place.address) ? place.address : place))
    .map((place) => ({
      city: clean(textOf(place, "addressLocality") ?? "", 200),
      street: clean(textOf(place, "streetAddress") ?? "", 200) || null,
    }))
    .filter(({ city }) => city !== "");
  return [...new Map(found.map((place) => [place.city, place])).values()];
}

function itemsOf(list: Described): Described[] {
  return [list.itemListElement]
    .flat()
    .filter(isThing)
    .map((item) => (isThing(item.item) ? item.item : item));
}

function isThing(value: unknown): value is Described {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function clean(text: string, limit: number): string {
  return withoutAddresses(text.slice(0, limit)).replace(/\s+/g, " ").trim();
}

/** Every text in it, for quoting. */
export function textsOf(things: readonly Described[]): string[] {
  return things.flatMap((thing) =>
    Object.values(thing)
      .flat()
      .filter((value): value is string => typeof value === "string" && value.trim() !== ""),
  );
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\s*<!\[CDATA\[|\]\]>\s*$/g, "").replace(/\p{Cc}+/gu, " "));
  } catch {
    return null; // a broken description describes nothing
  }
}

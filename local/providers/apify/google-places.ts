import { seeded } from "@/local/providers/seeded";
import type { World } from "@/local/providers/world";

export type PlacesInput = { searchStringsArray: string[]; maxCrawledPlacesPerSearch?: number; countryCode?: string };

/** Businesses that are on the map at all. */
const LISTED_RATE = 0.6;

/** compass's map reader: the place of the business a search begins with, as `Ironbark Joinery, Perth`. */
export async function readPlaces({ searchStringsArray }: PlacesInput, { world, seed }: { world: World; seed: string }) {
  const items = [];
  for (const searchString of searchStringsArray) {
    const title = (searchString.split(",")[0] ?? "").trim();
    const domain = `${title.toLowerCase().replaceAll(" ", "-")}.example`;
    if (!/^[a-z0-9][a-z0-9-]*\.example$/.test(domain) || !seeded(seed, "apify-place", domain).chance(LISTED_RATE)) continue;
    const { name, industry, street, city, state, postcode, country } = await world.companyByDomain(domain);
    items.push({
      searchString,
      title: name,
      categoryName: industry,
      address: [street, [city, state, postcode].filter(Boolean).join(" "), country].filter(Boolean).join(", "),
      street,
      city,
      state,
      postalCode: postcode,
      countryCode: country === "Australia" ? "AU" : null,
      website: `https://www.${domain}/`,
      phone: null,
      permanentlyClosed: false,
      temporarilyClosed: false,
    });
  }
  return items;
}

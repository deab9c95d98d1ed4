import "server-only";
import { canonicalProfileUrl } from "@/lib/domain/linkedin";
import { InvalidError } from "@/lib/errors";

/** The actors we run, by owner and name as paths want them. */
export const WEBSITE_CRAWLER = "apify~website-content-crawler";
/** Reads public profiles without anybody's LinkedIn session; about US$0.01 a profile. */
export const LINKEDIN_PROFILES = "dev_fusion~linkedin-profile-scraper";

/** Reads Google's map; about US$4 for 1,000 places. */
export const GOOGLE_PLACES = "compass~crawler-google-places";

/**
 * Input of the website crawler: one site, plain HTML unless scripts must run, robots.txt obeyed.
 * @param url http or https; whether the address may be visited at all was decided before
 * @throws InvalidError for any other address
 */
export function websiteCrawl(url: string, { maxPages = 20, maxDepth = 2, needsScripts = false } = {}) {
  const address = URL.parse(url);
  if (address?.protocol !== "https:" && address?.protocol !== "http:")
    throw new InvalidError("A website starts with https:// or http://", "url");
  return {
    startUrls: [{ url: address.href }],
    crawlerType: needsScripts ? "playwright:adaptive" : "cheerio",
    maxCrawlDepth: maxDepth,
    maxCrawlPages: maxPages,
    respectRobotsTxtFile: true,
    saveMarkdown: true,
    saveHtml: true,
    htmlTransformer: "none", // logos and menus are half of what there is to find
    proxyConfiguration: { useApifyProxy: true },
  };
}

/**
 * Input of the profile reader.
 * @throws InvalidError when one of them is no profile
 */
export function linkedinProfiles(profileUrls: readonly string[]) {
  const addresses = profileUrls.map((url) => {
    const canonical = canonicalProfileUrl(url);
    if (canonical === null) throw new InvalidError("That is not the address of a LinkedIn profile", "profileUrls");
    return new URL(canonical).href;
  });
  return { profileUrls: addresses };
}

/** Input of the map reader: one search in Australia. */
export function googlePlaces(search: string, { mostPlaces }: { mostPlaces: number }) {
  return { searchStringsArray: [search], maxCrawledPlacesPerSearch: mostPlaces, countryCode: "au", language: "en", skipClosedPlaces: true };
}

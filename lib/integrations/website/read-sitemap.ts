import "server-only";
import { type FollowOptions, follow } from "@/lib/integrations/website/follow";
import { pageAddress } from "@/lib/integrations/website/page-links";
import type { Candidate } from "@/lib/integrations/website/page-paths";
import type { SiteRules } from "@/lib/integrations/website/read-robots";

const MAX_BYTES = 1_000_000;
const MOST_URLS = 500;
const MOST_PARTS = 3;
/** Parts of a sitemap worth opening; those of posts, tags and products are not. */
const TELLING_PART = /page|service|case|project|portfolio|work|client|team|testimonial/i;

/** Pages a site's map names: a help where menus are drawn by scripts. Nothing when there is none, or it cannot be read. */
export async function readSitemap(home: URL, rules: SiteRules, way: FollowOptions, isOfSite: (url: URL) => boolean): Promise<Candidate[]> {
  const first = URL.parse(rules.sitemaps[0] ?? "/sitemap.xml", home);
  if (!first || !isOfSite(new URL(home.pathname, first))) return [];
  const { locations, isIndex } = await locationsIn(first, way);
  const parts = isIndex ? locations.filter((location) => TELLING_PART.test(location)).slice(0, MOST_PARTS) : [];
  const read = await Promise.all(parts.flatMap((part) => (sameHost(part, home) ? [locationsIn(new URL(part), way)] : [])));
  const pages = isIndex ? read.filter((part) => !part.isIndex).flatMap((part) => part.locations) : locations;
  return pages.slice(0, MOST_URLS).flatMap((location) => {
    const url = pageAddress(location, home);
    return url && isOfSite(url) ? [{ url: url.href, text: "" }] : [];
  });
}

async function locationsIn(url: URL, way: FollowOptions): Promise<{ locations: string[]; isIndex: boolean }> {
  const answer = await follow(url, { ...way, maxBytes: MAX_BYTES });
  if (answer.kind !== "answer" || answer.status !== 200) return { locations: [], isIndex: false };
  const xml = answer.body.toString("utf8");
  const found = [...xml.matchAll(/<loc>\s*(?:<!\[CDATA\[)?\s*([^<\]\s]+)/g)].map(([, location = ""]) => location.replaceAll("&amp;", "&"));
  return { locations: found.slice(0, MOST_URLS), isIndex: /<sitemapindex\b/i.test(xml.slice(0, 2000)) };
}

function sameHost(location: string, home: URL): boolean {
  return URL.parse(location)?.host === home.host;
}

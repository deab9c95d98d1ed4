import "server-only";
import { load } from "cheerio";
import type { Candidate } from "@/lib/integrations/website/page-paths";

const MOST_LINKS = 400;

/** Links of a page to other pages of the same site, each once, with what they say; fragments and what only tracks visitors left out. */
export function pageLinks(html: string, pageUrl: URL, isOfSite: (url: URL) => boolean): Candidate[] {
  const page = load(html);
  const base = URL.parse(page("base[href]").attr("href") ?? "", pageUrl) ?? pageUrl;
  const found = new Map<string, Candidate>();
  for (const element of page("a[href], area[href]")
    .toArray()
    .slice(0, MOST_LINKS * 4)) {
    const link = page(element);
    const url = pageAddress(link.attr("href") ?? "", base);
    if (!url || !isOfSite(url)) continue;
    const text = (link.text().trim() || link.attr("aria-label") || link.attr("title") || link.find("img").attr("alt") || "")
      .replace(/\s+/g, " ")
      .slice(0, 120);
    const known = found.get(url.href);
    if (!known) found.set(url.href, { url: url.href, text });
    else if (known.text === "") known.text = text;
    if (found.size >= MOST_LINKS) break;
  }
  return [...found.values()];
}

/** Where a page of another language says that its English edition is, on the same host; null when it names none. */
export function englishEdition(html: string, pageUrl: URL): URL | null {
  const page = load(html);
  const named = page('link[rel~="alternate"][hreflang], a[hreflang]')
    .toArray()
    .filter(({ attribs }) => /^en(?:-|$)/i.test(attribs.hreflang ?? ""));
  const called = page("a[href]")
    .toArray()
    .filter((element) => /^(?:en|eng|english|english (?:version|site))$/i.test(page(element).text().trim()));
  const urls = [...named, ...called].flatMap(({ attribs }) => pageAddress(attribs.href ?? "", pageUrl) ?? []);
  return urls.find((url) => url.host === pageUrl.host && url.href !== pageUrl.href) ?? null;
}

/** A link as one address for one page; undefined for what leads to no page. */
export function pageAddress(href: string, base: URL): URL | undefined {
  const url = URL.parse(href.trim(), base);
  if (!url || (url.protocol !== "https:" && url.protocol !== "http:")) return undefined;
  url.hash = "";
  for (const name of [...url.searchParams.keys()])
    if (/^(?:utm_\w+|gclid|fbclid|mc_[ce]id|ref|source)$/i.test(name)) url.searchParams.delete(name);
  return url;
}

/**
 * Whether a page belongs to the site that begins at `home`: the same host, with or without `www.` (another name has another robots.txt), and
 * beneath the folder the site begins in where the site keeps to one.
 */
export function siteScope(home: URL, html: string): (url: URL) => boolean {
  const bare = (host: string) => host.replace(/^www\./, "");
  const isSameHost = (url: URL) => bare(url.host) === bare(home.host);
  const folder = home.pathname.replace(/[^/]*$/, "");
  if (folder === "/") return isSameHost;
  const isBeneath = (url: URL) => isSameHost(url) && url.pathname.startsWith(folder);
  const beneath = pageLinks(html, home, isBeneath).filter(({ url }) => url !== home.href);
  return beneath.length >= 2 ? isBeneath : isSameHost;
}

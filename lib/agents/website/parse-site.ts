import "server-only";
import { load } from "cheerio";
import { companyName } from "@/lib/agents/website/company-name";
import { quoteOf } from "@/lib/agents/website/evidence";
import { parsePage } from "@/lib/agents/website/parse-page";
import { structuredData } from "@/lib/agents/website/structured-data";
import type { ParsedSite, SitePage, SourcedFact } from "@/lib/domain/site-facts";
import { isTooDeep } from "@/lib/integrations/website/is-too-deep";

const MOST_PAGES = 20;
const PHONE = /(?:\+?61[\s()-]*[2-478]|\(?0[2-478]\)?|\b1[38]00|\b13)[\d\s()-]{4,12}\d|\+\d{1,3}[\d\s()-]{7,14}\d/g;
/** A number, a name and a kind of street, then the end of the line, a comma, or a place with its state. */
const STREET =
  /\b(?:(?:[Ll]evel|[Ss]uite|[Uu]nit|[Ss]hop|[Ff]loor)\s*\d+\w?[,/ ]+)?\d{1,5}(?:[-–/]\d+)?[A-Za-z]?\s+(?:[A-Z][\w'’]+\s+){1,3}(?:St(?:reet)?|R(?:oa)?d|Ave(?:nue)?|Lane|Ln|Drive|Dr|Pde|Parade|Place|Pl|Tce|Terrace|Court|Ct|Highway|Hwy|Blvd|Boulevard|Quay|Square|Sq|Way|Cres(?:cent)?)\b\.?(?:\s*$|,[^\n]{0,80}|\s+[A-Z][\w' ]{2,30}\b(?:NSW|VIC|QLD|SA|WA|TAS|ACT|NT)\b[^\n]{0,20})/gm;

/** What is known of a site without a page. */
export const EMPTY_SITE: ParsedSite = {
  domain: "",
  companyName: null,
  language: null,
  navigation: [],
  socialLinks: {},
  contactInfo: { phones: [], addresses: [] },
  pages: [],
};

/** A whole site from its pages of HTML, front page first. Pure: nothing is fetched and nothing on the pages is run. */
export function parseSite(fetched: readonly { url: string; html: string }[]): ParsedSite {
  const pages = fetched.slice(0, MOST_PAGES).map(({ html, url }, index) => parsePage(html, url, { isFirst: index === 0 }));
  const [front] = pages;
  const first = fetched[0];
  if (!front || !first) return EMPTY_SITE;
  const page = load(isTooDeep(first.html) ? "" : first.html);
  const otherTitles = pages.slice(1).map(({ title }) => title);
  return {
    domain: new URL(front.url).host.replace(/^www\./, ""),
    companyName: companyName(front, page, structuredData(page), otherTitles),
    language: front.language,
    navigation: navigationOf(front),
    socialLinks: Object.assign({}, ...pages.map(({ socialLinks }) => socialLinks).reverse()) as ParsedSite["socialLinks"],
    contactInfo: { phones: factsOf(pages, PHONE, 3), addresses: factsOf(pages, STREET, 5) },
    pages,
  };
}

function navigationOf({ blocks }: SitePage): ParsedSite["navigation"] {
  const links = blocks.flatMap(({ area, href, text }) =>
    href !== null && text !== "" && text.length <= 60 && (area === "nav" || area === "header") ? [{ text, href }] : [],
  );
  return [...new Map(links.map((link) => [link.href, link])).values()].slice(0, 80);
}

/** What matches in the pages' words, each once, in the words around it. */
function factsOf(pages: readonly SitePage[], pattern: RegExp, most: number): SourcedFact[] {
  const found = new Map<string, SourcedFact>();
  for (const { url, blocks } of pages)
    for (const { text, kind } of blocks)
      for (const [match] of kind === "image" ? [] : text.matchAll(pattern)) {
        const value = match.trim().slice(0, 200);
        const key = value.toLowerCase().replace(/[^a-z0-9]+/g, "");
        if (key.length >= 6 && !found.has(key)) found.set(key, { value, url, quote: quoteOf(text, match.trim()), confidence: 0.85 });
      }
  return [...found.values()].slice(0, most);
}

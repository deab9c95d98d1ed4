import "server-only";
import { isReadable, SITE_STATE_WORDS } from "@/lib/domain/site-reading";
import { WEBSITE_CRAWLER, websiteCrawl } from "@/lib/integrations/apify/actors";
import type { Apify } from "@/lib/integrations/apify/api";
import { toCrawledPage } from "@/lib/integrations/apify/transform";
import { crawledPageItem } from "@/lib/integrations/apify/wire";
import { isTooDeep } from "@/lib/integrations/website/is-too-deep";
import { judgePage } from "@/lib/integrations/website/judge-page";
import { readSite, type SiteReaderOptions, type SiteReading } from "@/lib/integrations/website/read-site";

/** Reads a website by whatever rung of the ladder can; never throws. A state that cannot be read leaves the form for a person to fill in. */
export type ReadWebsite = (address: string) => Promise<SiteReading>;

const CRAWL_PAGES = 15;
/** As much as our own reader takes of one page. */
const MOST_LETTERS = 3_000_000;
const CRAWL_SECONDS = 120;
/** Fifteen pages cost a few cents; a site that makes the crawler work harder is not worth it. */
const CRAWL_CHARGE_USD = 0.5;

/**
 * The ladder: our own reader first; where that was turned away, or saw nothing because scripts had not run, the hosted crawler with a browser.
 * What neither can read ends in its state, whose advice says what to do by hand.
 * @param crawler null where no crawler is configured
 */
export function websiteReader(options: SiteReaderOptions & { crawler: Pick<Apify, "runForItems"> | null }): ReadWebsite {
  const { crawler, ...own } = options;
  return async (address) => {
    const reading = await readSite(address, own);
    if (crawler === null || SITE_STATE_WORDS[reading.state].nextStep !== "crawl") return reading;
    const crawled = await crawlSite(crawler, reading.url);
    return isReadable(crawled.state) ? crawled : { ...reading, detail: joined(reading.detail, crawled.detail) };
  };
}

async function crawlSite(crawler: Pick<Apify, "runForItems">, url: string): Promise<SiteReading> {
  const input = websiteCrawl(url, { maxPages: CRAWL_PAGES, needsScripts: true });
  const limits = { timeoutSeconds: CRAWL_SECONDS, maxItems: CRAWL_PAGES, maxChargeUsd: CRAWL_CHARGE_USD };
  const none = { url, language: null, pages: [] };
  try {
    const items = await crawler.runForItems(crawledPageItem, WEBSITE_CRAWLER, input, limits);
    const pages = items.flatMap((item) => {
      const page = toCrawledPage(item);
      const html = page && (page.html ?? asHtml(page));
      return html && html.length <= MOST_LETTERS && !isTooDeep(html) ? [{ url: page.url, html }] : [];
    });
    const [front] = pages;
    if (!front) return { ...none, state: "empty", detail: "The browser saw nothing either." };
    const { state, detail, language } = judgePage({ status: 200, contentType: "text/html", html: front.html });
    return isReadable(state) ? { state, detail, url: front.url, language, pages } : { ...none, state, detail };
  } catch {
    // A crawler that is down, or has no credit left, leaves the person's form: no reason to try the whole discovery again.
    return { ...none, state: "unreachable", detail: "The browser could not be used just now." };
  }
}

/** A page of which only the words are left, as HTML with those words. */
function asHtml({
  title,
  description,
  language,
  text,
}: {
  title: string | null;
  description: string | null;
  language: string | null;
  text: string;
}): string {
  const paragraphs = text.split(/\n+/).map((line) => `<p>${escaped(line)}</p>`);
  return `<html lang="${escaped(language ?? "")}"><head><title>${escaped(title ?? "")}</title><meta name="description" content="${escaped(description ?? "")}"></head><body>${paragraphs.join("\n")}</body></html>`;
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
}

function joined(...sentences: readonly (string | null)[]): string | null {
  return sentences.filter(Boolean).join(" ") || null;
}

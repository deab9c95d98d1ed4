import { convert } from "html-to-text";
import type { World } from "@/local/providers/world";

export type CrawlInput = { startUrls: { url: string }[]; maxCrawlDepth?: number; maxCrawlPages?: number; saveHtml?: boolean };
type Page = { url: string; title: string; description: string | null; text: string; html: string; status: number; links: string[] };
type Visit = { url: string; depth: number; referrer: string | null };

const PAGE_LIMIT_BYTES = 1_000_000;
const PAGE_TIMEOUT_MS = 10_000;

/**
 * Apify's website crawler. Sites on this machine are really read; any other site is made up from what the world knows of its domain, so
 * that no run leaves the machine.
 */
export async function crawlWebsite(
  { startUrls, maxCrawlDepth = 2, maxCrawlPages = 20, saveHtml = false }: CrawlInput,
  deps: { world: World; fetch: typeof fetch; now: Date },
) {
  const queue: Visit[] = startUrls.map(({ url }) => ({ url: new URL(url).href, depth: 0, referrer: null }));
  const hosts = new Set(queue.map(({ url }) => new URL(url).host));
  const seen = new Set(queue.map(({ url }) => url));
  const items = [];
  for (let visit = queue.shift(); visit && items.length < maxCrawlPages; visit = queue.shift()) {
    const page = await (isHere(visit.url) ? readPage(visit.url, deps.fetch) : madeUpPage(visit.url, deps.world));
    if (!page) continue;
    items.push({ ...itemOf(page, visit, deps.now), ...(saveHtml && { html: page.html }) });
    for (const link of visit.depth < maxCrawlDepth ? page.links : []) {
      const url = URL.parse(link, page.url);
      if (!url || !/^https?:$/.test(url.protocol) || !hosts.has(url.host)) continue;
      url.hash = "";
      if (seen.has(url.href)) continue;
      seen.add(url.href);
      queue.push({ url: url.href, depth: visit.depth + 1, referrer: page.url });
    }
  }
  return items;
}

function isHere(url: string): boolean {
  const { hostname } = new URL(url);
  return hostname === "127.0.0.1" || hostname === "[::1]" || hostname === "localhost" || hostname.endsWith(".localhost");
}

async function readPage(url: string, fetch: typeof globalThis.fetch): Promise<Page | undefined> {
  try {
    const response = await fetch(url, { redirect: "follow", signal: AbortSignal.timeout(PAGE_TIMEOUT_MS) });
    if (!response.headers.get("content-type")?.includes("html")) return undefined;
    const html = (await response.text()).slice(0, PAGE_LIMIT_BYTES);
    const inside = (pattern: RegExp) => convert(pattern.exec(html)?.[1] ?? "", { wordwrap: false }).trim();
    return {
      url: response.url || url,
      title: inside(/<title[^>]*>([\s\S]*?)<\/title>/i),
      description: inside(/<meta[^>]+name=["']description["'][^>]+content=["']([^"']*)["']/i) || null,
      text: convert(html, {
        wordwrap: false,
        selectors: [
          { selector: "a", options: { ignoreHref: true } },
          { selector: "img", format: "skip" },
        ],
      }),
      html,
      status: response.status,
      links: [...html.matchAll(/<a\s[^>]*href=["']([^"'#]+)/gi)].map(([, href = ""]) => href.replaceAll("&amp;", "&")),
    };
  } catch {
    return undefined; // the crawler reports a site it cannot reach by storing nothing of it
  }
}

const PATHS = ["/", "/services", "/about", "/contact"] as const;

async function madeUpPage(url: string, world: World): Promise<Page | undefined> {
  const { hostname, pathname, origin } = new URL(url);
  if (hostname.endsWith(".invalid")) return undefined;
  const company = await world.companyByDomain(hostname.replace(/^www\./, ""));
  const place = [company.city, company.state].filter(Boolean).join(", ");
  const texts: Record<(typeof PATHS)[number], string> = {
    "/": `${company.name}. ${capital(company.industry)} for businesses in ${place || company.country}.`,
    "/services": `What ${company.name} does: ${company.keywords.join(", ")}. We work with ${company.technologies.join(", ")}.`,
    "/about": `${company.name} was founded in ${company.foundedYear}. Our team of ${company.employeeCount} works from ${place || company.country}.`,
    "/contact": `Talk to ${company.name}${place ? ` in ${place}` : ""}.`,
  };
  const text = texts[pathname as keyof typeof texts];
  if (!text) return undefined;
  const name = pathname === "/" ? "Home" : capital(pathname.slice(1));
  const title = `${name} - ${company.name}`;
  const links = PATHS.map((path) => origin + path);
  const html = `<!doctype html><html lang="en"><title>${title}</title><h1>${name}</h1><p>${text}</p>${links.map((link) => `<a href="${link}">${link}</a>`).join(" ")}</html>`;
  return { url, title, description: null, text, html, status: 200, links };
}

function itemOf(page: Page, { depth, referrer }: Visit, now: Date) {
  return {
    url: page.url,
    crawl: { loadedUrl: page.url, loadedTime: now.toISOString(), referrerUrl: referrer, depth, httpStatusCode: page.status },
    metadata: {
      canonicalUrl: page.url,
      title: page.title,
      description: page.description,
      author: null,
      keywords: null,
      languageCode: "en",
    },
    text: page.text,
    markdown: `# ${page.title}\n\n${page.text}`,
  };
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

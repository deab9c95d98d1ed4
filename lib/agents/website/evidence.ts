import "server-only";
import { hasAddress } from "@/lib/agents/website/without-addresses";
import type { SitePage, SiteSource } from "@/lib/domain/site-facts";

const QUOTE_LIMIT = 240;
const LONGEST_QUOTE = 400;

/** A piece of `text` around `focus`, whole words, short enough to read and still literally what the page says. */
export function quoteOf(text: string, focus = ""): string {
  if (text.length <= QUOTE_LIMIT) return text;
  const at = Math.max(0, focus === "" ? 0 : text.indexOf(focus));
  const room = Math.max(0, QUOTE_LIMIT - focus.length);
  const roughly = Math.max(0, at - Math.floor(room / 2));
  const start = roughly === 0 ? 0 : text.indexOf(" ", roughly) + 1 || roughly;
  const rest = text.slice(Math.min(start, at));
  if (rest.length <= QUOTE_LIMIT) return rest;
  const end = rest.lastIndexOf(" ", QUOTE_LIMIT);
  return rest.slice(0, end > QUOTE_LIMIT / 2 ? end : QUOTE_LIMIT).trim();
}

/** True when a quotation literally stands in the page's words or in one of its attributes; blanks count as one. */
export function standsIn(quote: string, page: SitePage): boolean {
  const wanted = oneLine(quote);
  if (wanted === "" || wanted.length > LONGEST_QUOTE || hasAddress(wanted)) return false;
  return oneLine(page.text).includes(wanted) || page.attributes.some((attribute) => attribute.includes(wanted));
}

/** Where a page names something, in the words around it; undefined when it does not. */
export function evidenceIn(page: SitePage, name: string): SiteSource | undefined {
  const wanted = oneLine(name);
  if (wanted === "") return undefined;
  const block = page.blocks.find(({ kind, text }) => kind !== "image" && text.includes(wanted));
  const text = block?.text ?? page.attributes.find((attribute) => attribute.includes(wanted));
  return text === undefined ? undefined : { url: page.url, quote: quoteOf(text, wanted) };
}

/**
 * A source as it can be believed: on the page it names, or on another page of the site that says the same; undefined when none does.
 * Used on what a model says, whose quotations may be invented.
 */
export function settledSource<Source extends SiteSource>(source: Source, pages: readonly SitePage[]): Source | undefined {
  const named = pages.find(({ url }) => url === source.url);
  if (named && standsIn(source.quote, named)) return source;
  const other = pages.find((page) => standsIn(source.quote, page));
  return other && { ...source, url: other.url };
}

/** True when the words of `name` stand in its quotation, or in the file name quoted. */
export function namesIt(quote: string, name: string): boolean {
  return letters(quote).includes(letters(name));
}

function letters(text: string): string {
  return text
    .normalize("NFKD")
    .toLowerCase()
    .replace(/&/g, "and")
    .replace(/[^\p{L}\p{N}]+/gu, "");
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, " ").trim();
}

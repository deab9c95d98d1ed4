import "server-only";
import { type CheerioAPI, load } from "cheerio";
import { removeHidden } from "@/lib/agents/website/hidden-by-style";
import { pageType } from "@/lib/agents/website/page-type";
import { readBlocks } from "@/lib/agents/website/read-blocks";
import { describedOffers, isA, structuredData, textsOf } from "@/lib/agents/website/structured-data";
import { hasAddress, withoutAddresses } from "@/lib/agents/website/without-addresses";
import { pageLanguage } from "@/lib/domain/page-language";
import type { PageBlock, SitePage, SocialNetwork } from "@/lib/domain/site-facts";
import { isTooDeep } from "@/lib/integrations/website/is-too-deep";

const TEXT_LIMIT = 30_000;
const MOST_ATTRIBUTES = 300;
const ATTRIBUTE_LIMIT = 600;

const NETWORKS: readonly (readonly [SocialNetwork, RegExp])[] = [
  ["linkedin", /^https?:\/\/(?:[a-z]{2,3}\.)?linkedin\.com\/(?:company|in|school|showcase)\/[^/?#]+/],
  ["facebook", /^https?:\/\/(?:www\.|m\.)?facebook\.com\/(?!sharer|share|dialog|tr)[^/?#]+/],
  ["instagram", /^https?:\/\/(?:www\.)?instagram\.com\/[^/?#]+/],
  ["x", /^https?:\/\/(?:www\.)?(?:twitter|x)\.com\/(?!intent|share|home)[^/?#]+/],
  ["youtube", /^https?:\/\/(?:www\.)?youtube\.com\/(?:@|c\/|channel\/|user\/)[^/?#]+/],
  ["tiktok", /^https?:\/\/(?:www\.)?tiktok\.com\/@[^/?#]+/],
  ["pinterest", /^https?:\/\/(?:[a-z]+\.)?pinterest\.[a-z.]+\/[^/?#]+/],
];
const ACTION =
  /^(?:get|book|request|contact|start|let'?s|schedule|talk|call|claim|download|try|join|see|view|speak|enquire|work with|apply|sign up|learn|discover|find out|read)\b/i;

/** Reads one page of HTML, however broken. Nothing of it is run, and no e-mail address is kept. */
export function parsePage(html: string, url: string, { isFirst = false } = {}): SitePage {
  const page = load(isTooDeep(html) ? "" : html);
  removeHidden(page);
  const base = URL.parse(page("base[href]").attr("href") ?? "", url) ?? new URL(url);
  const things = structuredData(page);
  const offered = describedOffers(things);
  const title = clean(page("title").first().text() || metaOf(page, "og:title") || "", 500);
  const metaDescription = clean(metaOf(page, "description") ?? metaOf(page, "og:description") ?? "", 1000) || null;
  const blocks = readBlocks(page, base);
  const headings = blocks
    .flatMap(({ kind, level, text }) => (kind === "heading" ? [{ level, text: text.slice(0, 500) }] : []))
    .slice(0, 200);
  const text = blocks
    .filter(({ kind }) => kind !== "image")
    .map((block) => block.text)
    .join("\n")
    .slice(0, TEXT_LIMIT);
  const main = blocks.filter(({ area }) => area === "main" || area === "header");
  const type = pageType({ url, title, heading: headings[0]?.text ?? "", isFirst });
  return {
    url,
    title,
    metaDescription,
    pageType: type,
    language: pageLanguage(text, page("html").attr("lang") ?? null),
    headings,
    contentSummary: summary(metaDescription, main),
    keyPoints: keyPoints(main),
    imagesDescribed: unique(blocks.flatMap(({ kind, text: alt }) => (kind === "image" && alt !== "" ? [alt.slice(0, 300)] : []))).slice(
      0,
      100,
    ),
    ctas: unique(main.flatMap((block) => (isAction(block) ? [block.text.slice(0, 100)] : []))).slice(0, 20),
    hasTestimonials:
      main.some(({ kind, marks, text: words }) => kind === "quote" || (marks.includes("testimonial") && words.length > 60)) ||
      things.some((thing) => isA(thing, /^Review$/)),
    hasCaseStudies:
      type === "case_studies" || headings.some((heading) => /case stud|success stor|our work|selected work/i.test(heading.text)),
    hasClientLogos:
      main.filter(
        ({ kind, marks, text: alt }) =>
          kind === "image" && (/(?:client|customer|logo|brand|partner)/.test(marks.join(" ")) || /\blogo\b/i.test(alt)),
      ).length >= 3,
    socialLinks: socialLinks(page),
    text,
    attributes: attributesOf(page, title, blocks, textsOf(things)),
    blocks,
    ...(offered && { described: offered }),
  };
}

export function metaOf(page: CheerioAPI, name: string): string | null {
  return page(`meta[name="${name}"], meta[property="${name}"]`).first().attr("content")?.trim() || null;
}

/** Everything that may be quoted beside the words: what searchers, social networks and those who see no images are told. */
function attributesOf(page: CheerioAPI, title: string, blocks: readonly PageBlock[], described: readonly string[]): string[] {
  const metas = page("meta[content]")
    .toArray()
    .filter(({ attribs }) =>
      /^(?:description|keywords|author|og:|twitter:(?:title|description))/i.test(attribs.name ?? attribs.property ?? ""),
    )
    .map(({ attribs }) => attribs.content ?? "");
  const images = blocks.flatMap(({ kind, text, src }) => (kind === "image" ? [text, src ?? ""] : []));
  const links = blocks.flatMap(({ href }) => (href === null ? [] : [href]));
  const found = [title, ...metas, ...images, ...described, ...links].flatMap((text) => withoutAddresses(text.slice(0, 2000)).split("\n"));
  return unique(found.map((text) => text.replace(/\s+/g, " ").trim().slice(0, ATTRIBUTE_LIMIT)).filter(Boolean)).slice(0, MOST_ATTRIBUTES);
}

function socialLinks(page: CheerioAPI): SitePage["socialLinks"] {
  const links = page("a[href]")
    .toArray()
    .map(({ attribs }) => attribs.href ?? "")
    .filter((href) => !hasAddress(href));
  const found = NETWORKS.flatMap(([network, pattern]) => {
    const hit = links.map((href) => pattern.exec(href)?.[0]).find(Boolean);
    return hit ? [[network, hit.slice(0, 500)] as const] : [];
  });
  return Object.fromEntries(found);
}

function summary(description: string | null, main: readonly PageBlock[]): string {
  const paragraphs = main.filter(({ kind, text }) => kind === "text" && text.split(" ").length >= 8).map(({ text }) => text);
  const parts = unique([...(description ? [description] : []), ...paragraphs]);
  let whole = "";
  for (const part of parts) {
    if (whole.length + part.length + 1 > 500) break;
    whole = whole === "" ? part : `${whole} ${part}`;
  }
  return whole || (parts[0] ?? main[0]?.text ?? "").slice(0, 500);
}

function keyPoints(main: readonly PageBlock[]): string[] {
  const points = main.filter(
    ({ kind, level, text }) => (kind === "item" || (kind === "heading" && level >= 2)) && text.length >= 4 && text.length <= 300,
  );
  return unique(points.map(({ text }) => text)).slice(0, 20);
}

function isAction({ kind, text, marks }: PageBlock): boolean {
  return (
    kind === "link" &&
    text.length <= 60 &&
    (/\b(?:btn|button|cta)\b/.test(marks.join(" ")) || (ACTION.test(text) && text.split(" ").length <= 7))
  );
}

function clean(text: string, limit: number): string {
  return withoutAddresses(text.slice(0, limit * 2))
    .replace(/\s+/g, " ")
    .trim()
    .slice(0, limit);
}

function unique(texts: readonly string[]): string[] {
  return [...new Set(texts)];
}

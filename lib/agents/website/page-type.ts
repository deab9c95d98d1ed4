import "server-only";
import type { PageType } from "@/lib/domain/site-facts";

const WORDS: readonly (readonly [PageType, RegExp])[] = [
  ["contact", /\b(?:contact|get-in-touch|lets-talk|enquir\w+|locations?|offices?)\b/],
  ["careers", /\b(?:careers?|jobs?|join-us|vacanc\w+|work-with-us)\b/],
  ["team", /\b(?:team|people|crew|staff|leadership)\b/],
  ["case_studies", /\b(?:case-?stud(?:y|ies)|success-stor(?:y|ies)|client-stor(?:y|ies)|customer-stor(?:y|ies))\b/],
  ["portfolio", /\b(?:portfolio|our-work|work|projects?|showcase|clients?|customers?|results|testimonials?|reviews?)\b/],
  ["services", /\b(?:services?|what-we-do|solutions?|capabilit\w+|expertise|offerings?|how-we-help)\b/],
  ["about", /\b(?:about|who-we-are|our-story|company|agency|studio|why-us|why-choose-us)\b/],
  ["blog", /\b(?:blog|news|insights?|articles?|resources|journal|posts?|guides?)\b/],
];
const DETAIL_OF_WORK =
  /\/(?:[\w-]*work|portfolio|projects?|case-?stud\w+|[\w-]*stories|clients?|customers?|results|showcase)\/(?:[^/]+\/)*[^/]+\/?$/;

/** What a page is for, by its address first, then by its title and first heading. */
export function pageType({ url, title, heading, isFirst }: { url: string; title: string; heading: string; isFirst: boolean }): PageType {
  const path = new URL(url).pathname.toLowerCase().replace(/\.\w+$/, "");
  if (isFirst || path === "/" || /^\/(?:home|index)?$/.test(path)) return "home";
  if (/\/(?:blog|news|insights|articles|journal)\/./.test(path)) return "blog";
  if (DETAIL_OF_WORK.test(path)) return "case_studies";
  const last = path.split("/").filter(Boolean).map(slug);
  const inPath = [...last].reverse().flatMap((part) => typeIn(part))[0];
  return inPath ?? typeIn(slug(title.split(/\s[|–—·-]\s/)[0] ?? ""))[0] ?? typeIn(slug(heading))[0] ?? "other";
}

function typeIn(text: string): PageType[] {
  const words = text.split("-").length;
  return words > 6 ? [] : WORDS.filter(([, pattern]) => pattern.test(text)).map(([type]) => type);
}

function slug(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-|-$/g, "");
}

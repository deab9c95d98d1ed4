import "server-only";
import { load } from "cheerio";
import { pageLanguage } from "@/lib/domain/page-language";
import type { SiteState } from "@/lib/domain/site-reading";
import { isTooDeep } from "@/lib/integrations/website/is-too-deep";

/** What a page is good for, judged before anybody reads it. */
export type PageJudgement = { state: SiteState; detail: string | null; language: string | null };

const CHALLENGE =
  /just a moment|attention required|checking your browser|verify(?:ing)? (?:that )?you are (?:a )?human|are you a robot|pardon our interruption|access (?:to this page has been |is |was )?(?:denied|blocked)|you have been blocked|request unsuccessful|ddos protection|unusual traffic|complete the (?:captcha|security check)|captcha|bot detection|security check/i;
const CHALLENGE_MARKUP =
  /cf-chl|_incapsula_|challenge-platform|px-captcha|datadome|hcaptcha\.com|recaptcha\/api|geo\.captcha-delivery|sucuri_cloudproxy/i;
const PARKED =
  /domain (?:name )?(?:is |may be |has been )?(?:for sale|parked|available|expired|registered (?:at|with|on behalf))|buy this domain|this domain (?:is|was|has)|make an offer|domain parking|parked (?:free|domain|page)|sedoparking|hugedomains|dan\.com|afternic|coming soon|under construction|under maintenance|site is (?:being|not published)|launching soon|website is almost here|welcome to nginx|apache2? (?:ubuntu |debian )?default page|it works!|default web ?(?:site )?page|account suspended|future home of|index of \//i;
const SCRIPT_ROOT = "#root, #app, #__next, #___gatsby, #__nuxt, #main-app, app-root, [data-reactroot], [ng-app], [ng-version], #svelte";

const A_PAGE = 60;
const A_SHORT_PAGE = 250;
const A_FEW = 12;

/** What an answer of a site's front page amounts to. */
export function judgePage({ status, contentType, html }: { status: number; contentType: string; html: string }): PageJudgement {
  const only = (state: SiteState, detail: string | null = null): PageJudgement => ({ state, detail, language: null });
  if (!isHtml(contentType, html)) return only("not_html", contentType ? `It is ${contentType.split(";")[0]?.trim()}.` : null);
  if (isTooDeep(html)) return only("too_big", "Its boxes are nested without end.");
  const page = load(html);
  const declared = page("html").attr("lang") ?? null;
  const noscript = page("noscript").text();
  const scripts = page("script").length;
  const hasRoot = page(SCRIPT_ROOT).length > 0;
  const described = `${page("title").text()} ${page('meta[name="description"]').attr("content") ?? ""}`;
  page("script, style, noscript, template, svg, iframe").remove();
  const text = page("body").text().replace(/\s+/g, " ").trim();
  const words = text === "" ? 0 : text.split(" ").length;

  const isChallenge = words < A_SHORT_PAGE && (CHALLENGE.test(`${described} ${text}`) || (words < A_PAGE && CHALLENGE_MARKUP.test(html)));
  if ([401, 403, 405, 406, 407, 429, 451].includes(status)) return only("blocked", `It answered ${status}.`);
  if (isChallenge && (status === 503 || status === 200 || status === 202))
    return only("blocked", "It asks visitors to prove that they are human.");
  if (status >= 400) return only("unreachable", `It answered ${status}.`);
  if (words < A_SHORT_PAGE && PARKED.test(`${described} ${text} ${words < A_PAGE ? html.slice(0, 20_000) : ""}`) && !hasNavigation(html))
    return only("parked");
  const wantsScripts = hasRoot || /javascript/i.test(noscript) || (/javascript/i.test(text) && words < A_PAGE);
  if (words < A_PAGE && scripts > 0 && wantsScripts) return only("javascript_only");
  if (words < A_FEW) return only(scripts > 0 && page("h1, h2, p").length === 0 ? "javascript_only" : "empty");
  const language = pageLanguage(text, declared);
  return { state: language === null || language === "en" ? "ok" : "foreign_language", detail: null, language };
}

function isHtml(contentType: string, html: string): boolean {
  if (/html/i.test(contentType)) return true;
  return (contentType === "" || /text\/plain|xml/i.test(contentType)) && /<(?:!doctype html|html|body|head)\b/i.test(html.slice(0, 2000));
}

/** A site with pages of its own is no parking place, even if something on it is "coming soon". */
function hasNavigation(html: string): boolean {
  const paths = [...html.matchAll(/<a\s[^>]*href\s*=\s*["']?(?:\.?\/|[a-z][\w-]*(?:\.html?|\/))[^"'\s>]*/gi)].map(([link]) =>
    link.toLowerCase(),
  );
  return new Set(paths).size >= 4;
}

import "server-only";
import { load } from "cheerio";
import { isTooDeep } from "@/lib/integrations/website/is-too-deep";

/** A page with fewer words shows nothing until its scripts run. */
const A_PAGE = 60;
const MOST_PIECES = 1_500;
const MOST_DATA = 2_000_000;
const DEEPEST = 24;

const STATE = /^\s*(?:window|self|globalThis)\.(?:__\w+__|__remixContext|initialState|__data)\s*=\s*(\{[\s\S]*\})\s*;?\s*$/;
const TITLE_KEYS = ["title", "heading", "headline", "name", "label", "question"] as const;
const LINK_KEYS = ["href", "url", "link", "path", "permalink"] as const;
/** What a page is built of rather than what it says. */
const OF_THE_MACHINE =
  /^(?:_|@|\$)|^(?:id|ids|key|uid|uuid|type|kind|slug|locale|lang|class(?:name)?|style|theme|colou?r|icon|svg|css|date|\w+(?:At|Date|Id|Ids|Class|Color|Url|Src)|hash|etag|version|width|height|size|layout|component|template|variant|query|build|runtime|env|config|params|route|status|order|position|format|mime|token|robots|canonical|viewport|script|scripts|tracking|analytics)$/i;
const MARKUP = /<(?:p|h[1-6]|ul|ol|li|div|section|figure|blockquote|a|strong|br)\b[^>]*>/i;

/**
 * A page that is empty until its scripts run, with what they would show: the data they bring along, read into headings, paragraphs, lists and
 * links, and what stands there for readers without scripts. Class names are the data's own keys. Nothing is run, and a page that shows its
 * words by itself is given back as it is.
 */
export function withScriptData(html: string): string {
  if (isTooDeep(html) || !/<script|<noscript/i.test(html)) return html;
  const page = load(html);
  const visible = page("body").clone();
  visible.find("script, style, noscript, template, svg, iframe").remove();
  if (visible.text().trim().split(/\s+/).length >= A_PAGE) return html;
  const without = page("body noscript").text();
  const spare =
    without.split(/\s+/).length >= A_PAGE / 3 && !/^\s*(?:please |you need to )?enable javascript/i.test(without) ? without : "";
  const told = scriptData(page).map(toHtml).filter(Boolean).join("\n");
  return told === "" && spare === "" ? html : html.replace(/<\/body>|$/i, () => `${spare}\n${told}</body>`);
}

/** Everything the page's scripts hold as plain data. */
function scriptData(page: ReturnType<typeof load>): unknown[] {
  return page("script")
    .toArray()
    .flatMap((script) => {
      const text = page(script).text();
      const { type = "", id = "" } = script.attribs;
      if (text.length > MOST_DATA || /speculationrules|importmap/i.test(type)) return [];
      const isData = /json/i.test(type);
      const source = isData ? text : STATE.exec(text)?.[1];
      const value = source === undefined ? undefined : parsed(source);
      if (value === undefined) return [];
      return [id === "__NUXT_DATA__" && Array.isArray(value) ? unflattened(value) : pageProps(value)];
    });
}

/** Next's data hold the page's own under `props.pageProps`. */
function pageProps(value: unknown): unknown {
  const props = isRecord(value) && isRecord(value.props) ? value.props : undefined;
  return props ? (props.pageProps ?? props) : value;
}

/** Nuxt writes data as one list in which every value names others by their place. */
function unflattened(list: readonly unknown[]): unknown {
  let room = MOST_PIECES * 4;
  const at = (index: unknown, depth: number): unknown => {
    room -= 1;
    const value = typeof index === "number" ? list[index] : undefined;
    if (room < 0 || depth > DEEPEST) return undefined;
    if (Array.isArray(value)) return (typeof value[0] === "string" ? value.slice(1) : value).map((inner) => at(inner, depth + 1));
    if (isRecord(value)) return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, at(inner, depth + 1)]));
    return value;
  };
  return at(0, 0);
}

function toHtml(data: unknown): string {
  let room = MOST_PIECES;
  const seen = new Set<string>();

  const piece = (key: string, text: string): string => {
    const words = text.trim();
    if (room <= 0 || OF_THE_MACHINE.test(key) || !isSaid(key, words) || (words.length > 40 && seen.has(words))) return "";
    room -= 1;
    seen.add(words);
    return MARKUP.test(words) ? `<div class="${classOf(key)}">${words}</div>` : `<p class="${classOf(key)}">${escaped(words)}</p>`;
  };

  const picture = (source: string, alt: unknown): string =>
    `<img src="${escaped(source)}" alt="${typeof alt === "string" ? escaped(alt) : ""}">`;

  const part = (value: Readonly<Record<string, unknown>>, key: string, depth: number): string => {
    const source = [value.src, value.url].find((text) => typeof text === "string" && /\.(?:svg|png|jpe?g|webp|avif)(?:\?|$)/i.test(text));
    if (typeof source === "string") return picture(source, value.alt ?? value.altText ?? value.title);
    const titleKey = TITLE_KEYS.find((name) => typeof value[name] === "string" && isSaid(name, value[name] as string));
    const title = titleKey === undefined ? "" : (value[titleKey] as string).trim();
    const href = LINK_KEYS.map((name) => value[name]).find((text) => typeof text === "string" && /^(?:https?:\/\/|\/(?!\/))/.test(text));
    const level = Math.min(6, 2 + Math.floor(depth / 2));
    const named = title === "" ? "" : typeof href === "string" ? `<a href="${escaped(href)}">${escaped(title)}</a>` : escaped(title);
    const rest = Object.entries(value)
      .filter(([name]) => name !== titleKey)
      .map(([name, inner]) => put(inner, name, depth + 1))
      .join("");
    return named === "" && rest === ""
      ? ""
      : `<div class="${classOf(key)}">${named === "" ? "" : `<h${level}>${named}</h${level}>`}${rest}</div>`;
  };

  const put = (value: unknown, key: string, depth: number): string => {
    if (room <= 0 || depth > DEEPEST) return "";
    if (typeof value === "string") return piece(key, value);
    if (Array.isArray(value)) {
      if (OF_THE_MACHINE.test(key)) return "";
      const texts = value.filter((inner): inner is string => typeof inner === "string" && isSaid("name", inner));
      if (texts.length === value.length)
        return texts.length === 0
          ? ""
          : `<ul class="${classOf(key)}">${texts.map((text) => `<li class="name">${escaped(text)}</li>`).join("")}</ul>`;
      const parts = value.map((inner) => put(inner, `${key} item`, depth + 1)).join("");
      return parts === "" ? "" : `<section class="${classOf(key)}">${parts}</section>`;
    }
    return isRecord(value) && !OF_THE_MACHINE.test(key) ? part(value, key, depth) : "";
  };

  return put(data, "data", 0);
}

/** Words for readers: no address, no identifier, no code. */
function isSaid(key: string, text: string): boolean {
  if (
    text.length < 2 ||
    !/\p{L}/u.test(text) ||
    /^(?:https?:|\/|#|\.|data:|mailto:|tel:)|[{}]|^[\w-]+\.(?:js|css|png|svg|jpe?g|webp)$/i.test(text)
  )
    return false;
  if (/^[0-9a-f-]{16,}$|^\d{4}-\d\d-\d\d|^[A-Za-z0-9+/=_-]{32,}$/i.test(text)) return false;
  const isOneWord = !/\s/.test(text);
  const isName = TITLE_KEYS.some((name) => name === key) || /name|client|company|author|industry|brand|city|role/i.test(key);
  return !isOneWord || isName || /^\p{Lu}\p{Ll}+[.!]?$/u.test(text);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // scripts may hold anything
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** `caseStudies` as "case studies", so that a reader of class names knows its words. */
function classOf(key: string): string {
  return key
    .replace(/([a-z])([A-Z])/g, "$1-$2")
    .replace(/[^\w -]+/g, "")
    .slice(0, 60);
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
}

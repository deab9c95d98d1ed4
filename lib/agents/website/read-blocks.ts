import "server-only";
import type { CheerioAPI } from "cheerio";
import { type DomElement, type DomNode, isElement, isWords } from "@/lib/agents/website/dom-node";
import {
  holdsBoxes,
  INLINE,
  isBoldLine,
  isCardLink,
  isRepeated,
  measure,
  piecesOf,
  SKIPPED,
  wordsOf,
} from "@/lib/agents/website/dom-words";
import { isHidden } from "@/lib/agents/website/is-hidden";
import { marksOf } from "@/lib/agents/website/page-marks";
import { hasAddress, withoutAddresses } from "@/lib/agents/website/without-addresses";
import type { PageArea, PageBlock } from "@/lib/domain/site-facts";

const MOST_BLOCKS = 1200;
const MOST_NESTED = 200;
/** Read of one run of words; a line of a page is far shorter. */
const LONGEST_RUN = 4_000;
const MARKS_REACH = 9;

const BOXES = new Set("div li article section figure blockquote a tr dl td aside details".split(" "));

type Around = {
  area: PageArea;
  marks: readonly (readonly string[])[];
  groups: readonly number[];
  section: number;
  href: string | null;
  isQuote: boolean;
  depth: number;
};

/** A page's pieces in reading order. What readers never see is left out, and so is every e-mail address. */
export function readBlocks(page: CheerioAPI, base: URL): PageBlock[] {
  const blocks: PageBlock[] = [];
  const counters = { group: 0, section: 0 };
  const counted = new Map<unknown, Map<string, number>>();
  const sizes = measure(page("body")[0]);
  const wholeLength = sizes.get(page("body")[0] as DomElement)?.letters ?? 0;

  const put = (block: Pick<PageBlock, "kind" | "text"> & Partial<PageBlock>, around: Around): void => {
    const marks = [...new Set(around.marks.slice(0, MARKS_REACH).flat())].slice(0, 12);
    const { area, section, groups } = around;
    const lines = withoutAddresses(block.text.slice(0, LONGEST_RUN)).split("\n").map(oneLine).filter(Boolean);
    const isImage = block.kind === "image";
    for (const text of isImage ? [lines[0] ?? ""] : lines) {
      if (blocks.length >= MOST_BLOCKS) return;
      blocks.push({
        level: 0,
        href: around.href,
        ...block,
        src: block.src && !hasAddress(block.src) ? block.src : null,
        text: text.slice(0, 2000),
        area,
        section,
        groups: groups.slice(-8),
        marks,
      });
    }
  };

  const visit = (element: DomElement, outer: Around): void => {
    const { name, attribs } = element;
    if (SKIPPED.has(name) || outer.depth > MOST_NESTED || blocks.length >= MOST_BLOCKS || isHidden(attribs)) return;
    const around = enter(element, outer);
    const level = headingLevel(element);
    if (level > 0) {
      const link = page(element).find("a[href]").first().attr("href");
      const href = around.href ?? (link === undefined ? null : address(link, base));
      put({ kind: "heading", level, text: wordsOf(element, " "), href }, around);
      for (const image of page(element).find("img").toArray()) putImage(image, around);
    } else if (name === "img" || name === "svg" || name === "picture") {
      if (name === "picture") for (const image of page(element).find("img").toArray()) putImage(image, around);
      else putImage(element, around);
    } else if (name === "input") {
      if (/^(?:submit|button)$/.test(attribs.type ?? "") && attribs.value) put({ kind: "link", text: attribs.value }, around);
    } else children(element, around);
  };

  const putImage = (image: DomElement, around: Around): void => {
    const { attribs } = image;
    const title = image.name === "svg" ? page(image).children("title").first().text() : "";
    const text = attribs.alt || attribs["aria-label"] || title || attribs.title || "";
    const src = image.name === "svg" ? null : sourceOf(attribs);
    if (text === "" && src === null) return;
    put({ kind: "image", text, src }, { ...around, marks: [marksOf(namesOf(attribs)), ...around.marks] });
  };

  /** Runs of words and inline tags become one piece; boxes between them are entered. */
  const children = (element: DomElement, around: Around): void => {
    const kind = around.isQuote ? "quote" : element.name === "li" || element.name === "option" ? "item" : "text";
    let run: DomNode[] = [];
    const flush = () => {
      for (const nodes of piecesOf(run)) putRun(nodes, element, around, kind);
      run = [];
    };
    const background = backgroundOf(element.attribs);
    if (background !== null && (sizes.get(element)?.letters ?? 0) === 0)
      put({ kind: "image", text: element.attribs["aria-label"] ?? element.attribs.title ?? "", src: background }, around);
    for (const child of element.children) {
      if (isWords(child)) run.push(child);
      else if (
        isElement(child) &&
        INLINE.has(child.name) &&
        !holdsBoxes(child) &&
        !isCardLink(child) &&
        !(around.isQuote && child.name === "small")
      ) {
        if (!isHidden(child.attribs)) run.push(child);
      } else if (isElement(child)) {
        flush();
        visit(child, around);
      }
    }
    flush();
  };

  const putRun = (nodes: readonly DomNode[], element: DomElement, around: Around, kind: PageBlock["kind"]): void => {
    const text = nodes
      .map((node) => (isWords(node) ? node.data.replace(/\s+/g, " ") : isElement(node) ? wordsOf(node, "\n") : ""))
      .join("");
    if (text.trim() === "") return;
    const links = nodes.flatMap((node) => (isElement(node) ? linksIn(node) : []));
    const [only] = links;
    if (!only || links.length > 1 || oneLine(wordsOf(only, " ")) !== oneLine(text)) {
      const [node] = nodes;
      const own = nodes.length === 1 && node && isElement(node) ? [marksOf(namesOf(node.attribs))] : [];
      put({ kind: element.name === "button" ? "link" : kind, text }, { ...around, marks: [...own, ...around.marks] });
      return;
    }
    const href = address(only.attribs.href ?? "", base);
    put({ kind: kind === "item" ? "item" : "link", text, href }, { ...around, marks: [marksOf(namesOf(only.attribs)), ...around.marks] });
  };

  const linksIn = (element: DomElement): DomElement[] =>
    element.name === "a" && element.attribs.href !== undefined ? [element] : page(element).find("a[href]").toArray();

  const enter = (element: DomElement, outer: Around): Around => {
    const { name, attribs } = element;
    const names = namesOf(attribs);
    const marks = marksOf(names);
    const isWhole = (sizes.get(element)?.letters ?? 0) > wholeLength * 0.85;
    const isSection =
      name === "section" ||
      /(?:^|[\s_-])(?:section|e-parent|vc_row|et_pb_section|wp-block-group|page-section|fl-row)(?:$|\s)/.test(attribs.class ?? "");
    if (isSection && !isWhole) counters.section += 1;
    const isGroup = BOXES.has(name) && !isWhole && (sizes.get(element)?.leaves ?? 0) >= 2 && isRepeated(element, counted);
    if (isGroup) counters.group += 1;
    const href = name === "a" ? address(attribs.href ?? "", base) : outer.href;
    return {
      area: areaOf(element, marks, outer.area),
      marks: [isWhole ? [] : marks, ...outer.marks],
      groups: isGroup ? [...outer.groups, counters.group] : outer.groups,
      section: isSection && !isWhole ? counters.section : outer.section,
      href,
      isQuote: outer.isQuote || name === "blockquote" || name === "q",
      depth: outer.depth + 1,
    };
  };

  const body = page("body")[0];
  if (body) children(body, { area: "main", marks: [], groups: [], section: 0, href: null, isQuote: false, depth: 0 });
  return blocks;
}

function areaOf({ name, attribs, parent }: DomElement, marks: readonly string[], outer: PageArea): PageArea {
  if (name === "nav" || attribs.role === "navigation" || (marks.includes("nav") && outer === "header")) return "nav";
  if (name === "footer" && !(parent && isElement(parent) && /^(?:blockquote|figure|article|li)$/.test(parent.name)))
    return isQuoted(parent) ? outer : "footer";
  if (
    attribs.role === "contentinfo" ||
    /(?:^|\s)(?:site-?footer|footer|page-footer|main-footer)(?:$|\s)/i.test(`${attribs.class ?? ""} ${attribs.id ?? ""}`)
  )
    return "footer";
  if (
    (name === "header" || attribs.role === "banner") &&
    outer === "main" &&
    parent &&
    isElement(parent) &&
    !/^(?:article|section|main|li)$/.test(parent.name)
  )
    return "header";
  if (
    outer === "main" &&
    /(?:^|\s)(?:site[-_]?header|main[-_]?header|header-(?:container|wrapper)[\w-]*|masthead|navbar(?:_component)?)(?:$|\s)/i.test(
      `${attribs.class ?? ""} ${attribs.id ?? ""}`,
    )
  )
    return "header";
  if (name === "ul" && /(?:^|[\s_-])(?:menu|nav|navbar)(?:$|[\s_-])/i.test(attribs.class ?? "") && outer !== "footer") return "nav";
  return outer;
}

function isQuoted(node: DomNode | null): boolean {
  for (let at = node; at && isElement(at); at = at.parent as DomNode | null)
    if (at.name === "blockquote" || at.name === "figure") return true;
  return false;
}

function headingLevel(element: DomElement): number {
  const { name, attribs } = element;
  const [, level] = /^h([1-6])$/.exec(name) ?? [];
  if (name === "dt" || name === "summary" || isBoldLine(element) || isRowTitle(element)) return 6;
  if (level) return Number(level);
  return attribs.role === "heading" ? Math.min(6, Math.max(1, Number(attribs["aria-level"]) || 2)) : 0;
}

/** The first cell of a row, where it names the row and not a column. */
function isRowTitle({ name, parent }: DomElement): boolean {
  return name === "th" && parent !== null && isElement(parent) && parent.children.some((cell) => isElement(cell) && cell.name === "td");
}

function sourceOf(attribs: Record<string, string>): string | null {
  const candidates = [
    attribs["data-src"],
    attribs["data-lazy-src"],
    attribs["data-original"],
    attribs.src,
    attribs.srcset?.split(/\s/)[0],
    attribs["data-srcset"]?.split(/\s/)[0],
  ];
  const src = candidates.find((candidate) => candidate && !candidate.startsWith("data:"));
  return src ? src.slice(0, 500) : null;
}

function backgroundOf({ style = "", "data-bg": lazy }: Record<string, string>): string | null {
  const url = lazy ?? /background(?:-image)?\s*:[^;]*url\(\s*["']?([^"')]+)/i.exec(style)?.[1];
  return url && !url.startsWith("data:") ? url.slice(0, 500) : null;
}

function namesOf({
  class: names = "",
  id = "",
  itemprop = "",
  role = "",
  "data-widget_type": widget = "",
}: Record<string, string>): string {
  return `${names} ${id} ${itemprop} ${role} ${widget}`;
}

/** Null for what leads to no page: mail, telephone, scripts, and addresses that carry an e-mail address. */
function address(href: string, base: URL): string | null {
  const url = URL.parse(href.trim(), base);
  if (!url || (url.protocol !== "https:" && url.protocol !== "http:")) return null;
  return withoutAddresses(url.href) === url.href && url.href.length <= 2000 ? url.href : null;
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, " ").trim();
}

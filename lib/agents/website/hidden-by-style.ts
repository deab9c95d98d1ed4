import "server-only";
import type { CheerioAPI } from "cheerio";
import type { DomNode } from "@/lib/agents/website/dom-node";
import { styleDeclarations } from "@/lib/engines/replies/style-declarations";

const MOST_RULES = 600;
const MOST_SELECTORS = 200;
const LONGEST_SELECTOR = 200;
const MOST_CSS = 400_000;
/** States a visitor brings about: what is hidden until then is seen all the same. */
const OF_A_STATE = /:(?:hover|focus|target|checked|active|open|not|has|is|where|before|after|nth-|first-|last-)|::|\[/;

type Rule = { selectors: readonly string[]; declared: ReadonlyMap<string, string> };

/**
 * Takes out of a page what one of its own style blocks hides from everybody: not shown, not visible, without size, off the screen, or in the
 * colour of its ground. What another rule shows again (an open tab, an unfolded answer, a small screen) stays, for a visitor can read it.
 */
export function removeHidden(page: CheerioAPI): void {
  const css = page("style").text().slice(0, MOST_CSS);
  if (!/display|visibility|font-size|color|opacity|indent|position/i.test(css)) return;
  const rules = rulesOf(css);
  const shownAgain = new Set(rules.flatMap(({ selectors, declared }) => ways(declared, shows).flatMap((way) => named(selectors, way))));
  const hidden = rules.flatMap(({ selectors, declared }) =>
    ways(declared, hides).flatMap((way) => selectors.filter((selector) => !named([selector], way).some((name) => shownAgain.has(name)))),
  );
  for (const selector of new Set(hidden.slice(0, MOST_SELECTORS))) matching(page, selector).remove();
  const unseen = inkOnGround(page, rules).flatMap(({ selectors }) => selectors);
  if (unseen.length === 0) return;
  const painted = paintedElements(page, rules);
  const isPainted = (element: DomNode) =>
    page(element)
      .add(page(element).parents())
      .toArray()
      .some((around) => painted.has(around));
  for (const selector of unseen.slice(0, MOST_SELECTORS))
    matching(page, selector)
      .filter((_, element) => !isPainted(element))
      .remove();
}

/** What a selector without a state is about; nothing for one that no parser knows. */
function matching(page: CheerioAPI, selector: string): ReturnType<CheerioAPI> {
  try {
    if (selector.length <= LONGEST_SELECTOR && /[.#]/.test(selector) && !OF_A_STATE.test(selector))
      return page(selector).not("html, body, main, #root, #app, #__next");
  } catch {
    // It selects nothing here.
  }
  return page([]);
}

/** Rules that write in the page's own ground colour; a page with a stylesheet elsewhere may be painted by that. */
function inkOnGround(page: CheerioAPI, rules: readonly Rule[]): readonly Rule[] {
  const ground = groundOf(rules);
  if (ground === "" || page('link[rel~="stylesheet"]').length > 0) return [];
  return rules.filter(({ declared }) => colourOf(declared.get("color") ?? "") === ground && paintOf(declared) === "");
}

/** What has a ground of its own, in whatever state; the page itself aside. */
function paintedElements(page: CheerioAPI, rules: readonly Rule[]): ReadonlySet<DomNode> {
  const painting = rules.filter(({ declared }) => paintOf(declared) !== "").flatMap(({ selectors }) => selectors);
  const plain = new Set(painting.map((selector) => selector.replace(/:{1,2}[\w-]+(?:\([^)]*\))?/g, "").trim()).filter(Boolean));
  const found = [...plain].flatMap((selector) => {
    try {
      return page(selector).toArray();
    } catch {
      return []; // no parser knows what it paints
    }
  });
  return new Set([...page('[bgcolor], [style*="background"]').toArray(), ...found].filter((node) => !page(node).is("html, body")));
}

/** The style blocks' rules for every screen; those for print, or for some widths, hide from some readers only. */
function rulesOf(css: string): Rule[] {
  const plain = css.replace(/\/\*[\s\S]*?\*\//g, "").replace(/@media\s+print\s*\{(?:[^{}]|\{[^{}]*\})*\}/gi, "");
  const always = withoutConditions(plain);
  // A rule inside a condition hides nothing for sure, but it may show again what is hidden without it.
  const sometimes = plain.length === always.length ? "" : plain;
  return [...parsed(always), ...parsed(sometimes).filter(({ declared }) => ways(declared, shows).length > 0)];
}

function parsed(css: string): Rule[] {
  return [...css.matchAll(/([^{}]+)\{([^{}]*)\}/g)].slice(0, MOST_RULES).map(([, selectors = "", body = ""]) => ({
    selectors: selectors.split(",").map((selector) => selector.trim()),
    declared: styleDeclarations(body),
  }));
}

/** The text without its `@media` and other blocks; those nest, so braces are counted. */
function withoutConditions(css: string): string {
  let rest = "";
  let depth = 0;
  let skipping = 0;
  for (const [piece] of css.matchAll(/@[^{};]*\{|[{}]|[^@{}]+|@/g)) {
    if (piece.startsWith("@") && piece.endsWith("{")) {
      depth += 1;
      if (skipping === 0) skipping = depth;
      continue;
    }
    if (piece === "{") depth += 1;
    if (skipping === 0) rest += piece;
    if (piece === "}") {
      if (skipping === depth) skipping = 0;
      depth = Math.max(0, depth - 1);
    }
  }
  return rest;
}

type Way = "display" | "visibility" | "size" | "place" | "opacity" | "colour";
const WAYS: readonly Way[] = ["display", "visibility", "size", "place", "opacity", "colour"];
type Test = (declared: ReadonlyMap<string, string>, way: Way) => boolean;

function ways(declared: ReadonlyMap<string, string>, test: Test): Way[] {
  return WAYS.filter((way) => test(declared, way));
}

const hides: Test = (declared, way) => {
  const value = (name: string) => declared.get(name) ?? "";
  if (way === "display") return value("display") === "none";
  if (way === "visibility") return value("visibility") === "hidden";
  if (way === "size") return /^0(?:px|em|rem|%|pt)?$/.test(value("font-size"));
  if (way === "place")
    return (
      /^-\d{3,}/.test(value("text-indent")) || (/absolute|fixed/.test(value("position")) && /^-\d{4,}/.test(value("left") || value("top")))
    );
  // What fades in moves; what is merely transparent stays so.
  if (way === "opacity")
    return (
      /^0(?:\.0+)?%?$/.test(value("opacity")) && ![...declared.keys()].some((name) => /^(?:transition|animation|transform)/.test(name))
    );
  const ink = colourOf(value("color"));
  return ink !== "" && ink === colourOf(paintOf(declared));
};

const shows: Test = (declared, way) => {
  if (way === "display") return (declared.get("display") ?? "none") !== "none";
  if (way === "visibility") return declared.get("visibility") === "visible";
  if (way === "opacity") return Number.parseFloat(declared.get("opacity") ?? "0") > 0;
  return false;
};

function paintOf(declared: ReadonlyMap<string, string>): string {
  return declared.get("background-color") ?? declared.get("background") ?? declared.get("background-image") ?? "";
}

/** The colour a page declares for itself; unknown when it declares none, for a theme may paint it elsewhere. */
function groundOf(rules: readonly Rule[]): string {
  const body = rules.filter(({ selectors }) => selectors.some((selector) => selector === "body" || selector === "html"));
  return body.map(({ declared }) => colourOf(paintOf(declared))).findLast(Boolean) ?? "";
}

/** White is spelt in many ways, and so are other colours: six small digits, or nothing for what is no plain colour. */
function colourOf(value: string): string {
  const [, long] = /^#([0-9a-f]{6})\b/.exec(value) ?? [];
  const [, red = "", green = "", blue = ""] = /^#([0-9a-f])([0-9a-f])([0-9a-f])\b/.exec(value) ?? [];
  const [, ...parts] = /^rgba?\(\s*(\d{1,3})[\s,]+(\d{1,3})[\s,]+(\d{1,3})\s*\)/.exec(value) ?? [];
  if (long) return long;
  if (red) return red + red + green + green + blue + blue;
  if (parts.length === 3) return parts.map((part) => Number(part).toString(16).padStart(2, "0")).join("");
  if (/^white\b/.test(value)) return "ffffff";
  return /^black\b/.test(value) ? "000000" : "";
}

/** The first class or id of what each selector is about, which is its last part, and the way it is shown or hidden. */
function named(selectors: readonly string[], way: Way): string[] {
  return selectors.flatMap((selector) => {
    const last = selector.split(/[\s>+~]+/).at(-1) ?? "";
    const [name] = /[.#][\w-]+/.exec(last.replace(/:.*$/, "")) ?? [];
    return name === undefined ? [] : [`${way} ${name}`];
  });
}

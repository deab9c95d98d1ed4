import "server-only";
import { convert, type DomNode, type FormatCallback, type HtmlToTextOptions } from "html-to-text";
import { cleanText } from "@/lib/engines/replies/clean-text";
import { styleDeclarations } from "@/lib/engines/replies/style-declarations";

const MAX_HTML_CHARS = 1_000_000;
const LONGEST_STYLE = 4000;
const ALWAYS_HIDDEN = [
  "head",
  "script",
  "style",
  "title",
  "template",
  "noscript",
  "object",
  "svg",
  "math",
  "iframe",
  "select",
  "option",
  "textarea",
  "input",
];
const BLOCKS = new Set([
  "p",
  "div",
  "section",
  "article",
  "header",
  "footer",
  "main",
  "aside",
  "nav",
  "form",
  "center",
  "body",
  "html",
  "li",
  "ul",
  "ol",
  "table",
  "tbody",
  "tr",
  "h1",
  "h2",
  "h3",
  "h4",
  "h5",
  "h6",
  "pre",
  "address",
  "figure",
  "dl",
  "dt",
  "dd",
]);

/**
 * What a reader of the HTML sees: elements that are hidden, of zero size, off the page or in the colour of their own background
 * give no text, nor do comments (compliance EM-06). Quotes come out with `>` before each line.
 */
export function visibleHtmlText(html: string): string {
  const source = html.slice(0, MAX_HTML_CHARS).replace(/<!--[\s\S]*?(?:-->|$)/g, "");
  const hiddenClasses = classesHiddenByStyle(source);
  const selector = (name: string, format: string, options = {}) => ({ selector: name, format, options });
  const options: HtmlToTextOptions = {
    wordwrap: false,
    limits: { maxDepth: 200, maxChildNodes: 20_000, maxInputLength: MAX_HTML_CHARS, ellipsis: "" },
    formatters: { visible: visibleOnly(hiddenClasses) },
    selectors: [
      ...ALWAYS_HIDDEN.map((tag) => selector(tag, "skip")),
      selector("img", "skip"),
      selector("hr", "skip"),
      selector("a", "inline"),
      selector("table", "block"),
      selector("tr", "block"),
      selector("blockquote", "blockquote", { leadingLineBreaks: 1, trailingLineBreaks: 1 }),
      ...["h1", "h2", "h3", "h4", "h5", "h6"].map((tag) => selector(tag, "block")),
      selector("p", "block", { leadingLineBreaks: 1, trailingLineBreaks: 2 }),
      ...["style", "hidden", "class", "color", "width", "height", "aria-hidden"].map((attribute) => selector(`[${attribute}]`, "visible")),
    ],
  };
  return cleanText(convert(source, options))
    .replace(/\n{3,}/g, "\n\n")
    .trim();
}

/** Formats an element that carries presentation attributes as its tag would be, unless it cannot be seen. */
function visibleOnly(hiddenClasses: ReadonlySet<string>): FormatCallback {
  return (element, walk, builder) => {
    if (isHidden(element, hiddenClasses)) return;
    const name = element.name ?? "";
    if (name === "br") return builder.addLineBreak();
    if (ALWAYS_HIDDEN.includes(name) || name === "img" || name === "hr") return;
    if (name === "blockquote") {
      builder.openBlock({ leadingLineBreaks: 1, reservedLineLength: 2 });
      walk(element.children, builder);
      builder.closeBlock({ trailingLineBreaks: 1, blockTransform: (text) => text.replace(/^/gm, "> ") });
      return;
    }
    const isBlock = BLOCKS.has(name);
    if (isBlock) builder.openBlock({ leadingLineBreaks: 1 });
    walk(element.children, builder);
    if (isBlock) builder.closeBlock({ trailingLineBreaks: name === "p" ? 2 : 1 });
  };
}

function isHidden(element: DomNode, hiddenClasses: ReadonlySet<string>): boolean {
  const attributes: Record<string, string> = element.attribs ?? {};
  if (attributes.hidden !== undefined) return true;
  if ((attributes.class ?? "").split(/\s+/).some((name) => hiddenClasses.has(name))) return true;
  if (["0", "0px", "1", "1px"].includes(attributes.width ?? "") && ["0", "0px", "1", "1px"].includes(attributes.height ?? "")) return true;

  const style = styleOf(attributes);
  const is = (property: string, pattern: RegExp) => pattern.test(style.get(property) ?? "");
  if (is("display", /^none/) || is("visibility", /^(?:hidden|collapse)/) || is("opacity", /^0(?:\.0\d*)?(?:%|$| )/)) return true;
  if (is("font-size", /^(?:0|0?\.\d+|1)(?:px|pt|em|rem|%)?(?:\s|$)/) && !is("font-size", /^1(?:em|rem)/)) return true;
  if (
    (is("max-height", /^0/) || is("height", /^0(?:px)?$/) || is("width", /^0(?:px)?$/) || is("max-width", /^0/)) &&
    is("overflow", /hidden/)
  )
    return true;
  if (is("mso-hide", /all/) || is("clip", /rect\(0/) || is("clip-path", /inset\((?:50|100)%/)) return true;
  if (["text-indent", "left", "top", "right", "margin-left", "margin-top"].some((property) => is(property, /^-\d{3,}(?:px|em|rem|pt)?/)))
    return true;
  const colour = colourOf(style.get("color") ?? attributes.color);
  return colour !== undefined && (colour === "transparent" || colour === backgroundOf(element));
}

/** The colour an element's text is painted on: the nearest background, or a white page. */
function backgroundOf(element: DomNode): string {
  for (let node: DomNode | null | undefined = element; node; node = node.parent) {
    const attributes: Record<string, string> = node.attribs ?? {};
    const style = styleOf(attributes);
    const colour = colourOf(style.get("background-color") ?? style.get("background") ?? attributes.bgcolor);
    if (colour && colour !== "transparent") return colour;
  }
  return "#ffffff";
}

function styleOf({ style = "" }: Record<string, string>): Map<string, string> {
  return styleDeclarations(style.slice(0, LONGEST_STYLE));
}

const NAMED_COLOURS: Record<string, string> = {
  white: "#ffffff",
  black: "#000000",
  snow: "#fffafa",
  ivory: "#fffff0",
  transparent: "transparent",
};

function colourOf(value: string | undefined): string | undefined {
  if (!value) return undefined;
  const text = value.trim().toLowerCase();
  if (NAMED_COLOURS[text]) return NAMED_COLOURS[text];
  const short = /#([0-9a-f])([0-9a-f])([0-9a-f])\b(?![0-9a-f])/.exec(text);
  if (short) return `#${short[1]}${short[1]}${short[2]}${short[2]}${short[3]}${short[3]}`;
  const long = /#([0-9a-f]{6})\b/.exec(text);
  if (long) return `#${long[1]}`;
  const rgb = /rgba?\(\s*(\d{1,3})\s*,\s*(\d{1,3})\s*,\s*(\d{1,3})\s*(?:,\s*([\d.]+)\s*)?\)/.exec(text);
  if (!rgb) return undefined;
  if (rgb[4] !== undefined && Number(rgb[4]) < 0.05) return "transparent";
  return `#${[rgb[1], rgb[2], rgb[3]].map((part) => Number(part).toString(16).padStart(2, "0")).join("")}`;
}

/** Class names that a style sheet inside the message hides. */
function classesHiddenByStyle(html: string): Set<string> {
  const hidden = new Set<string>();
  for (const sheet of html.matchAll(/<style[^>]*>([\s\S]*?)<\/style/gi)) {
    for (const rule of (sheet[1] ?? "").slice(0, 100_000).matchAll(/([^{}]{1,300})\{([^{}]{0,2000})\}/g)) {
      if (!/display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0(?:px|pt)?\s*[;!}]?|opacity\s*:\s*0\s*(?:;|$)/i.test(rule[2] ?? ""))
        continue;
      for (const name of (rule[1] ?? "").matchAll(/\.([\w-]+)/g)) hidden.add(name[1] ?? "");
    }
  }
  return hidden;
}

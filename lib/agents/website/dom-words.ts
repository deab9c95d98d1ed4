import "server-only";
import { type DomElement, type DomNode, isElement, isWords } from "@/lib/agents/website/dom-node";
import { isHidden } from "@/lib/agents/website/is-hidden";

export const INLINE = new Set(
  "a abbr b bdi bdo code em font i ins kbd label mark q s small span strong sub sup time u var wbr br del dfn data".split(" "),
);

export const SKIPPED = new Set([
  "script",
  "style",
  "noscript",
  "template",
  "iframe",
  "select",
  "textarea",
  "object",
  "audio",
  "video",
  "canvas",
  "head",
]);

type Size = { letters: number; leaves: number };

/** How much stands in each element: letters, and pieces a reader sees apart. */
export function measure(root: DomElement | undefined): Map<DomElement, Size> {
  const sizes = new Map<DomElement, Size>();
  const of = (element: DomElement): Size => {
    const size = { letters: 0, leaves: 0 };
    if (SKIPPED.has(element.name)) return size;
    for (const child of element.children) {
      if (isWords(child)) size.letters += child.data.trim().length;
      else if (isElement(child)) {
        const inner = of(child);
        size.letters += inner.letters;
        size.leaves += inner.leaves + (inner.leaves === 0 && (inner.letters > 0 || child.name === "img" || child.name === "svg") ? 1 : 0);
      }
    }
    sizes.set(element, size);
    return size;
  };
  if (root) of(root);
  return sizes;
}

/** Inline elements side by side with nothing but blanks between them are pieces of their own, as a name above a position. */
export function piecesOf(run: readonly DomNode[]): (readonly DomNode[])[] {
  const full = run.filter((node) => !isWords(node) || node.data.trim() !== "");
  const isApart = full.length >= 2 && full.length <= 30 && full.every((node) => isElement(node) && wordsOf(node, " ").trim().length >= 2);
  return isApart ? full.map((node) => [node]) : [run];
}

/** The words of an element; `lineBreak` stands for a `<br>`. Where a line of the source ends says nothing. */
export function wordsOf(element: DomElement, lineBreak: string): string {
  if (element.name === "br") return lineBreak;
  if (SKIPPED.has(element.name) || element.name === "svg" || isHidden(element.attribs)) return "";
  const parts = element.children.map((child) =>
    isWords(child)
      ? child.data.replace(/\s+/g, " ")
      : isElement(child)
        ? (INLINE.has(child.name) ? "" : " ") + wordsOf(child, lineBreak)
        : "",
  );
  return parts.join("").replace(/[^\S\n]+/g, " ");
}

/** A link of several named pieces and no words of its own is a card, though it is built of inline elements. */
export function isCardLink({ name, children }: DomElement): boolean {
  const pieces = children.filter((child) => !isWords(child) || child.data.trim() !== "");
  return (
    name === "a" &&
    pieces.length >= 2 &&
    pieces.every((child) => isElement(child) && child.attribs.class !== undefined && wordsOf(child, " ").trim().length >= 2)
  );
}

export function holdsBoxes(element: DomElement): boolean {
  return element.children.some((child) => isElement(child) && (!INLINE.has(child.name) || holdsBoxes(child)));
}

/** Whether a box has a neighbour of its own kind; a parent's children are counted once. */
export function isRepeated(element: DomElement, counted: Map<unknown, Map<string, number>>): boolean {
  const { parent } = element;
  let kinds = counted.get(parent);
  if (!kinds) {
    kinds = new Map();
    for (const child of parent?.children ?? [])
      if (isElement(child)) kinds.set(signatureOf(child), (kinds.get(signatureOf(child)) ?? 0) + 1);
    counted.set(parent, kinds);
  }
  return (kinds.get(signatureOf(element)) ?? 0) >= 2;
}

/** Its tag and first class without its number, so that "col-1" and "col-2" are alike. */
function signatureOf({ name, attribs }: DomElement): string {
  const [first = ""] = (attribs.class ?? "").trim().split(/\s+/, 1);
  return `${name} ${first.replace(/[-_]?\d+$/, "")}`;
}

/** A paragraph that is bold as a whole and short is a heading in all but name. */
export function isBoldLine({ name, children }: DomElement): boolean {
  const full = children.filter((child) => !isWords(child) || child.data.trim() !== "");
  const [only] = full;
  if (name !== "p" || full.length !== 1 || !only || !isElement(only) || !/^(?:b|strong)$/.test(only.name)) return false;
  const words = wordsOf(only, " ").trim();
  return words.length <= 60 && words.split(/\s+/).length <= 7 && !/[.!?,]$/.test(words);
}

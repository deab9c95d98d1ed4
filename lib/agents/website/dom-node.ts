import "server-only";
import type { load } from "cheerio";

/** A node of cheerio's tree, by cheerio's own types. */
export type DomNode = Extract<Parameters<typeof load>[0], { nodeType: number }>;
export type DomElement = Extract<DomNode, { tagName: string }>;
type DomText = Extract<DomNode, { data: string }>;

export function isElement(node: DomNode | null): node is DomElement {
  return node !== null && "tagName" in node;
}

export function isWords(node: DomNode): node is DomText {
  return node.type === "text";
}

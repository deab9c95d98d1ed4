import "server-only";

/** An element by its local name; prefixes are left out, so that a server may choose its own. */
export type XmlElement = { name: string; attributes: Readonly<Record<string, string>>; children: readonly XmlElement[]; text: string };

type OpenElement = { name: string; qualified: string; attributes: Record<string, string>; children: XmlElement[]; text: string };

const NAMED: Readonly<Record<string, string>> = { lt: "<", gt: ">", amp: "&", quot: '"', apos: "'" };
const NAME = String.raw`[A-Za-z_][\w.\-]*(?::[A-Za-z_][\w.\-]*)?`;
const TOKEN = new RegExp(
  String.raw`<!--[^]*?-->|<\?[^]*?\?>|<!\[CDATA\[(?<cdata>[^]*?)\]\]>|</(?<close>${NAME})\s*>|` +
    String.raw`<(?<open>${NAME})(?<attributes>(?:\s+${NAME}\s*=\s*(?:"[^"<]*"|'[^'<]*'))*)\s*(?<empty>/?)>|(?<text>[^<]+)`,
  "y",
);
const ATTRIBUTE = new RegExp(String.raw`(${NAME})\s*=\s*(?:"([^"<]*)"|'([^'<]*)')`, "g");
const LONGEST = 4_000_000;
const DEEPEST = 64;

/**
 * Reads a document into its root element. There are no entities but the five of XML itself and numbers: a document type is refused, so
 * nothing can be expanded or fetched.
 * @throws SyntaxError for anything that is not well-formed, too long or too deep
 */
export function parseXml(document: string): XmlElement {
  if (document.length > LONGEST) throw new SyntaxError("the document is too long");
  const top: OpenElement = { name: "", qualified: "", attributes: {}, children: [], text: "" };
  const open: OpenElement[] = [top];
  TOKEN.lastIndex = document.charCodeAt(0) === 0xfeff ? 1 : 0;
  while (TOKEN.lastIndex < document.length) {
    const at = TOKEN.lastIndex;
    const token = TOKEN.exec(document)?.groups;
    if (!token) throw new SyntaxError(`no XML at character ${at}`);
    read(token, open);
  }
  const [root, ...more] = top.children;
  if (open.length > 1 || !root || more.length > 0 || top.text.trim() !== "") throw new SyntaxError("not one whole element");
  return root;
}

/** Every element of that local name, in the order of the document, the given one included. */
export function elementsNamed(element: XmlElement, name: string): XmlElement[] {
  return [...(element.name === name ? [element] : []), ...element.children.flatMap((child) => elementsNamed(child, name))];
}

/** Text as it may stand in an element or a quoted attribute. Characters XML has no place for are left out. */
export function escapeXml(text: string): string {
  return text
    .replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, "")
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replaceAll("'", "&apos;");
}

function read(token: Record<string, string | undefined>, open: OpenElement[]): void {
  const parent = open.at(-1) as OpenElement;
  if (token.text !== undefined) parent.text += decode(token.text);
  else if (token.cdata !== undefined) parent.text += token.cdata;
  else if (token.close !== undefined) {
    if (open.length === 1 || parent.qualified !== token.close) throw new SyntaxError(`</${token.close}> closes nothing`);
    open.pop();
  } else if (token.open !== undefined) {
    const element = {
      name: local(token.open),
      qualified: token.open,
      attributes: attributesOf(token.attributes ?? ""),
      children: [],
      text: "",
    };
    parent.children.push(element);
    if (token.empty) return;
    if (open.length > DEEPEST) throw new SyntaxError("too many elements inside each other");
    open.push(element);
  }
}

function attributesOf(text: string): Record<string, string> {
  const attributes: Record<string, string> = Object.create(null);
  for (const [, name = "", double, single] of text.matchAll(ATTRIBUTE)) attributes[local(name)] = decode(double ?? single ?? "");
  return attributes;
}

function decode(text: string): string {
  return text.replace(/&([^;&]{0,10})(;?)/g, (_match, name: string, end: string) => {
    const character = /^#(?:\d+|x[\da-f]+)$/i.test(name) ? fromNumber(name.slice(1)) : Object.hasOwn(NAMED, name) ? NAMED[name] : undefined;
    if (character === undefined || end === "") throw new SyntaxError("an entity nobody declared");
    return character;
  });
}

function fromNumber(digits: string): string | undefined {
  const code = /^x/i.test(digits) ? Number.parseInt(digits.slice(1), 16) : Number(digits);
  return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : undefined;
}

function local(name: string): string {
  return name.slice(name.indexOf(":") + 1);
}

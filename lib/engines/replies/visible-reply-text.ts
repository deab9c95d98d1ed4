import "server-only";
import { cleanText, unwrapLines } from "@/lib/engines/replies/clean-text";
import {
  ADDED_LINE,
  ATTRIBUTION,
  DISCLAIMER,
  HEADER_BLOCK_LINE,
  HEADER_BLOCK_START,
  SEPARATOR,
  SIGN_OFF,
} from "@/lib/engines/replies/quote-patterns";

export type VisibleReply = {
  /** What the person wrote, wrapped lines joined. Empty when there is nothing but quotes, a signature or a notice. */
  reply: string;
  /** The same with signature and notices still on. */
  unquoted: string;
  /** What was taken away, for the person who asks why. */
  removed: ("quote" | "footer" | "signature" | "disclaimer" | "added_line")[];
};

type Options = {
  /** Our own footer exactly as sent; it is removed wherever it stands (compliance EM-07). */
  footer?: string | undefined;
  /** Text of the message that is answered; its lines are never the person's. */
  sent?: string | undefined;
};

/**
 * The part of a message that its writer typed. Quoted lines and the headers above them go, unquoted lines above, between and
 * below stay; our footer goes by exact text; signature and legal notice go last.
 */
export function visibleReplyText(text: string, { footer, sent }: Options = {}): VisibleReply {
  const removed = new Set<VisibleReply["removed"][number]>();
  const clean = cleanText(text);
  const withoutFooter = footer ? withoutText(clean, cleanText(footer)) : clean;
  if (withoutFooter !== clean) removed.add("footer");

  const ownLines = new Set((sent ? cleanText(sent) : "").split("\n").map(lineKey).filter(Boolean));
  const lines = withoutFooter.split("\n");
  const typed = withoutQuotes(lines, ownLines);
  if (typed.length < lines.length) removed.add("quote");
  const unquoted = typed.join("\n").trim();

  const noticed = cutAt(typed, (line) => matchesAny(DISCLAIMER, line));
  if (noticed.length < typed.length) removed.add("disclaimer");
  const said = noticed.filter((line) => !matchesAny(ADDED_LINE, line.trim()));
  if (said.length < noticed.length) removed.add("added_line");
  const signedOff = withoutSignature(said);
  if (signedOff.length < said.length) removed.add("signature");

  return { reply: unwrapLines(signedOff.join("\n").trim()), unquoted: unwrapLines(unquoted), removed: [...removed] };
}

function withoutQuotes(lines: readonly string[], ownLines: ReadonlySet<string>): string[] {
  const kept: string[] = [];
  for (let index = 0; index < lines.length; index++) {
    const line = lines[index] ?? "";
    const trimmed = line.trim();

    if (isQuoted(line) || (ownLines.size > 0 && ownLines.has(lineKey(line)))) continue;
    if (isWrappedRemnant(lines, index)) continue;

    const attributionLength = attributionAt(lines, index);
    if (attributionLength > 0) {
      index += attributionLength - 1;
      if (hasQuotedLines(lines, index + 1)) continue;
      kept.push(...remainderNotOurs(lines, index + 1, ownLines));
      break;
    }
    if (matchesAny(SEPARATOR, trimmed) || isHeaderBlock(lines, index)) {
      if (kept.at(-1) && /^[_*-]{5,}$/.test(kept.at(-1)?.trim() ?? "")) kept.pop();
      kept.push(...remainderNotOurs(lines, index + 1, ownLines));
      break;
    }
    kept.push(line);
  }
  return kept;
}

/** Below an unmarked quote only lines that we know we did not send can be the person's; with nothing to compare, none. */
function remainderNotOurs(lines: readonly string[], from: number, ownLines: ReadonlySet<string>): string[] {
  if (ownLines.size === 0) return [];
  return lines
    .slice(from)
    .filter((line) => line.trim() && !isQuoted(line) && !ownLines.has(lineKey(line)) && !HEADER_BLOCK_LINE.test(line.trim()));
}

const isQuoted = (line: string) => /^\s{0,3}(?:>|\|\s)/.test(line);

const lineKey = (line: string) =>
  line
    .replace(/^[\s>|]+/, "")
    .replace(/\s+/g, " ")
    .trim()
    .toLowerCase();

/** A long quoted line whose tail was wrapped without its mark: `> long …` / `tail` / `> next`. */
function isWrappedRemnant(lines: readonly string[], index: number): boolean {
  const before = lines[index - 1] ?? "";
  const after = lines[index + 1];
  const line = (lines[index] ?? "").trim();
  return line !== "" && isQuoted(before) && before.length >= 70 && line.length <= 60 && (after === undefined ? false : isQuoted(after));
}

function hasQuotedLines(lines: readonly string[], from: number): boolean {
  return lines.slice(from).some(isQuoted);
}

/** How many lines the attribution starting here takes, 0 when there is none. */
function attributionAt(lines: readonly string[], index: number): number {
  if ((lines[index] ?? "").trim() === "") return 0;
  let joined = "";
  for (let length = 1; length <= 4; length++) {
    const line = lines[index + length - 1];
    if (line === undefined || (length > 1 && line.trim() === "")) return 0;
    joined = `${joined} ${line.trim()}`.trim();
    if (joined.length > 320) return 0;
    if (matchesAny(ATTRIBUTION, joined)) return length;
  }
  return 0;
}

function isHeaderBlock(lines: readonly string[], index: number): boolean {
  if (!HEADER_BLOCK_START.test((lines[index] ?? "").trim())) return false;
  const following = lines
    .slice(index + 1, index + 7)
    .map((line) => line.trim())
    .filter(Boolean);
  return following.filter((line) => HEADER_BLOCK_LINE.test(line)).length >= 2;
}

/** Up to and without the first line that matches; a paragraph in the middle of a message is never a legal notice. */
function cutAt(lines: readonly string[], matches: (line: string) => boolean): string[] {
  const at = lines.findIndex((line) => matches(line.trim()));
  return at < 0 ? [...lines] : lines.slice(0, at);
}

function withoutSignature(lines: readonly string[]): string[] {
  const delimiter = lines.findIndex((line) => /^(?:-- ?|—|__+|-{2,5})$/.test(line.trim()));
  const upper = delimiter < 0 ? [...lines] : lines.slice(0, delimiter);
  if (delimiter >= 0 && upper.join("").trim() === "") return [];

  const card = upper.findIndex((line, index) => NAME_AND_TITLE.test(line.trim()) && upper.slice(index + 1, index + 5).some(isPhoneLine));
  if (card >= 0) return withoutSignature(upper.slice(0, card));

  for (let index = upper.length - 1; index >= 0; index--) {
    if (!SIGN_OFF.test((upper[index] ?? "").trim())) continue;
    const tail = upper
      .slice(index + 1)
      .map((line) => line.trim())
      .filter(Boolean);
    const isClosing = tail.length > 0 || upper.slice(0, index).join("").trim() !== "";
    if (isClosing && tail.length <= 10 && tail.every(isSignatureLine)) return withoutSignature(upper.slice(0, index));
  }
  return upper;
}

/** "Jules Arden | Director" above a telephone number opens a signature, whatever slogan closes it. */
const NAME_AND_TITLE = /^\p{Lu}[\p{L}'’-]+(?: \p{Lu}[\p{L}'’.-]*){1,3} ?[|•·] ?[\p{L}][\p{L} &/,-]{2,40}$/u;
const isPhoneLine = (line: string) => /^\s*(?:(?:m|p|t|d|ph|mob|mobile|phone|tel)\b[:.]?\s*)?\+?[\d ()-]{8,20}\s*$/i.test(line);

/** Short, and no sentence: a name, a title, a number, an address. */
function isSignatureLine(line: string): boolean {
  if (/[?]/.test(line)) return false;
  const isPhrase = /\b(?:please|pls|don'?t|stop|remove|unsubscribe|not|no|opt|delete|take|i|i'm|we|you|your|me|back|away|ps)\b/i.test(
    line.replace(/\bp:|\bm:/gi, ""),
  );
  return !isPhrase && line.length <= 90 && line.split(/\s+/).length <= 12;
}

/** Removes `part` wherever it stands, whatever the line breaks and quote marks in between. */
function withoutText(text: string, part: string): string {
  const words = part.trim().split(/\s+/).filter(Boolean);
  if (words.length < 3) return text;
  const pattern = words.map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")).join("[\\s>|]+");
  return text.replace(new RegExp(pattern, "g"), "");
}

function matchesAny(patterns: readonly RegExp[], line: string): boolean {
  return patterns.some((pattern) => pattern.test(line));
}

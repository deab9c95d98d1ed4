import "server-only";
import { InvalidError } from "@/lib/errors";
import type { TrueTypeFont } from "@/lib/integrations/clicksend/true-type-font";

/** What editors and models leave in a text and no printer shows: control, zero-width and direction characters, byte order marks. */
const INVISIBLE = /(?!\n)[\p{Cc}\p{Cf}]/gu;

/** Spaces of other widths and hyphens of other kinds, for which few fonts have glyphs; the no-break space stays. */
const ODD_SPACE = /(?!\u00a0)\p{Zs}/gu;
const ODD_HYPHEN = /[\u2010-\u2012]/g;

/** A text in the characters of the font, its line ends unified. @throws InvalidError naming a character the font cannot print */
export function toPrintable(text: string, font: TrueTypeFont): string {
  const lines = text
    .normalize("NFC")
    .replace(/\r\n?|\u2028|\u2029|\v|\f/g, "\n")
    .replaceAll("\t", "    ");
  const cleaned = lines.replace(INVISIBLE, "").replace(ODD_SPACE, " ").replace(ODD_HYPHEN, "-");
  for (const character of cleaned) {
    if (character === "\n" || font.glyphOf(character) !== undefined) continue;
    const code = character.codePointAt(0)?.toString(16).toUpperCase().padStart(4, "0");
    throw new InvalidError(`The letter holds a character that cannot be printed (U+${code}). Take it out.`, "body");
  }
  return cleaned;
}

/** How wide a text is at this size, in points. */
export function widthOf(text: string, font: TrueTypeFont, size: number): number {
  let thousandths = 0;
  for (const character of text) thousandths += font.advanceOf(font.glyphOf(character) ?? 0);
  return (thousandths * size) / 1000;
}

/**
 * The lines of a text, none wider than `width` points: broken between words, and inside a word only where the word alone is too wide.
 * An empty line stays empty; spaces where a line was broken are gone.
 */
export function wrapLines(text: string, font: TrueTypeFont, { size, width }: { size: number; width: number }): string[] {
  const fits = (line: string) => widthOf(line, font, size) <= width;
  return text.split("\n").flatMap((paragraph) => {
    const lines: string[] = [];
    let line = "";
    for (const word of paragraph.trimEnd().split(/(?<=\S)(?= )/)) {
      if (fits(line + word)) {
        line += word;
        continue;
      }
      if (line !== "") lines.push(line);
      const pieces = breakWord(line === "" ? word : word.trimStart(), fits);
      line = pieces.pop() ?? "";
      lines.push(...pieces);
    }
    return [...lines, line];
  });
}

function breakWord(word: string, fits: (text: string) => boolean): string[] {
  const pieces: string[] = [];
  let piece = "";
  for (const character of word) {
    if (piece !== "" && !fits(piece + character)) {
      pieces.push(piece);
      piece = "";
    }
    piece += character;
  }
  return [...pieces, piece];
}

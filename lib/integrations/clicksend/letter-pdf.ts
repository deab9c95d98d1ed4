import "server-only";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { InvalidError } from "@/lib/errors";
import { toPrintable, widthOf, wrapLines } from "@/lib/integrations/clicksend/letter-lines";
import { type PdfDocument, pdfDocument } from "@/lib/integrations/clicksend/pdf-document";
import { readTrueTypeFont, type TrueTypeFont } from "@/lib/integrations/clicksend/true-type-font";

type Line = { text: string; x: number; y: number; size: number };

/** Points. */
const A4 = { width: 595.28, height: 841.89 };
const MM = 72 / 25.4;
const MARGIN = 25 * MM;
const SIZE = 11;
const LEADING = 15.5;
const FOOT_SIZE = 8;
const FOOT_Y = 12 * MM;
/**
 * The upper third of the first sheet stays empty: ClickSend prints the recipient and the return address there, where the window of the
 * folded sheet shows them (its guide to post media).
 */
const FIRST_PAGE_TOP = 105 * MM;
/** Up to four sheets go as a small letter; more are posted flat at another price. */
const MOST_PAGES = 4;
const FONT_NAME = "AAAAAA+Geist-Regular";

let shippedFont: TrueTypeFont | undefined;

/** The typeface of the product's pages. ClickSend wants every font of a PDF embedded; this one may be (SIL Open Font License). */
export function letterFont(): TrueTypeFont {
  shippedFont ??= readTrueTypeFont(readFileSync(join(process.cwd(), "node_modules/geist/dist/fonts/geist-sans/Geist-Regular.ttf")));
  return shippedFont;
}

/**
 * A plain letter as a PDF: A4 upright, one embedded font, the window's place left empty. The same text gives the same bytes.
 * @throws InvalidError when the text is empty, needs more than four pages, or holds what cannot be printed
 */
export function composeLetterPdf(body: string, font: TrueTypeFont = letterFont()): Buffer {
  const text = toPrintable(body, font).replace(/^\n+|\s+$/g, "");
  if (text === "") throw new InvalidError("The letter is empty.", "body");
  const pages = numbered(layOut(wrapLines(text, font, { size: SIZE, width: A4.width - 2 * MARGIN })), font);
  if (pages.length > MOST_PAGES)
    throw new InvalidError(`The letter needs ${pages.length} pages; at most ${MOST_PAGES} are posted.`, "body");
  return writePages(pages, font);
}

function layOut(lines: readonly string[]): Line[][] {
  const pages: Line[][] = [];
  let page: Line[] = [];
  let y = A4.height - FIRST_PAGE_TOP - SIZE;
  for (const text of lines) {
    if (y < MARGIN) {
      pages.push(page);
      page = [];
      y = A4.height - MARGIN - SIZE;
    }
    if (text === "" && page.length === 0) continue;
    page.push({ text, x: MARGIN, y, size: SIZE });
    y -= LEADING;
  }
  return [...pages, page];
}

function numbered(pages: readonly Line[][], font: TrueTypeFont): Line[][] {
  if (pages.length === 1) return [...pages];
  return pages.map((lines, index) => {
    const text = `${index + 1} / ${pages.length}`;
    return [...lines, { text, x: (A4.width - widthOf(text, font, FOOT_SIZE)) / 2, y: FOOT_Y, size: FOOT_SIZE }];
  });
}

function writePages(pages: readonly Line[][], font: TrueTypeFont): Buffer {
  const pdf = pdfDocument();
  const [catalog, tree, info] = [pdf.reserve(), pdf.reserve(), pdf.reserve()];
  const typeface = writeFont(pdf, font, new Set(pages.flat().flatMap(({ text }) => [...text])));
  const kids = pages.map((lines) => {
    const [page, content] = [pdf.reserve(), pdf.reserve()];
    const box = `[0 0 ${A4.width} ${A4.height}]`;
    pdf.put(
      page,
      `/Type /Page /Parent ${tree} 0 R /MediaBox ${box} /Resources << /Font << /F1 ${typeface} 0 R >> >> /Contents ${content} 0 R`,
    );
    pdf.putStream(content, "", Buffer.from(lines.map((line) => drawn(line, font)).join("\n")));
    return `${page} 0 R`;
  });
  pdf.put(tree, `/Type /Pages /Count ${kids.length} /Kids [${kids.join(" ")}]`);
  pdf.put(catalog, `/Type /Catalog /Pages ${tree} 0 R /Lang (en-AU)`);
  pdf.put(info, "/Title (Letter) /Producer (Agency OS)");
  return pdf.write(catalog, info);
}

function drawn({ text, x, y, size }: Line, font: TrueTypeFont): string {
  const glyphs = [...text].map((character) => hex(font.glyphOf(character) ?? 0)).join("");
  return `BT /F1 ${size} Tf ${x.toFixed(2)} ${y.toFixed(2)} Td <${glyphs}> Tj ET`;
}

/** The font's used part, addressed by glyph number, with a map back to characters so that the text can be searched and read aloud. */
function writeFont(pdf: PdfDocument, font: TrueTypeFont, characters: ReadonlySet<string>): number {
  const used = [...characters].map((character) => ({ character, glyph: font.glyphOf(character) ?? 0 })).sort((a, b) => a.glyph - b.glyph);
  const glyphs = [...new Set(used.map(({ glyph }) => glyph))];
  const [typeface, descendant, descriptor, file, unicode] = [pdf.reserve(), pdf.reserve(), pdf.reserve(), pdf.reserve(), pdf.reserve()];
  const name = `/BaseFont /${FONT_NAME}`;
  pdf.put(
    typeface,
    `/Type /Font /Subtype /Type0 ${name} /Encoding /Identity-H /DescendantFonts [${descendant} 0 R] /ToUnicode ${unicode} 0 R`,
  );
  const widths = glyphs.map((glyph) => `${glyph} [${font.advanceOf(glyph)}]`).join(" ");
  const system = "/CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >>";
  pdf.put(
    descendant,
    `/Type /Font /Subtype /CIDFontType2 ${name} ${system} /FontDescriptor ${descriptor} 0 R /CIDToGIDMap /Identity /W [${widths}]`,
  );
  const shape = `/Flags 4 /FontBBox [${font.box.join(" ")}] /ItalicAngle 0 /Ascent ${font.ascent} /Descent ${font.descent}`;
  pdf.put(
    descriptor,
    `/Type /FontDescriptor /FontName /${FONT_NAME} ${shape} /CapHeight ${font.capHeight} /StemV 80 /FontFile2 ${file} 0 R`,
  );
  const subset = font.subset(glyphs);
  pdf.putStream(file, `/Length1 ${subset.length}`, subset);
  pdf.putStream(unicode, "", Buffer.from(unicodeMap(used)));
  return typeface;
}

/** At most 100 entries stand in one block (Adobe technical note 5014). */
function unicodeMap(used: readonly { character: string; glyph: number }[]): string {
  const blocks: string[] = [];
  for (let from = 0; from < used.length; from += 100) {
    const entries = used.slice(from, from + 100).map(({ glyph, character }) => `<${hex(glyph)}> <${hex(character.charCodeAt(0))}>`);
    blocks.push(`${entries.length} beginbfchar\n${entries.join("\n")}\nendbfchar`);
  }
  return `/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def
/CMapName /Adobe-Identity-UCS def
/CMapType 2 def
1 begincodespacerange
<0000> <FFFF>
endcodespacerange
${blocks.join("\n")}
endcmap
CMapName currentdict /CMap defineresource pop
end
end`;
}

function hex(number: number): string {
  return number.toString(16).toUpperCase().padStart(4, "0");
}

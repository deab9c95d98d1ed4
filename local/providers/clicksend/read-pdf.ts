import { inflateSync } from "node:zlib";

/** One run of text and where it begins, in points from the lower left corner. */
export type PdfText = { x: number; y: number; size: number; text: string };
export type PdfPage = { width: number; height: number; texts: PdfText[] };
export type ReadPdf = { pages: PdfPage[]; fonts: { name: string; isEmbedded: boolean }[]; text: string };

type PdfObject = { dictionary: string; stream: Buffer | undefined };
type Objects = (number: number) => PdfObject;

/**
 * Reads a PDF as a printer's check would: every object where the table says it is, streams as long as they say, pages, text and fonts. Knows
 * the classic table, deflated streams and two-byte fonts with a map to Unicode.
 * @throws SyntaxError for anything else
 */
export function readPdf(file: Buffer): ReadPdf {
  if (file.toString("latin1", 0, 5) !== "%PDF-" || !file.toString("latin1").trimEnd().endsWith("%%EOF")) broken("it is no PDF");
  const { objects, root } = openObjects(file);
  const kids = referencesIn(field(objects(reference(objects(root).dictionary, "Pages")).dictionary, "Kids"));
  const fontNumbers = new Set<number>();
  const pages = kids.map((kid): PdfPage => {
    const { dictionary } = objects(kid);
    const [, , width = 0, height = 0] = numbersIn(field(dictionary, "MediaBox"));
    const font = reference(dictionary, "F1");
    fontNumbers.add(font);
    return { width, height, texts: readTexts(streamOf(objects(reference(dictionary, "Contents"))), readUnicodeMap(objects, font)) };
  });
  const fonts = [...fontNumbers].map((number) => describeFont(objects, number));
  return { pages, fonts, text: pages.flatMap(({ texts }) => texts.map(({ text }) => text)).join("\n") };
}

function openObjects(file: Buffer): { objects: Objects; root: number } {
  const source = file.toString("latin1");
  const tableAt = Number(/startxref\s+(\d+)\s+%%EOF\s*$/.exec(source)?.[1] ?? Number.NaN);
  const table = /^xref\n0 (\d+)\n((?:\d{10} \d{5} [nf] \n)+)trailer\n([\s\S]*)startxref/.exec(source.slice(tableAt));
  if (!table) return broken("it has no table of objects where it says");
  const [, size = "", rows = "", trailer = ""] = table;
  const starts = rows.split("\n").slice(0, -1);
  if (starts.length !== Number(size)) broken("the table of objects is not as long as it says");
  const read = (number: number): PdfObject => {
    const start = Number(starts[number]?.slice(0, 10));
    const begin = `${number} 0 obj\n`;
    if (source.slice(start, start + begin.length) !== begin) broken(`object ${number} is not where the table says`);
    return readObject(file, source, start + begin.length);
  };
  for (let number = 1; number < starts.length; number += 1) read(number);
  return { objects: read, root: reference(trailer, "Root") };
}

function readObject(file: Buffer, source: string, from: number): PdfObject {
  const end = source.indexOf("\nendobj\n", from);
  const streamAt = source.indexOf("\nstream\n", from);
  if (streamAt === -1 || streamAt > end) return { dictionary: source.slice(from, end), stream: undefined };
  const dictionary = source.slice(from, streamAt);
  const start = streamAt + "\nstream\n".length;
  const length = Number(field(dictionary, "Length"));
  if (source.slice(start + length, start + length + 11) !== "\nendstream\n") broken("a stream is not as long as it says");
  const content = file.subarray(start, start + length);
  return { dictionary, stream: dictionary.includes("/FlateDecode") ? inflateSync(content) : content };
}

function readTexts(content: Buffer, characters: ReadonlyMap<string, string>): PdfText[] {
  const shown = /BT \/F1 ([\d.]+) Tf ([\d.]+) ([\d.]+) Td <([0-9A-F]*)> Tj ET/g;
  return [...content.toString("latin1").matchAll(shown)].map(([, size, x, y, codes = ""]) => ({
    size: Number(size),
    x: Number(x),
    y: Number(y),
    text: (codes.match(/.{4}/g) ?? []).map((code) => characters.get(code) ?? broken(`a glyph (${code}) stands for no character`)).join(""),
  }));
}

function readUnicodeMap(objects: Objects, font: number): Map<string, string> {
  const map = streamOf(objects(reference(objects(font).dictionary, "ToUnicode"))).toString("latin1");
  const entries = map.matchAll(/^<([0-9A-F]{4})> <([0-9A-F]{4})>$/gm);
  return new Map([...entries].map(([, glyph = "", code = ""]) => [glyph, String.fromCharCode(Number.parseInt(code, 16))]));
}

function describeFont(objects: Objects, number: number): ReadPdf["fonts"][number] {
  const { dictionary } = objects(number);
  const [descendant = 0] = referencesIn(field(dictionary, "DescendantFonts"));
  const descriptor = objects(reference(objects(descendant).dictionary, "FontDescriptor")).dictionary;
  const isEmbedded = descriptor.includes("/FontFile2") && streamOf(objects(reference(descriptor, "FontFile2"))).length > 0;
  return { name: /\/BaseFont \/(\S+)/.exec(dictionary)?.[1] ?? "", isEmbedded };
}

function streamOf({ stream }: PdfObject): Buffer {
  return stream ?? broken("an object that should be a stream is none");
}

function field(dictionary: string, name: string): string {
  return new RegExp(`/${name} (\\[[^\\]]*\\]|[^/>\\s][^/>]*)`).exec(dictionary)?.[1]?.trim() ?? broken(`/${name} is missing`);
}

function reference(dictionary: string, name: string): number {
  return Number(new RegExp(`/${name} (\\d+) 0 R`).exec(dictionary)?.[1] ?? broken(`/${name} is missing`));
}

function referencesIn(list: string): number[] {
  return [...list.matchAll(/(\d+) 0 R/g)].map(([, number]) => Number(number));
}

function numbersIn(list: string): number[] {
  return (list.match(/-?[\d.]+/g) ?? []).map(Number);
}

function broken(what: string): never {
  throw new SyntaxError(`the PDF cannot be read: ${what}`);
}

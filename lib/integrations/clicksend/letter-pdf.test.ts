import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { InvalidError } from "@/lib/errors";
import { widthOf, wrapLines } from "@/lib/integrations/clicksend/letter-lines";
import { composeLetterPdf, letterFont } from "@/lib/integrations/clicksend/letter-pdf";
import { readTrueTypeFont } from "@/lib/integrations/clicksend/true-type-font";
import { readPdf } from "@/local/providers/clicksend/read-pdf";

const MM = 72 / 25.4;
const BODY = "Dear Sam,\n\nYour café's “open house” — 25 € a head – filled us with ideas.\n\nKind regards\nAva";
const paragraph = "Agencies like yours lose a third of their week to prospecting that nobody remembers to follow up. ".repeat(6);

describe("a letter", () => {
  test("is A4 with its one font embedded, and its text can be read back", () => {
    const { pages, fonts, text } = readPdf(composeLetterPdf(BODY));
    expect(pages).toHaveLength(1);
    expect(pages[0]).toMatchObject({ width: 595.28, height: 841.89 });
    expect(fonts).toEqual([{ name: "AAAAAA+Geist-Regular", isEmbedded: true }]);
    expect(text).toBe(BODY);
  });

  test("leaves the window's place empty and keeps its margins", () => {
    const { pages } = readPdf(composeLetterPdf(`${paragraph}\n\n`.repeat(12)));
    expect(pages.length).toBeGreaterThan(1);
    const top = Math.max(...(pages[0]?.texts ?? []).map(({ y, size }) => y + size));
    expect(top).toBeLessThanOrEqual(841.89 - 105 * MM + 0.01);
    for (const { x, y, size, text } of pages.flatMap(({ texts }) => texts)) {
      expect(x).toBeGreaterThanOrEqual(25 * MM - 0.01);
      expect(x + widthOf(text, letterFont(), size)).toBeLessThanOrEqual(595.28 - 25 * MM + 0.01);
      expect(y).toBeGreaterThanOrEqual(12 * MM - 0.01);
    }
    expect(pages.map(({ texts }) => texts.at(-1)?.text)).toEqual(pages.map((_, index) => `${index + 1} / ${pages.length}`));
  });

  test("has the same bytes for the same text", () => {
    expect(composeLetterPdf(BODY).equals(composeLetterPdf(BODY))).toBe(true);
    expect(composeLetterPdf(BODY).equals(composeLetterPdf(`${BODY}.`))).toBe(false);
  });

  test("loses what no printer shows and unifies line ends", () => {
    expect(readPdf(composeLetterPdf("\ufeffHi\u200b Sam\r\nBye\u00ad\n")).text).toBe("Hi Sam\nBye");
    expect(readPdf(composeLetterPdf("Cafe\u0301")).text).toBe("Café");
    expect(readPdf(composeLetterPdf("10\u00a0km\u2009on\u2011foot")).text).toBe("10\u00a0km on-foot");
  });

  test.each([
    ["nothing", " \n\t\n", /empty/],
    ["a picture character", "Well done 🎉", /U\+1F389/],
    ["a script the font lacks", "你好", /U\+4F60/],
    ["five pages", `${paragraph}\n\n`.repeat(40), /at most 4/],
  ])("refuses %s", (_name, body, message) => {
    expect(() => composeLetterPdf(body)).toThrow(InvalidError);
    expect(() => composeLetterPdf(body)).toThrow(message);
  });

  test("any words of the font come back in their order, on lines that fit", () => {
    const word = fc.stringMatching(/^[A-Za-z0-9'’éñüß.,;:!?-]{1,70}$/);
    fc.assert(
      fc.property(fc.array(word, { minLength: 1, maxLength: 60 }), (words) => {
        const lines = wrapLines(words.join(" "), letterFont(), { size: 11, width: 300 });
        expect(lines.join("").replaceAll(" ", "")).toBe(words.join(""));
        for (const line of lines) expect(widthOf(line, letterFont(), 11)).toBeLessThanOrEqual(300);
        const { text } = readPdf(composeLetterPdf(words.join(" ")));
        expect(text.replaceAll(/\s|\d \/ \d/g, "")).toBe(words.join("").replaceAll(/\d \/ \d/g, ""));
      }),
      { numRuns: 60 },
    );
  });
});

describe("the font", () => {
  test("a subset is a font of its own that draws the same glyphs, parts of composites included", () => {
    const font = letterFont();
    const glyphs = [..."Aé"].map((character) => font.glyphOf(character) ?? 0);
    const subset = font.subset(glyphs);
    expect(subset.length).toBeLessThan(30_000);
    expect(font.subset(glyphs).equals(subset)).toBe(true);
    const tables = Array.from({ length: subset.readUInt16BE(4) }, (_, index) =>
      subset.toString("latin1", 12 + 16 * index, 16 + 16 * index),
    );
    expect(tables).toEqual(["cvt ", "fpgm", "glyf", "head", "hhea", "hmtx", "loca", "maxp", "prep"]);
    let sum = 0;
    for (let at = 0; at < subset.length; at += 4) sum = (sum + subset.readUInt32BE(at)) >>> 0;
    expect(sum).toBe(0xb1b0afba);
  });

  test("a file that is no TrueType font is refused", () => {
    expect(() => readTrueTypeFont(Buffer.alloc(64))).toThrow("the font has no table");
  });
});

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { countSmsSegments, isStopKeyword, toGsm7 } from "@/lib/domain/sms";

const BASIC = "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡AZÄÖÑÜ§¿azäöñüà";
const EXTENSION = "^{}\\[~]|€\f";
const gsmText = fc.array(fc.constantFrom(...BASIC, ...EXTENSION), { maxLength: 400 }).map((characters) => characters.join(""));
const isExtension = (character: string) => EXTENSION.includes(character);

describe("segments", () => {
  test.each([
    ["nothing", "", "gsm7", 0, 0],
    ["one letter", "a", "gsm7", 1, 1],
    ["160 plain", "a".repeat(160), "gsm7", 160, 1],
    ["161 plain", "a".repeat(161), "gsm7", 161, 2],
    ["306 plain", "a".repeat(306), "gsm7", 306, 2],
    ["307 plain", "a".repeat(307), "gsm7", 307, 3],
    ["80 euros", "€".repeat(80), "gsm7", 160, 1],
    ["81 euros", "€".repeat(81), "gsm7", 162, 2],
    ["a euro over the seam", `${"a".repeat(152)}€${"a".repeat(152)}`, "gsm7", 306, 3],
    ["70 wide", "ж".repeat(70), "ucs2", 70, 1],
    ["71 wide", "ж".repeat(71), "ucs2", 71, 2],
    ["134 wide", "ж".repeat(134), "ucs2", 134, 2],
    ["135 wide", "ж".repeat(135), "ucs2", 135, 3],
    ["35 emoji", "😀".repeat(35), "ucs2", 70, 1],
    ["an emoji over the seam", `${"ж".repeat(66)}😀${"ж".repeat(66)}`, "ucs2", 134, 3],
    ["one curly quote among 100", `${"a".repeat(99)}’`, "ucs2", 100, 2],
  ])("%s", (_name, text, encoding, units, segments) => {
    expect(countSmsSegments(text)).toMatchObject({ encoding, units, segments });
  });

  test("what forces UCS-2 is named once each", () => {
    expect(countSmsSegments("Tāne ā 😀 é").foreign).toEqual(["ā", "😀"]);
    expect(countSmsSegments(BASIC + EXTENSION).foreign).toEqual([]);
  });

  test("extension characters count two; segments hold what they claim", () => {
    fc.assert(
      fc.property(gsmText, (text) => {
        const { units, segments } = countSmsSegments(text);
        expect(units).toBe([...text].length + [...text].filter(isExtension).length);
        expect(segments).toBeGreaterThanOrEqual(units <= 160 ? Math.min(units, 1) : Math.ceil(units / 153));
        expect(segments).toBeLessThanOrEqual(Math.ceil(units / 152) || 1);
      }),
    );
  });

  test("a longer text never takes fewer segments", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", maxLength: 300 }), fc.string({ unit: "grapheme", maxLength: 50 }), (text, more) => {
        expect(countSmsSegments(text + more).segments).toBeGreaterThanOrEqual(countSmsSegments(text).segments);
      }),
    );
  });
});

describe("look-alikes", () => {
  test.each([
    ["It’s “on” – ok…", 'It\'s "on" - ok...'],
    ["Ava\u00a0from\u202fAcme\u3000Pty", "Ava from Acme Pty"],
    ["zero\u200bwidth\ufeff soft\u00adhyphen", "zerowidth softhyphen"],
    ["a\r\nb\rc\u2028d", "a\nb\nc\nd"],
    ["‹x› ‚y‘ ‐‑‒—―−", "<x> 'y' ------"],
    ["ＳＴＯＰ！", "STOP!"],
    ["`code`", "'code'"],
    ["• one × two ½", "- one x two 1/2"],
    ["cafe\u0301", "café"],
    ["50\u212b 3\u2126", "50Å 3Ω"],
    ["Tāne 😀", "Tāne 😀"],
    ["👩\u200d💻", "👩\u200d💻"],
  ])("%j becomes %j", (text, plain) => {
    expect(toGsm7(text)).toBe(plain);
  });

  test("what is plain already stays as it is", () => {
    fc.assert(
      fc.property(gsmText, (text) => {
        expect(toGsm7(text)).toBe(text.replace(/\r\n?/g, "\n"));
      }),
    );
  });

  test("twice is once", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        expect(toGsm7(toGsm7(text))).toBe(toGsm7(text));
      }),
      { numRuns: 2000 },
    );
  });

  test("typographic English always fits GSM-7", () => {
    const typographic = fc.array(fc.constantFrom(..."abc XYZ 019 .,!?’‘“”–—…\u00a0\u2009\u200b•`´"), { maxLength: 200 });
    fc.assert(
      fc.property(typographic, (characters) => {
        expect(countSmsSegments(toGsm7(characters.join(""))).foreign).toEqual([]);
      }),
    );
  });
});

describe("stop", () => {
  test.each([
    "STOP",
    "stop",
    "Stop.",
    " stop! ",
    "S.T.O.P",
    "“STOP”",
    "STOP STOP",
    "stopstopstop",
    "STOPALL",
    "stop all",
    "Unsubscribe",
    "unsubscribe me",
    "UNSUB",
    "Cancel",
    "END",
    "quit",
    "opt out",
    "Opt-Out",
    "OPTOUT",
    "opt me out",
    "remove me",
    "Please stop",
    "stop please 🙏",
    "ｓｔｏｐ",
    "stop\n",
  ])("%j", (text) => {
    expect(isStopKeyword(text)).toBe(true);
  });

  test.each([
    "",
    "Stop by on Tuesday",
    "Please stop calling, email me",
    "don't stop",
    "nonstop",
    "the end",
    "END OF MONTH works",
    "cancel my 3pm",
    "yes",
    "START",
    "stop?? who is this",
    "1",
    "уйти",
    "HELP",
  ])("%j is for the reply rules", (text) => {
    expect(isStopKeyword(text)).toBe(false);
  });
});

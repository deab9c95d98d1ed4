import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { elementsNamed, escapeXml, parseXml } from "@/lib/integrations/dncr/xml";

test("elements are known by their local names, whatever prefixes a server chooses", () => {
  const root = parseXml(`<?xml version="1.0"?>
    <!-- a comment with <tags> and & -->
    <s:Envelope xmlns:s="urn:soap"><s:Body><a:R xmlns:a="urn:a"><List Code='0'><n:Number Result="N" x:ErrorCode="0">0491 570 006</n:Number>
    <Number Result="Y"><![CDATA[<0491570156>]]></Number><Empty/></List></a:R></s:Body></s:Envelope>\n`);
  expect(root.name).toBe("Envelope");
  expect(elementsNamed(root, "Number").map(({ text, attributes }) => [text, attributes.Result, attributes.ErrorCode])).toEqual([
    ["0491 570 006", "N", "0"],
    ["<0491570156>", "Y", undefined],
  ]);
  expect(elementsNamed(root, "List")[0]?.attributes.Code).toBe("0");
  expect(elementsNamed(root, "Empty")).toHaveLength(1);
});

test("a long answer is read as a short one is", () => {
  const numbers = '<Number Result="N">0491570006</Number>'.repeat(40_000);
  const root = parseXml(`<a><!--${"-".repeat(500_000)}--><b>${"x".repeat(500_000)}</b>${numbers}</a>`);
  expect(elementsNamed(root, "Number")).toHaveLength(40_000);
});

test("the five entities and character numbers are read", () => {
  const { text, attributes } = parseXml('<a b="&quot;&#x27;">&lt;&amp;&gt;&apos;&#65;&#x1F600;</a>');
  expect(text).toBe("<&>'A😀");
  expect(attributes.b).toBe("\"'");
});

describe("what is refused", () => {
  test.each([
    ["nothing", ""],
    ["no XML", "Service unavailable"],
    ["a web page", "<html><br><p>Sorry</html>"],
    ["an entity bomb", '<!DOCTYPE a [<!ENTITY x "ha"><!ENTITY y "&x;&x;">]><a>&y;</a>'],
    ["a document type that fetches", '<!DOCTYPE a SYSTEM "http://evil.example/a.dtd"><a/>'],
    ["an entity nobody declared", "<a>&nbsp;</a>"],
    ["a bare ampersand", "<a>Smith & Sons</a>"],
    ["an entity without an end", "<a>&amp</a>"],
    ["a character that is none", "<a>&#0;</a>"],
    ["a character beyond the last", "<a>&#x110000;</a>"],
    ["an end too early", "<a><b></a>"],
    ["a wrong end", "<a><b></a></b>"],
    ["an end without a start", "</a>"],
    ["two roots", "<a/><b/>"],
    ["text outside", "<a/>text"],
    ["an attribute without quotes", "<a b=c/>"],
    ["depth without end", "<a>".repeat(1000) + "</a>".repeat(1000)],
    ["a comment without an end", "<a><!-- </a>"],
    ["length without end", `<a>${"x".repeat(4_000_001)}</a>`],
  ])("%s", (_name, document) => {
    expect(() => parseXml(document)).toThrow(SyntaxError);
  });
});

test("what is escaped comes back as it was, but for characters XML has no place for", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (text) => {
      const kept = text.replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, "");
      const { text: inside, attributes } = parseXml(`<a b="${escapeXml(text)}">${escapeXml(text)}</a>`);
      expect([inside, attributes.b]).toEqual([kept, kept]);
    }),
  );
});

test("any text is read or refused with a syntax error", () => {
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom("<a", ">", "</a>", " b='", "'", '"', "<!--", "-->", "&", "lt;", "x", "<![CDATA[", "]]>", "<?", "?>"), {
        maxLength: 60,
      }),
      (pieces) => {
        try {
          parseXml(pieces.join(""));
        } catch (error) {
          expect(error).toBeInstanceOf(SyntaxError);
        }
      },
    ),
  );
});

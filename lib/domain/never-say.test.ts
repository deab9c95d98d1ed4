import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { findNeverSaid, neverSayInput, quotePhrases } from "@/lib/domain/never-say";

describe("what is found", () => {
  test.each([
    ["a word", "This is cheap, really.", ["cheap"], ["cheap"]],
    ["in capitals", "GUARANTEED results", ["guaranteed"], ["guaranteed"]],
    ["not a part of a word", "cheaper and uncheap", ["cheap"], []],
    ["not another form of it", "we guarantee it", ["guaranteed"], []],
    ["over a line break", "a game\n  changer for you", ["game changer"], ["game changer"]],
    ["with an accent more or less", "a cafe and a résumé", ["café", "resume"], ["café", "resume"]],
    ["in other widths", "ｃｈｅａｐ", ["cheap"], ["cheap"]],
    ["with an invisible character in it", "che\u200bap and ga\u00adme changer", ["cheap", "game changer"], ["cheap", "game changer"]],
    ["with a curly quote", "it’s a no-brainer", ["it's a no-brainer"], ["it's a no-brainer"]],
    ["with another hyphen", "a no‑brainer", ["no-brainer"], ["no-brainer"]],
    ["a hyphen is the end of a word", "cheap-looking", ["cheap"], ["cheap"]],
    ["of a possessive", "the agency's work", ["agency"], ["agency"]],
    ["not of a contraction", "we can't, they're", ["can", "they", "t", "re"], []],
    ["signs stand by themselves", "now!!", ["!!", "100%"], ["!!"]],
    ["signs of a pattern mean themselves", "what (really)? a+b", ["(really)?", "a+b", "wh.t", ".*"], ["(really)?", "a+b"]],
    ["ß and SS", "STRASSE", ["straße"], ["straße"]],
    ["a final sigma", "ΟΔΟΣ", ["οδος"], ["οδος"]],
    ["other scripts", "это дёшево", ["дешево"], ["дешево"]],
    ["nothing where nothing is listed", "cheap", [], []],
    ["in the order of the list, each once", "b a b", ["a.", "b ", "a"], ["b ", "a"]],
  ] as const)("%s", (_what, text, phrases, found) => {
    expect(findNeverSaid(text, phrases)).toEqual(found);
  });

  test("a phrase between other words is always found, glued to letters never", () => {
    const word = fc.stringMatching(/^[a-zé]{2,8}$/);
    const phrase = fc.array(word, { minLength: 1, maxLength: 3 }).map((words) => words.join(" "));
    const gap = fc.constantFrom(" ", ", ", "\n", " – ", "… ", " (");
    const upper = fc.boolean();
    fc.assert(
      fc.property(phrase, gap, gap, upper, (said, before, after, isUpper) => {
        const written = isUpper ? said.toUpperCase().replaceAll(" ", "\n") : said.normalize("NFD");
        expect(findNeverSaid(`0${before}${written}${after}9`, ["other thing", said])).toContain(said);
        expect(findNeverSaid(`x${said}`, [said])).toEqual([]);
        expect(findNeverSaid(`${said}7`, [said])).toEqual([]);
      }),
      { numRuns: 150 },
    );
  });
});

describe("the list", () => {
  const read = (phrases: string[]) => neverSayInput.safeParse({ phrases });

  test("is trimmed, and holds each phrase once whatever its capitals", () => {
    expect(read([" Cheap ", "cheap", "", "CHEAP", "game  changer"]).data).toEqual({ phrases: ["Cheap", "game changer"] });
  });

  test.each([
    ["too short", ["a"], "too short"],
    ["too long", ["x".repeat(81)], "too long"],
    ["too many", Array.from({ length: 101 }, (_, index) => `phrase ${index}`), "At most 100"],
    ["nothing to see", ["\u200b\u200b"], "can be seen"],
  ])("%s", (_what, phrases, problem) => {
    expect(read(phrases).error?.issues[0]?.message).toContain(problem);
  });

  test("is named as people quote", () => {
    expect([["a"], ["a", "b"], ["a", "b", "c"]].map(quotePhrases)).toEqual(["“a”", "“a” and “b”", "“a”, “b” and “c”"]);
  });
});

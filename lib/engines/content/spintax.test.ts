import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { renderTouch } from "@/lib/engines/content/render-touch";
import { allWordings, spin } from "@/lib/engines/content/spintax";

const GREETING = "{Hi|Hello|{Good morning|G'day}} {{first_name|there}}, a {short|brief} note.";

describe("one of several wordings", () => {
  test("the same seed chooses the same for ever, and seeds differ", () => {
    expect(spin(GREETING, "lead:1")).toEqual(spin(GREETING, "lead:1"));
    expect(new Set(Array.from({ length: 40 }, (_, at) => spin(GREETING, `lead-${at}:1`).text)).size).toBe(8);
  });

  test("each is chosen about as often as the others", () => {
    const counts = [0, 0, 0];
    for (let at = 0; at < 3000; at += 1)
      counts[Number(spin("{a|b|c}", `lead-${at}`).choices)] = (counts[Number(spin("{a|b|c}", `lead-${at}`).choices)] ?? 0) + 1;
    for (const count of counts) expect(count).toBeGreaterThan(900);
  });

  test.each([
    ["no choice", "Hi {{first_name|there}}"],
    ["one option", "{Hi} there"],
    ["an empty option", "{Hi|} there"],
    ["a brace nobody closed", "{Hi|Hello there"],
    ["a field nobody closed", "{Hi|{{first_name} there"],
  ])("%s stays as it is written", (_what, text) => {
    expect(spin(text, "lead")).toEqual({ text, choices: "" });
    expect(allWordings(text, 5)).toEqual([text]);
  });

  test("what is chosen is one of all wordings, whatever the seed", () => {
    const all = allWordings(GREETING, 50);
    expect(all).toHaveLength(8);
    fc.assert(fc.property(fc.string(), (seed) => all.includes(spin(GREETING, seed).text)));
  });

  test("of too many wordings some are shown, and every option stands in one", () => {
    const text = Array.from({ length: 12 }, (_, at) => `{a${at}|b${at}|c${at}}`).join(" ");
    const some = allWordings(text, 10);
    expect(some.length).toBeLessThanOrEqual(10);
    for (const option of text.match(/[abc]\d+/g) ?? []) expect(some.some((wording) => wording.split(" ").includes(option))).toBe(true);
  });
});

describe("a touch with wordings", () => {
  const nobody = { firstName: "{Sam|Kim}", lastName: null, title: null, company: null, city: null, organizationIndustry: null, custom: {} };
  const render = (bodyTemplate: string, seed = "lead:1") =>
    renderTouch(
      { channel: "email", purpose: "intro", stepNumber: 1, subjectTemplate: "{A question|An idea} for you", bodyTemplate },
      { lead: nobody, client: { name: "Brightwater", offer: null }, sender: null, threadSubject: null, seed },
    );

  test("says which it took, and its hash is that of the wording", () => {
    const touch = render("{Hello|Good day} there, a note of some length.");
    expect(touch.variant).toMatch(/^[01]\/[01]$/);
    expect(touch.problems).toEqual([]);
    expect(
      new Set(Array.from({ length: 20 }, (_, at) => render("{Hello|Good day} there, a note of some length.", `lead-${at}`).hash)).size,
    ).toBe(4);
  });

  test("a name with wordings in it is no name, and an open brace goes to nobody", () => {
    expect(render("Hello {{first_name|there}}, a note of some length.").body).toBe("Hello there, a note of some length.");
    expect(render("Hello {there|, a note of some length.").problems).toEqual([expect.stringMatching(/choice of wordings/)]);
  });
});

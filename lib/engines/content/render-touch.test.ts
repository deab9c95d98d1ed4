import { describe, expect, test } from "vitest";
import { DEFAULT_SEQUENCE } from "@/lib/domain/default-sequence";
import { CHANNELS } from "@/lib/domain/outreach";
import { contentHash } from "@/lib/engines/content/content-hash";
import { lintEmail } from "@/lib/engines/content/lint-email";
import { lintTouch } from "@/lib/engines/content/lint-touch";
import { renderTemplate } from "@/lib/engines/content/render-template";
import { renderTouch } from "@/lib/engines/content/render-touch";

const NOBODY = { firstName: null, lastName: null, title: null, company: null, city: null, organizationIndustry: null, custom: {} };
const LEE = { ...NOBODY, firstName: "Lee", company: "Acme", custom: { podcast: "Site Talk", first_name: "Wrong", employees: 12 } };
const context = {
  lead: LEE,
  client: { name: "Brightwater", offer: null },
  sender: { name: "Priya Nair" },
  threadSubject: null,
  seed: "lead:1",
};
const step = {
  channel: "email" as const,
  purpose: "intro",
  stepNumber: 1,
  subjectTemplate: "{{company}} and local search",
  bodyTemplate: "Hi {{first_name|there}}, a short note from {{sender_first_name}}.",
};

describe("templates", () => {
  test.each([
    ["Hi {{first_name}}", "Hi Lee", 0],
    ["Hi {{ first_name | there }}", "Hi Lee", 0],
    ["Hi {{nickname|there}}", "Hi there", 0],
    ["Hi {{nickname| good day }}!", "Hi good day!", 0],
    ["Hi {{nickname}}", "Hi {{nickname}}", 1],
    ["Hi {{nickname|}}", "Hi {{nickname}}", 1],
    ["{{a}} {{b}}", "{{a}} {{b}}", 2],
    ["Hi {{constructor}}", "Hi {{constructor}}", 1],
    ["Hi {{blank|there}}", "Hi there", 0],
    ["no fields", "no fields", 0],
  ])("%s becomes %s", (template, text, problems) => {
    const rendered = renderTemplate(template, { first_name: "Lee", blank: "  " });
    expect(rendered.text).toBe(text);
    expect(rendered.problems).toHaveLength(problems);
  });

  test("what a value says is not read as a template", () => {
    expect(renderTemplate("Hi {{first_name}}", { first_name: "$& {{company}}", company: "Acme" }).text).toBe("Hi $& {{company}}");
  });
});

describe("a touch", () => {
  test("is filled in, hashed over exactly its text, and has no problems", () => {
    const touch = renderTouch(step, context);
    expect(touch).toEqual({
      subject: "Acme and local search",
      body: "Hi Lee, a short note from Priya.",
      hash: contentHash({ subject: "Acme and local search", body: "Hi Lee, a short note from Priya." }),
      problems: [],
      variant: "",
    });
  });

  test("an imported column is a field, and never replaces one of ours", () => {
    const touch = renderTouch({ ...step, bodyTemplate: "Hi {{first_name}}, I heard {{podcast}} yesterday." }, context);
    expect(touch.body).toBe("Hi Lee, I heard Site Talk yesterday.");
    expect(renderTouch({ ...step, bodyTemplate: "Hi {{first_name}}, all {{employees}} of you." }, context).problems).toHaveLength(1);
  });

  test("with a gap names the gap", () => {
    expect(renderTouch(step, { ...context, lead: NOBODY }).problems).toEqual(["{{company}} has no value and no fallback"]);
  });

  test("answers in the thread when there is one, and carries its own subject when there is none", () => {
    const followUp = { ...step, stepNumber: 2 };
    expect(renderTouch(followUp, { ...context, threadSubject: "Acme and local search" }).subject).toBe("Re: Acme and local search");
    expect(renderTouch(followUp, { ...context, threadSubject: "RE: Acme" }).subject).toBe("Re: Acme");
    expect(renderTouch(followUp, { ...context, threadSubject: "Acme" }).problems).toEqual([]);
    expect(renderTouch(followUp, context).subject).toBe("Acme and local search");
    expect(renderTouch({ ...followUp, subjectTemplate: null }, context).problems).toEqual(["the subject is empty"]);
    expect(renderTouch({ ...followUp, subjectTemplate: "Re: our call" }, context).problems).toHaveLength(1);
  });

  test("the default sequence can be sent to somebody we know nothing of", () => {
    for (const [index, template] of DEFAULT_SEQUENCE.entries()) {
      const touch = renderTouch(
        { stepNumber: index + 1, ...template },
        {
          lead: NOBODY,
          client: { name: "Brightwater", offer: null },
          sender: null,
          threadSubject: index === 0 ? null : "new enquiries",
          seed: "lead",
        },
      );
      expect(touch.problems).toEqual([]);
      expect(touch.subject + touch.body).not.toMatch(/[{}]| ,|undefined|null/);
    }
  });
});

describe("the linter", () => {
  const fine = { subject: "Hello", body: "Hi Lee, a short note for you.", stepNumber: 1 };
  test.each([
    ["an empty subject", { subject: " " }, /subject is empty/],
    ["a long subject", { subject: "x".repeat(151) }, /longer than 150/],
    ["a line break in the subject", { subject: "a\nb" }, /line break/],
    ["Re: on a first message", { subject: "Re: hello" }, /pretend/],
    ["fwd : on a first message", { subject: " fwd : hello" }, /pretend/],
    ["a short text", { body: "Hi Lee, ok." }, /shorter than 20/],
    ["a long text", { body: "x".repeat(3001) }, /longer than 3000/],
    ["126 words at first", { body: "word ".repeat(126) }, /125 words/],
    ["two links at first", { body: "Hi Lee, see https://a.example and http://b.example" }, /one link/],
    ["a shortened link", { body: "Hi Lee, please see https://bit.ly/x1", stepNumber: 3 }, /shortened/],
    ["an invented talk", { body: "Hi Lee, following up on our call of last week." }, /earlier talk/],
    ["time that presses", { body: "Hi Lee, only 3 places left for this.", stepNumber: 2 }, /presses/],
    ["a greeting without a name", { body: "Hello , a short note for you." }, /greeting/],
    ["a field left in the text", { body: "Hi {{first_name}}, a short note." }, /merge field/],
    ["a brace left in the subject", { subject: "Hello }}" }, /merge field/],
  ])("refuses %s", (_what, change, problem) => {
    const problems = lintEmail({ ...fine, ...change });
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(problem);
  });

  test("lets a plain message and a real answer pass", () => {
    expect(lintEmail(fine)).toEqual([]);
    expect(lintEmail({ ...fine, subject: "Re: hello", stepNumber: 2 })).toEqual([]);
    expect(lintEmail({ ...fine, subject: "Regarding your offices" })).toEqual([]);
    expect(lintEmail({ ...fine, body: "word ".repeat(125) })).toEqual([]);
    expect(lintEmail({ ...fine, body: "Hi Lee, good speaking with you. https://a.example https://b.example", stepNumber: 2 })).toEqual([]);
    expect(
      DEFAULT_SEQUENCE.flatMap((one, n) => lintEmail({ subject: "x", body: one.bodyTemplate.replaceAll(/[{}]/g, ""), stepNumber: n + 1 })),
    ).toEqual([]);
  });

  test.each(CHANNELS)("tells nobody on %s of the Do Not Call Register", (channel) => {
    const text = { ...fine, channel, purpose: "intro" };
    expect(lintTouch(text)).toEqual([]);
    expect(lintTouch({ ...text, body: "Hi Lee, you are on the Do Not Call Register." })).toEqual([expect.stringMatching(/our own list/)]);
  });
});

test("a hash changes with a single character, and with where it stands", () => {
  expect(contentHash({ subject: "a", body: "b" })).not.toBe(contentHash({ subject: "ab", body: "" }));
  expect(contentHash({ subject: "a", body: "b " })).not.toBe(contentHash({ subject: "a", body: "b" }));
});

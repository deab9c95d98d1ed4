import { expect, test } from "vitest";
import { lintNeverSay, lintTemplateNeverSay } from "@/lib/engines/content/lint-never-say";

const PHRASES = ["cheap", "company", "game changer"];

test("a finished text: which phrase, and where", () => {
  expect(lintNeverSay({ subject: "A game changer", body: "Cheap, and a game\nchanger." }, PHRASES)).toEqual([
    "the subject says “game changer”, which you never say",
    "the text says “cheap” and “game changer”, which you never say",
  ]);
  expect(lintNeverSay({ subject: null, body: "All fine." }, PHRASES)).toEqual([]);
});

test("the subject of a running thread was read when it was new", () => {
  expect(lintNeverSay({ subject: "Re: a game changer", body: "All fine." }, PHRASES)).toEqual([]);
});

test("a template: every wording and every fallback, but not the names of its fields", () => {
  const lint = (bodyTemplate: string, subjectTemplate: string | null = null) =>
    lintTemplateNeverSay({ subjectTemplate, bodyTemplate }, PHRASES);
  expect(lint("Hi {{first_name|there}}, {{ company|yours }} {{company}}")).toEqual([]);
  expect(lint("{A plain start|A cheap start} for {{company|you}}")).toEqual(["the text says “cheap”, which you never say"]);
  expect(lint("Dear {{first_name|company}}")).toEqual(["the text says “company”, which you never say"]);
  expect(lint("Fine", "{One|A game changer}")).toEqual(["the subject says “game changer”, which you never say"]);
});

import { expect, test } from "vitest";
import type { NewStep } from "./add-sequence-version";
import { mergeWriting } from "./merge-writing";

const written = (channel: NewStep["channel"], bodyTemplate: string): NewStep => ({
  channel,
  delayDays: 2,
  purpose: "follow_up",
  subjectTemplate: null,
  bodyTemplate,
  writtenBy: "model",
});
const there = (stepKey: string, channel: NewStep["channel"], writtenBy: string) => ({
  stepKey,
  channel,
  purpose: "intro",
  subjectTemplate: "Theirs",
  bodyTemplate: `there ${stepKey}`,
  writtenBy,
});

test("each written step is the one that stands at its place on its channel, in other words; a person's words stay", () => {
  const merged = mergeWriting(
    [written("email", "one"), written("linkedin", "two"), written("email", "three"), written("email", "four")],
    [there("a", "email", "template"), there("b", "sms", "person"), there("c", "email", "person")],
  );
  expect(merged.map(({ stepKey, bodyTemplate, writtenBy, purpose }) => [stepKey, bodyTemplate, writtenBy, purpose])).toEqual([
    ["a", "one", "model", "follow_up"],
    [undefined, "two", "model", "follow_up"],
    ["c", "there c", "person", "intro"],
    [undefined, "four", "model", "follow_up"],
  ]);
});

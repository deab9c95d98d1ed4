import { expect, test } from "vitest";
import type { Aim } from "@/tests/hostile/injection";
import { WANTED } from "@/tests/hostile/injection";
import { INJECTIONS } from "@/tests/hostile/injections";

test("the corpus is large, every entry is another, and every place and aim has some", () => {
  expect(INJECTIONS.length).toBeGreaterThanOrEqual(60);
  expect(new Set(INJECTIONS.map(({ id }) => id)).size).toBe(INJECTIONS.length);
  expect(new Set(INJECTIONS.map(({ text }) => text)).size).toBe(INJECTIONS.length);
  expect(new Set(INJECTIONS.map(({ place }) => place)).size).toBe(21);
  for (const aim of Object.keys(WANTED) as Aim[]) expect(INJECTIONS.filter((one) => one.aim === aim).length, aim).toBeGreaterThanOrEqual(2);
});

import { globSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";

const sources = globSync("{app,components}/**/*.tsx").filter((path) => path !== "components/ui/client-form.tsx");

test("every form either works without scripts (it has an action) or waits for them (ClientForm)", () => {
  const forms = sources.flatMap((path) => readFileSync(path, "utf8").match(/<(?:form|ClientForm)\b[^>]*/g) ?? []);
  expect(forms.length).toBeGreaterThan(15);
  expect(forms.filter((tag) => tag.startsWith("<form") && !/\baction=/.test(tag))).toEqual([]);
});

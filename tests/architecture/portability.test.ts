import { existsSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { readRepositoryFile, repositoryFiles } from "./repository-files";

const BINARY = /\.(?:png|jpe?g|gif|ico|webp|woff2?|ttf|pdf|zip|gz|br)$/;

/** Put together from pieces, so that this file does not contain what it forbids. */
const FORBIDDEN: { what: string; pattern: RegExp }[] = [
  { what: "a package registry's host", pattern: new RegExp(["registry", "(?:npmjs\\.org|yarnpkg\\.com|npmmirror\\.com)"].join("\\.")) },
  { what: "a folder of one machine", pattern: new RegExp(`(?<![\\w./-])/${"work"}/(?:main|shared|\\.)`) },
  { what: "a home folder", pattern: new RegExp(`(?<![\\w./-])/(?:${["home", "Users"].join("|")})/[a-z]+/`) },
  { what: "the library of one machine", pattern: new RegExp(`\\.${"library"}/`) },
  { what: "a conflict left over from a merge", pattern: /^(?:<{7} |>{7} )/m },
];

const texts = repositoryFiles()
  .filter((path) => !BINARY.test(path))
  .map((path) => ({ path, text: readRepositoryFile(path) }));

test.each(FORBIDDEN)("no file names $what", ({ pattern }) => {
  expect(texts.length).toBeGreaterThan(100);
  expect(texts.filter(({ text }) => pattern.test(text)).map(({ path }) => path)).toEqual([]);
});

test.each([
  ["a package registry's host", `https://${["registry", "npmjs", "org"].join(".")}/left-pad`],
  ["a folder of one machine", `see /${"work"}/main/lib`],
  ["a home folder", `/${"home"}/dev/agency`],
  ["the library of one machine", `grep x .${"library"}/env`],
  ["a conflict left over from a merge", `${"<".repeat(7)} HEAD`],
])("%s would be found", (what, text) => {
  expect(FORBIDDEN.find((rule) => rule.what === what)?.pattern.test(text)).toBe(true);
});

test("only tests look at the folder beside the project, and only if it is there", () => {
  const outside = texts.filter(({ path, text }) => /\.(?:ts|tsx|mjs)$/.test(path) && /["'`(](?:\.\.\/)+shared\//.test(text));
  expect(outside.filter(({ path }) => !/\.test\.tsx?$|^(?:tests|local)\//.test(path)).map(({ path }) => path)).toEqual([]);
  expect(outside.filter(({ text }) => !text.includes("existsSync")).map(({ path }) => path)).toEqual([]);
});

test.each(["README.md", "CONTRIBUTING.md", "AGENTS.md"])("every path that %s names exists", (document) => {
  const path = texts.find((file) => file.path === document);
  // AGENTS.md is optional; the other two are what a newcomer reads.
  if (!path) expect(document).toBe("AGENTS.md");
  expect(pathsIn(path?.text ?? "").filter((named) => !isThere(named))).toEqual([]);
});

test("a path in a document is recognised", () => {
  const document = "Run `npm start`, see `lib/context.ts`, [the schema](supabase/migrations), `app/api/v1/<resource>/` and https://lib/x.";
  expect(pathsIn(document)).toEqual(["lib/context.ts", "supabase/migrations"]);
});

/** Paths from the root in code spans and links; patterns with a placeholder are not paths. */
function pathsIn(markdown: string): string[] {
  const candidates = [...markdown.matchAll(/`([^`\s]+)`|\]\(([^)\s]+)\)/g)].map((match) => match[1] ?? match[2] ?? "");
  const topLevel = new Set(texts.map(({ path }) => path.split("/")[0] ?? ""));
  return candidates
    .map((candidate) =>
      candidate
        .replace(/^\.\//, "")
        .replace(/[#:].*$/, "")
        .replace(/\/$/, ""),
    )
    .filter((candidate) => !/[<>*{}$…]/.test(candidate) && topLevel.has(candidate.split("/")[0] ?? "") && /[/.]/.test(candidate));
}

function isThere(path: string): boolean {
  return existsSync(join(import.meta.dirname, "../..", path));
}

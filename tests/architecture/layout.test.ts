import { expect, test } from "vitest";
import { isCode, isGenerated, readRepositoryFile, repositoryFiles } from "./repository-files";

const MAXIMUM_LINES = 300;

/** Loaded by next.config.ts, outside the server bundle, where `server-only` refuses to load. */
const LOADED_BY_THE_BUILD = ["lib/env.ts", "lib/env-schema.ts"];
const FIXED_TOP_LEVEL = new Set([
  ...["app", "components", "lib", "inngest", "supabase", "public", "tests", "local", "scripts", "tooling", "bench"],
  ...["next.config.ts", "package.json", "package-lock.json", "tsconfig.json", "middleware.ts", "instrumentation.ts", "README.md"],
  ...["CONTRIBUTING.md", "AGENTS.md", "LICENSE", "biome.json", "knip.json", "lefthook.yml", "postcss.config.mjs", "vercel.json"],
  ...["vitest.config.ts", "playwright.config.ts"],
]);
const PRODUCT = /^(?:app|components|inngest|lib)\/|^(?:middleware|instrumentation|next\.config)\.ts$/;

const files = repositoryFiles();
const code = files.filter(isCode);

test("the walk sees the project", () => {
  expect(files).toContain("package.json");
  expect(code.length).toBeGreaterThan(100);
});

test("server code of lib cannot reach a browser: its first line says server-only", () => {
  const serverSide = code.filter(
    (path) =>
      /^lib\/(?!domain\/|ui\/)/.test(path) && !/\.test\.tsx?$/.test(path) && !isGenerated(path) && !LOADED_BY_THE_BUILD.includes(path),
  );
  const unguarded = serverSide.filter((path) => !/^import "server-only";\n|^"use (?:client|server)";\n/.test(readRepositoryFile(path)));
  expect(serverSide.length).toBeGreaterThan(20);
  expect(unguarded).toEqual([]);
});

test("a file is named after what it does: no barrels, no drawers", () => {
  const nameless = /(?:^|\/)(?:index|utils?|helpers?|common|misc|shared|services?|managers?)\.(?:ts|tsx|mjs)$/;
  // A registry is the one list that everything else is found through.
  expect(code.filter((path) => nameless.test(path) && path !== "inngest/index.ts")).toEqual([]);
});

test("names are kebab-case", () => {
  const odd = code.filter((path) => {
    // Next names folders [param], (group), @slot and _private, and files not-found.tsx, route.ts…
    const parts = path.split("/").map((part) => part.replace(/^[[(@_.]+|[\])]+$/g, ""));
    return parts.some((part) => !/^[a-z0-9]+(?:-[a-z0-9]+)*(?:\.[a-z0-9]+(?:-[a-z0-9]+)*)*$/.test(part));
  });
  expect(odd).toEqual([]);
});

test(`no file is longer than ${MAXIMUM_LINES} lines`, () => {
  const long = code
    .filter((path) => !isGenerated(path))
    .map((path) => ({ path, lines: readRepositoryFile(path).trimEnd().split("\n").length }))
    .filter(({ lines }) => lines > MAXIMUM_LINES);
  expect(long).toEqual([]);
});

test("the top level is the fixed one", () => {
  const topLevel = new Set(files.map((path) => path.split("/")[0] ?? ""));
  expect([...topLevel].filter((name) => !name.startsWith(".") && !FIXED_TOP_LEVEL.has(name))).toEqual([]);
});

test("product code imports no stand-in, test or script", () => {
  const guilty = code
    .filter((path) => PRODUCT.test(path) && !/\.test\.tsx?$/.test(path))
    .flatMap((path) =>
      importsOf(path)
        .filter((from) => /^(?:@|\.\.?(?:\/\.\.)*)\/(?:local|tests|scripts|bench)\//.test(from))
        .map((from) => `${path}: ${from}`),
    );
  expect(guilty).toEqual([]);
});

test("integrations know neither the database nor the engines, types included", () => {
  const guilty = code
    .filter((path) => path.startsWith("lib/integrations/"))
    .flatMap((path) =>
      importsOf(path)
        .filter((from) => /(?:^@\/lib\/|\.\.\/)(?:db|engines)\//.test(from) || from === "kysely" || from === "pg")
        .map((from) => `${path}: ${from}`),
    );
  expect(guilty).toEqual([]);
});

function importsOf(path: string): string[] {
  const source = readRepositoryFile(path);
  return [...source.matchAll(/(?:\bfrom|\bimport|\bimport\(|\brequire\()\s*["']([^"']+)["']/g)].map((match) => match[1] ?? "");
}

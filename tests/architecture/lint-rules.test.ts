import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";

const IMPORTS = "lint/style/noRestrictedImports";
const PLUGIN = "plugin";

/** A fault each, in a file of its own; the rule that must find it. */
const FAULTS: { fault: string; path: string; source: string; rule: string }[] = [
  ...[
    ["domain imports an engine", "lib/domain/a.ts", "@/lib/engines/gate/decide"],
    ["domain imports a library other than zod", "lib/domain/b.ts", "kysely"],
    ["lib/ui imports the domain's neighbours", "lib/ui/a.ts", "@/lib/db/queries/leads"],
    ["an event imports an engine", "lib/events/a.ts", "@/lib/engines/gate/decide"],
    ["a query imports an engine", "lib/db/queries/a.ts", "@/lib/engines/gate/decide"],
    ["a query imports an integration", "lib/db/queries/b.ts", "@/lib/integrations/apollo/api"],
    ["a query imports next", "lib/db/queries/c.ts", "next/headers"],
    ["an integration imports the database", "lib/integrations/apollo/a.ts", "@/lib/db/client"],
    ["an integration imports an engine", "lib/integrations/apollo/b.ts", "@/lib/engines/gate/decide"],
    ["an integration reads the environment", "lib/integrations/apollo/c.ts", "@/lib/env"],
    ["an engine opens a connection", "lib/engines/gate/a.ts", "@/lib/db/client"],
    ["an engine imports the durable runner", "lib/engines/gate/b.ts", "@/inngest/client"],
    ["an engine imports the durable runner by a path", "lib/engines/gate/c.ts", "../../../inngest/client"],
    ["an engine imports next", "lib/engines/gate/d.ts", "next/headers"],
    ["an engine imports react", "lib/engines/gate/e.ts", "react"],
    ["an engine imports a session", "lib/engines/gate/f.ts", "@/lib/auth/session"],
    ["an engine imports another engine's internals", "lib/engines/gate/g.ts", "@/lib/engines/scoring/internal"],
    ["an adapter's shared part imports a page", "lib/auth/a.ts", "@/app/dashboard/page"],
    ["a root file of lib imports a durable function", "lib/a.ts", "@/inngest/functions/a"],
    ["a durable function imports a page", "inngest/functions/a.ts", "@/app/dashboard/page"],
    ["a durable function imports next", "inngest/functions/b.ts", "next/headers"],
    ["a page imports an integration", "app/dashboard/a.ts", "@/lib/integrations/apollo/api"],
    ["a page imports kysely", "app/dashboard/b.ts", "kysely"],
    ["a page opens a connection", "app/dashboard/g.ts", "@/lib/db/pools"],
    ["an engine takes a pool", "lib/engines/gate/o.ts", "@/lib/db/pools"],
    ["a page imports a durable function", "app/dashboard/c.ts", "@/inngest/functions/a"],
    ["a component imports an engine", "components/a.tsx", "@/lib/engines/gate/decide"],
    ["a component imports a query", "components/b.tsx", "@/lib/db/queries/leads"],
    ["a component imports a page", "components/c.tsx", "@/app/dashboard/page"],
    ["an engine imports a stand-in", "lib/engines/gate/h.ts", "@/local/clock"],
    ["a page imports a script", "app/dashboard/d.ts", "@/scripts/check"],
    ["the route of durable functions imports a test", "app/api/inngest/a.ts", "@/tests/support/factories"],
    ["the middleware imports a stand-in", "middleware.ts", "@/local/clock"],
  ].map(([fault = "", path = "", from = ""]) => ({
    fault,
    path,
    source: `import { x } from "${from}";\nexport const y = x;\n`,
    rule: IMPORTS,
  })),
  {
    fault: "an engine imports the environment lazily",
    path: "lib/engines/gate/i.ts",
    source: 'export const load = () => import("@/lib/env");\n',
    rule: IMPORTS,
  },
  { fault: "a page passes a query on", path: "app/dashboard/e.ts", source: 'export { sql } from "kysely";\n', rule: IMPORTS },
  {
    fault: "an engine reads the environment",
    path: "lib/engines/env/a.ts",
    source: "export const key = process.env.KEY;\n",
    rule: "lint/style/noProcessEnv",
  },
  {
    fault: "an engine asks what time it is",
    path: "lib/engines/time/a.ts",
    source: "export const now = (): Date => new Date();\n",
    rule: PLUGIN,
  },
  {
    fault: "the domain asks for milliseconds",
    path: "lib/domain/time.ts",
    source: "export const at = (): number => Date.now();\n",
    rule: PLUGIN,
  },
  {
    fault: "a bare server action",
    path: "app/dashboard/actions.ts",
    source: '"use server";\n\nexport async function pause(id: string): Promise<string> {\n  return await Promise.resolve(id);\n}\n',
    rule: PLUGIN,
  },
  {
    fault: "a server action on another builder",
    path: "app/admin/actions.ts",
    source:
      '"use server";\n\nimport { anyAction } from "@/lib/actions/any-action";\n\nexport const pause = anyAction.action(async () => undefined);\n',
    rule: PLUGIN,
  },
  { fault: "the console", path: "inngest/functions/c.ts", source: 'console.log("here");\n', rule: "lint/suspicious/noConsole" },
  {
    fault: "a floating promise",
    path: "lib/engines/promise/a.ts",
    source: "async function save(): Promise<void> {\n  await Promise.resolve();\n}\nexport function run(): void {\n  save();\n}\n",
    rule: "lint/nursery/noFloatingPromises",
  },
  {
    fault: "any",
    path: "lib/engines/types/a.ts",
    source: "export const load = (body: any): unknown => body;\n",
    rule: "lint/suspicious/noExplicitAny",
  },
  {
    fault: "a non-null assertion",
    path: "lib/engines/types/b.ts",
    source: "export const first = (list: string[]): string => list[0]!;\n",
    rule: "lint/style/noNonNullAssertion",
  },
  {
    fault: "half of a cycle",
    path: "lib/engines/cycle/a.ts",
    source: 'import { b } from "@/lib/engines/cycle/b";\n\nexport const a = (): unknown => b;\n',
    rule: "lint/suspicious/noImportCycles",
  },
  {
    fault: "the other half",
    path: "lib/engines/cycle/b.ts",
    source: 'import { a } from "./a";\n\nexport const b = (): unknown => a;\n',
    rule: "lint/suspicious/noImportCycles",
  },
];

/** What the same rules must let pass. */
const ALLOWED: { path: string; source: string }[] = [
  ...[
    ["lib/domain/c.ts", "zod"],
    ["lib/domain/d.ts", "@/lib/domain/c"],
    ["lib/db/queries/d.ts", "@/lib/domain/c"],
    ["lib/integrations/apollo/d.ts", "@/lib/errors"],
    ["lib/engines/gate/j.ts", "@/lib/db/queries/d"],
    ["lib/engines/gate/k.ts", "@/lib/engines/scoring/score-lead"],
    ["lib/engines/gate/l.ts", "./internal"],
    ["lib/engines/gate/m.test.ts", "@/tests/support/factories"],
    ["inngest/functions/d.ts", "@/lib/integrations/apollo/api"],
    ["app/dashboard/f.ts", "@/lib/engines/gate/decide"],
    ["app/api/inngest/b.ts", "@/inngest/functions/d"],
    ["app/api/inngest/c.ts", "@/lib/db/pools"],
    ["components/d.tsx", "@/lib/domain/c"],
    ["local/a.ts", "@/lib/engines/gate/decide"],
    ["scripts/a.ts", "@/local/clock"],
  ].map(([path = "", from = ""]) => ({ path, source: `import { x } from "${from}";\n\nexport const y = x;\n` })),
  { path: "lib/engines/gate/n.ts", source: 'import type { Db } from "@/lib/db/client";\n\nexport type Y = Db;\n' },
  { path: "lib/env.ts", source: "export const key = process.env.KEY;\n" },
  { path: "lib/auth/time.ts", source: "export const now = (): Date => new Date();\n" },
  { path: "lib/engines/time/b.ts", source: "export const at = (text: string): Date => new Date(text);\n" },
  {
    path: "app/settings/actions.ts",
    source:
      '"use server";\n\nimport { clientAction } from "@/lib/actions/client-action";\n\nexport const pause = clientAction.metadata({ name: "pause" }).action(async () => undefined);\n',
  },
];

let folder: string;
let found: Map<string, Set<string>>;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "agency-os-lint-"));
  for (const name of ["biome.json", "tooling", ".gitignore", "tsconfig.json", "package.json"])
    cpSync(name, join(folder, name), { recursive: true });
  for (const { path, source } of [...FAULTS, ...ALLOWED]) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), source);
  }
  found = lint(folder);
}, 60_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test.each(FAULTS)("$rule finds: $fault ($path)", ({ path, rule }) => {
  expect([...(found.get(path) ?? [])]).toContain(rule);
});

test.each(ALLOWED)("nothing is said of $path", ({ path }) => {
  expect([...(found.get(path) ?? [])]).toEqual([]);
});

/** @returns the rules that spoke, by file */
function lint(cwd: string): Map<string, Set<string>> {
  const { stdout, stderr } = spawnSync(
    join(import.meta.dirname, "../../node_modules/.bin/biome"),
    ["lint", "--reporter=json", "--max-diagnostics=none", "."],
    { cwd, encoding: "utf8" },
  );
  const report = JSON.parse(stdout || "{}") as { diagnostics?: { category: string; location: { path: string | { file: string } } }[] };
  if (!report.diagnostics) throw new Error(`biome gave no report:\n${stdout}\n${stderr}`);
  const rules = new Map<string, Set<string>>();
  for (const { category, location } of report.diagnostics) {
    const path = typeof location.path === "string" ? location.path : location.path.file;
    rules.set(path, (rules.get(path) ?? new Set()).add(category));
  }
  return rules;
}

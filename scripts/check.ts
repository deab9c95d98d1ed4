import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";

/**
 * Everything about the code that a machine can judge without running it, cheapest first; stops at the first that fails.
 * `npm run check`, the pre-push hook and .ci/run all come here.
 */
type Step = { name: string; command: string; args: string[]; remedy: string; isNeeded?: boolean };

const tool = (name: string) => join("node_modules", ".bin", name);

const STEPS: Step[] = [
  {
    name: "format, lint and layers",
    command: tool("biome"),
    args: ["check", "."],
    remedy: "`npx biome check --write .` mends format and import order; the layer table is in CONTRIBUTING.md.",
  },
  {
    name: "route types",
    command: tool("next"),
    args: ["typegen"],
    remedy: "A route file in app/ does not export what Next expects.",
    isNeeded: existsSync("app"),
  },
  { name: "types", command: tool("tsc"), args: ["--noEmit"], remedy: "Mend the types above." },
  {
    name: "unused files, exports and packages",
    command: tool("knip"),
    args: [],
    remedy: "Delete what nothing uses; an entry that only a tool starts belongs in knip.json.",
  },
  {
    name: "database types",
    command: process.execPath,
    args: [...process.execArgv, join("scripts", "db-types.ts"), "--verify"],
    remedy: "`npm run db:types` writes lib/db/types.gen.ts anew from the migrations.",
  },
];

for (const { name, command, args, remedy, isNeeded = true } of STEPS) {
  if (!isNeeded) continue;
  const startedAt = performance.now();
  process.stdout.write(`\n— ${name}\n`);
  const { status, signal, error } = spawnSync(command, args, { stdio: "inherit" });
  if (status !== 0) {
    const reason = error?.message ?? (signal ? `killed by ${signal}` : `exit code ${status}`);
    process.stderr.write(`\nThe check stops at "${name}" (${reason}). ${remedy}\n`);
    process.exit(1);
  }
  process.stdout.write(`  ok, ${((performance.now() - startedAt) / 1000).toFixed(1)} s\n`);
}
process.stdout.write("\nAll checks passed.\n");

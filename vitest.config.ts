import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/**
 * `pure` needs nothing; `postgres` gets a migrated template database to clone (tests/support/postgres-setup.ts); `stack` starts the
 * whole product, so its files run one at a time (scripts/test.ts runs it by itself). Files of `pure` and `postgres` share processes and
 * what these have loaded, which is most of a short file's time: whoever changes a process, as tests/support/webhook-doors.ts does with
 * its environment, puts it back.
 */
export default defineConfig({
  resolve: {
    alias: { "@": here("."), "server-only": here("tests/support/server-only.ts") },
  },
  test: {
    maxWorkers: 2,
    projects: [
      {
        extends: true,
        test: {
          name: "pure",
          isolate: false,
          testTimeout: 30_000,
          include: ["{lib,inngest,local,scripts,app,components,tests/architecture,tests/contracts,tests/hostile}/**/*.test.{ts,tsx}"],
          exclude: ["**/*.pg.test.ts", "**/*.stack.test.ts", "node_modules/**"],
        },
      },
      {
        extends: true,
        test: {
          name: "postgres",
          isolate: false,
          include: ["{lib,inngest,local,scripts,app,tests}/**/*.pg.test.ts"],
          exclude: ["node_modules/**"],
          globalSetup: ["tests/support/postgres-setup.ts"],
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        extends: true,
        test: {
          name: "stack",
          include: ["tests/stack/**/*.stack.test.ts"],
          fileParallelism: false,
          testTimeout: 600_000,
        },
      },
    ],
  },
});

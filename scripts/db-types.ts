import { execFileSync } from "node:child_process";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { bootstrapSupabase } from "@/local/postgres/bootstrap";
import { applyMigrations } from "@/local/postgres/migrate";
import { removePostgres, startPostgres } from "@/local/postgres/server";

/**
 * Writes lib/db/types.gen.ts from the migrations, or with `--verify` only compares and fails when the two have drifted.
 * Runs on a throw-away cluster: the migrations are the schema's only source.
 */
const verify = process.argv.includes("--verify");
const dataDir = join(tmpdir(), `agency-os-types-${process.pid}`);
const server = await startPostgres({ dataDir, port: 0, fsync: false });
try {
  const { systemUrl } = await bootstrapSupabase(server.superuserUrl, { database: "types" });
  await applyMigrations(systemUrl);
  execFileSync(
    join("node_modules", ".bin", "kysely-codegen"),
    [
      "--dialect=postgres",
      `--url=${systemUrl}`,
      "--camel-case",
      "--singularize",
      "--date-parser=string",
      "--include-pattern=(public|private).*",
      '--type-mapping={"int8":"number","citext":"string"}',
      "--out-file=lib/db/types.gen.ts",
      ...(verify ? ["--verify"] : []),
    ],
    { stdio: "inherit" },
  );
} catch (error) {
  process.stderr.write(`${verify ? "lib/db/types.gen.ts does not match the migrations: run `npm run db:types`.\n" : ""}${error}\n`);
  process.exitCode = 1;
} finally {
  await server.close();
  await removePostgres(dataDir);
}

import { mkdtempSync, readdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { bootstrapSupabase, connectionUrl, enableMemberLogin } from "@/local/postgres/bootstrap.ts";
import { applyMigrations } from "@/local/postgres/migrate.ts";
import { LOCAL_PASSWORD, removePostgres, startPostgres } from "@/local/postgres/server.ts";
import { runAsAdmin, TEMPLATE_DATABASE } from "./test-database.ts";

const FOLDER_PREFIX = "agency-os-test-";

/**
 * Vitest global set-up of the `postgres` project: one throw-away cluster, one bootstrapped and migrated template database that
 * `testDatabase()` clones for each test file. Everything is stopped and deleted at the end; what a killed run left is swept first.
 */
export default async function setUpPostgres(project: TestProject): Promise<() => Promise<void>> {
  await sweepAbandonedClusters();
  const folder = mkdtempSync(join(tmpdir(), `${FOLDER_PREFIX}${process.pid}-`));
  const server = await startPostgres({ dataDir: join(folder, "data"), port: 0, fsync: false });
  const stop = async () => {
    await server.close();
    await removePostgres(folder);
  };
  try {
    const { systemUrl } = await bootstrapSupabase(server.superuserUrl, { database: TEMPLATE_DATABASE });
    await applyMigrations(systemUrl);
    const hasMember = await enableMemberLogin(server.superuserUrl, LOCAL_PASSWORD);
    // Cloning needs a template nobody is connected to.
    await runAsAdmin(server.superuserUrl, `alter database ${TEMPLATE_DATABASE} with is_template true allow_connections false`);
    project.provide("postgres", { superuserUrl: connectionUrl(server.superuserUrl, { database: "postgres" }), hasMember });
  } catch (error) {
    await stop();
    throw error;
  }
  return stop;
}

import { randomBytes } from "node:crypto";
import { readdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { bootstrapSupabase, enableMemberLogin } from "@/local/postgres/bootstrap";
import { applyMigrations } from "@/local/postgres/migrate";
import { isRunning } from "@/local/postgres/postmaster";
import { LOCAL_PASSWORD, removePostgres, startPostgres } from "@/local/postgres/server";
import { runAsAdmin, TEMPLATE_DATABASE } from "./test-database";

const FOLDER_NAME = /^agency-os-test-(\d+)-/;

/**
 * Vitest global set-up of the `postgres` project: one throw-away cluster, one bootstrapped and migrated template database that
 * `testDatabase()` clones for each test file. Everything is stopped and deleted at the end; what a killed run left is swept first.
 */
export default async function setUpPostgres(project: TestProject): Promise<() => Promise<void>> {
  await sweepAbandonedClusters();
  const dataDir = join(tmpdir(), `agency-os-test-${process.pid}-${randomBytes(4).toString("hex")}`);
  const server = await startPostgres({ dataDir, port: 0, fsync: false });
  const stop = async () => {
    await server.close();
    await removePostgres(dataDir);
  };
  try {
    const { systemUrl } = await bootstrapSupabase(server.superuserUrl, { database: TEMPLATE_DATABASE });
    await applyMigrations(systemUrl);
    const hasMember = await enableMemberLogin(server.superuserUrl, LOCAL_PASSWORD);
    // Cloning needs a template nobody is connected to.
    await runAsAdmin(server.superuserUrl, `alter database ${TEMPLATE_DATABASE} with is_template true allow_connections false`);
    project.provide("postgres", { superuserUrl: server.superuserUrl, hasMember });
  } catch (error) {
    await stop();
    throw error;
  }
  return stop;
}

/** A run that was killed leaves its server running and its folder behind; the folder's name says whose it was. */
async function sweepAbandonedClusters(): Promise<void> {
  for (const name of readdirSync(tmpdir())) {
    const pid = FOLDER_NAME.exec(name)?.[1];
    if (pid && !isRunning(Number(pid))) await removePostgres(join(tmpdir(), name));
  }
}

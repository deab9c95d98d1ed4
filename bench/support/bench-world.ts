import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { connect, memberTransaction, systemTransaction } from "@/lib/db/client";
import { bootstrapSupabase, connectionUrl, createDatabase, enableMemberLogin } from "@/local/postgres/bootstrap";
import { applyMigrations } from "@/local/postgres/migrate";
import { LOCAL_PASSWORD, removePostgres, startPostgres } from "@/local/postgres/server";
import { type TestWorld, WEDNESDAY_MORNING } from "@/tests/support/factories";

/** A world whose cluster is its own, with a folder that the server, too, may write to. Both are gone once it is closed. */
export type BenchWorld = TestWorld & { folder: string };

/**
 * Starts a throw-away PostgreSQL with a migrated database and the product's own pools, and closes it whatever `use` comes to.
 * @param options.fsync true commits as the product does
 */
export async function withBenchWorld<T>({ fsync }: { fsync: boolean }, use: (world: BenchWorld) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), "agency-os-bench-"));
  chmodSync(folder, 0o777);
  const dataDir = join(folder, "data");
  const server = await startPostgres({ dataDir, port: 0, fsync });
  // Ctrl-C ends the bench as a failure would: in order, with nothing left behind.
  const interrupted = new Promise<never>((_, reject) => {
    for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => reject(new Error(`stopped by ${signal}`)));
  });
  try {
    const { systemUrl } = await bootstrapSupabase(server.superuserUrl, { database: "bench" });
    const { systemUrl: localUrl } = await createDatabase(server.superuserUrl, "local");
    await applyMigrations(systemUrl);
    await enableMemberLogin(server.superuserUrl, LOCAL_PASSWORD);
    const world = openWorld({ superuserUrl: connectionUrl(server.superuserUrl, { database: "bench" }), systemUrl, localUrl, folder });
    try {
      return await Promise.race([use(world), interrupted]);
    } finally {
      await world.close();
    }
  } finally {
    await server.close();
    await removePostgres(dataDir);
    rmSync(folder, { recursive: true, force: true });
  }
}

function openWorld(place: { superuserUrl: string; systemUrl: string; localUrl: string; folder: string }): BenchWorld {
  const memberUrl = connectionUrl(place.systemUrl, { role: "app_member" });
  const system = connect(place.systemUrl);
  const member = connect(memberUrl);
  return {
    ...place,
    memberUrl,
    system,
    member,
    systemCtx: (clientId, now = WEDNESDAY_MORNING) => ({
      clientId,
      actor: { kind: "system" },
      now,
      tx: (work) => systemTransaction(system, { now }, work),
    }),
    memberCtx: (clientId, userId, role, now = WEDNESDAY_MORNING) => ({
      clientId,
      actor: { kind: "user", userId, role },
      now,
      tx: (work) => memberTransaction(member, { userId, now }, work),
    }),
    drop: async () => undefined,
    async close() {
      await Promise.all([system.destroy(), member.destroy()]);
    },
  };
}

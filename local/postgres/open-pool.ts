import { Pool } from "pg";

/**
 * A pool of a stand-in that outlives a restart of the server: a connection that ends, idle or in use, is replaced at the next query.
 * Commits are synchronous, because what was answered with yes (a mail taken, an event accepted) must outlive kill -9 of the server.
 * @param onLost told of a connection that ended while idle
 */
export function openPool(connectionString: string, { max, onLost }: { max: number; onLost(error: Error): void }): Pool {
  const pool = new Pool({ connectionString, max });
  pool.on("error", onLost);
  // In use, between two statements, `pg` would end the process: only this listener hears it. The next statement fails, and tells.
  pool.on("connect", (client) => client.on("error", () => undefined));
  return pool;
}

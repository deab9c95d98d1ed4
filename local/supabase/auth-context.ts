import type { Pool, PoolClient } from "pg";
import type { AuthKeys } from "./auth-keys";
import type { AuthMailer } from "./auth-mail";

export type AuthSettings = {
  /** Where this stand-in answers, without a path. */
  url: string;
  siteUrl: string;
  /** Patterns as in the dashboard: `*` within one part of a URL, `**` across parts. */
  redirectAllowList: readonly string[];
  publishableKey: string;
  secretKey: string;
  /** True makes sign-up wait for a click in a mail. */
  confirmEmail: boolean;
};

export type AuthContext = { db: Pool; keys: AuthKeys; mailer: AuthMailer; settings: AuthSettings };

/** A pool or a connection inside a transaction. */
export type Db = Pool | PoolClient;

/** Runs `work` in one transaction; whatever it throws rolls everything back. */
export async function inTransaction<T>(pool: Pool, work: (tx: PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  let broken: Error | undefined;
  try {
    await client.query("begin");
    const result = await work(client);
    await client.query("commit");
    return result;
  } catch (error) {
    await client.query("rollback").catch((failure: Error) => (broken = failure));
    throw error;
  } finally {
    client.release(broken);
  }
}

import "server-only";
import { sql } from "kysely";
import { systemPool } from "@/lib/db/pools";
import { EnvError } from "@/lib/env-schema";

export type Health = { isHealthy: true } | { isHealthy: false; message: string };

/** Whether the app can do its work: configured, and its database answers. */
export async function checkHealth(): Promise<Health> {
  try {
    await sql`select 1`.execute(systemPool());
    return { isHealthy: true };
  } catch (error) {
    return { isHealthy: false, message: error instanceof EnvError ? error.message : "The database does not answer" };
  }
}

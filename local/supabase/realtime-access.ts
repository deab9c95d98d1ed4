import { randomUUID } from "node:crypto";
import type { Pool } from "pg";
import type { TokenClaims } from "./auth-keys";

/** What row-level security on realtime.messages lets somebody do in a topic. */
export type ChannelAccess = { canRead: boolean; canWrite: boolean };

/**
 * Asks the database as Supabase Realtime does: put a message in the topic, become the person, see whether the policies show it and
 * whether they let another one in; roll everything back.
 * @throws Error when the database does not answer, or the role does not exist
 */
export async function probeAccess(db: Pool, topic: string, claims: TokenClaims | { role: string }): Promise<ChannelAccess> {
  const client = await db.connect();
  let broken: Error | undefined;
  try {
    const id = randomUUID();
    await client.query("begin");
    await client.query("insert into realtime.messages (id, topic, extension, event, private) values ($1, $2, 'broadcast', 'probe', true)", [
      id,
      topic,
    ]);
    await client.query(
      `select set_config('realtime.topic', $1, true), set_config('request.jwt.claims', $2, true), set_config('request.jwt.claim.sub', $3, true),
         set_config('request.jwt.claim.role', $4, true), set_config('role', $4, true)`,
      [topic, JSON.stringify(claims), "sub" in claims ? String(claims.sub) : "", claims.role],
    );
    const { rowCount } = await client.query("select from realtime.messages where id = $1", [id]);
    const canWrite = await client
      .query("insert into realtime.messages (topic, extension, event, private) values ($1, 'broadcast', 'probe', true)", [topic])
      .then(() => true, refusedByPolicy);
    return { canRead: Boolean(rowCount), canWrite };
  } finally {
    await client.query("rollback").catch((error: Error) => (broken = error));
    client.release(broken);
  }
}

function refusedByPolicy(error: { code?: string }): false {
  if (error.code === "42501") return false;
  throw error;
}

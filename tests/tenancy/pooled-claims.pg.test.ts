import { type Kysely, sql } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";
import { connect, memberTransaction } from "@/lib/db/client";
import type { DB } from "@/lib/db/types.gen";
import { signUp, type TestWorld, testWorld, WEDNESDAY_MORNING } from "@/tests/support/factories";

let world: TestWorld;
/** One connection: whoever comes next gets the same one. */
let pool: Kysely<DB>;
let a: Awaited<ReturnType<typeof signUp>>;
let b: Awaited<ReturnType<typeof signUp>>;

beforeAll(async () => {
  world = await testWorld();
  pool = connect(world.memberUrl, { maximum: 1 });
  a = await signUp(world, "Client A");
  b = await signUp(world, "Client B");
});
afterAll(async () => {
  await pool?.destroy();
  await world?.close();
});

const clientsSeenBy = (userId: string) =>
  memberTransaction(pool, { userId, now: WEDNESDAY_MORNING }, async (db) => {
    const rows = await db.selectFrom("clients").select("id").execute();
    return { backend: await backend(db), clientIds: rows.map((row) => row.id) };
  });

test("a connection carries nobody's claims into the next transaction", async () => {
  const first = await clientsSeenBy(a.userId);
  const between = await sql<{ role: string; claims: string | null; now: string | null }>`
    select current_setting('role') as role, nullif(current_setting('request.jwt.claims', true), '') as claims,
      nullif(current_setting('app.now', true), '') as now`.execute(pool);
  const second = await clientsSeenBy(b.userId);

  expect(first.clientIds).toEqual([a.clientId]);
  expect(between.rows).toEqual([{ role: "none", claims: null, now: null }]);
  expect(second.clientIds).toEqual([b.clientId]);
  expect(second.backend).toBe(first.backend);
});

test("nor does one whose transaction failed", async () => {
  const failing = memberTransaction(pool, { userId: a.userId, now: WEDNESDAY_MORNING }, (db) => sql`select 1 / 0`.execute(db));
  await expect(failing).rejects.toThrow("division by zero");
  expect((await clientsSeenBy(b.userId)).clientIds).toEqual([b.clientId]);
});

test("outside such a transaction the member login reaches nothing", async () => {
  await expect(pool.selectFrom("clients").select("id").execute()).rejects.toMatchObject({ code: "42501" });
});

async function backend(db: Kysely<DB>): Promise<number | undefined> {
  const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(db);
  return rows[0]?.pid;
}

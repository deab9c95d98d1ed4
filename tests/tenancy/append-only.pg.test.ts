import { Client } from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type TestWorld, testWorld } from "@/tests/support/factories";
import { arrangeTenants } from "./tenants";

const TABLES = ["audit_logs", "suppressions", "credit_ledger", "ai_spend_log"];
const INSUFFICIENT_PRIVILEGE = "42501";

let world: TestWorld;
let client: Client;

beforeAll(async () => {
  world = await testWorld();
  const superuser = new Client({ connectionString: world.superuserUrl });
  await superuser.connect();
  await arrangeTenants(world, superuser);
  await superuser.end();
  client = new Client({ connectionString: world.systemUrl });
  await client.connect();
});
afterAll(async () => {
  await client?.end();
  await world?.close();
});

test.each(
  TABLES.flatMap((table) =>
    ["postgres", "service_role"].flatMap((role) =>
      [`update ${table} set created_at = created_at`, `delete from ${table}`, `truncate ${table}`].map((statement) => ({
        role,
        statement,
      })),
    ),
  ),
)("$role cannot: $statement", async ({ role, statement }) => {
  const code = await client
    .query(`begin; set local role ${role}; ${statement}; rollback`)
    .then(() => "it could")
    .catch(async (error: { code?: string }) => {
      await client.query("rollback");
      return error.code;
    });
  expect(code).toBe(INSUFFICIENT_PRIVILEGE);
});

test("the tables hold rows that could have been changed", async () => {
  for (const table of TABLES) {
    const { rows } = await client.query<{ count: number }>(`select count(*)::int from ${table}`);
    expect(rows[0]?.count, table).toBeGreaterThan(0);
  }
});

test("a change of a watched row leaves who, what, before and after", async () => {
  const { rows } = await client.query<{ id: string }>("update clients set name = 'Renamed' where name = 'Client A' returning id");
  const entries = await client.query<{ action: string; actor_type: string; changed: unknown }>(
    "select action, actor_type, changed from audit_logs where client_id = $1 and action = 'client.updated'",
    [rows[0]?.id],
  );
  expect(entries.rows).toEqual([{ action: "client.updated", actor_type: "system", changed: { name: ["Client A", "Renamed"] } }]);
});

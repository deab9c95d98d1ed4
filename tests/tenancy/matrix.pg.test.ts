import { Client, escapeIdentifier } from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type TestWorld, testWorld } from "@/tests/support/factories";
import { hasTenant, readTables } from "./catalogue";
import { differences, type Observation, observe } from "./matrix";
import { TABLE_RULES } from "./tables";
import { arrangeTenants, type TenantWorld } from "./tenants";

let database: TestWorld;
let client: Client;
let world: TenantWorld;
let observations: Observation[];

beforeAll(async () => {
  database = await testWorld();
  client = new Client({ connectionString: database.superuserUrl });
  await client.connect();
  world = await arrangeTenants(database, client);
  observations = await undone(() => observe(client, world));
});
afterAll(async () => {
  await client?.end();
  await database?.close();
});

test("every table of public has a rule, and every rule a table", async () => {
  expect(await tablesWithoutRule()).toEqual([]);
  expect(Object.keys(TABLE_RULES).filter((name) => !world.tables.some((table) => table.name === name))).toEqual([]);

  const afterAdding = await undone(async () => {
    await client.query("create table public.gadgets (id uuid primary key, client_id uuid not null)");
    return tablesWithoutRule();
  });
  expect(afterAdding).toEqual(["gadgets"]);
});

test("everybody can do to every table exactly what the rules say", () => {
  expect(differences(world, observations)).toEqual([]);
});

test("nobody sees or changes a row of a client they hold no role in, and nobody moves one between clients", () => {
  const crossings = observations.filter(({ actor, operation, target, outcome }) => {
    const holdsRole = world.actors.find(({ name }) => name === actor)?.roles[target] !== undefined;
    return outcome === "done" && (!holdsRole || operation === "move");
  });
  expect(crossings).toEqual([]);
});

test("a deleted client is gone for its own people too", async () => {
  const afterwards = await undone(async () => {
    await client.query("update clients set deleted_at = now() where id = $1", [world.clientIds.A]);
    return observe(client, world);
  });
  // A person keeps their own profile, and sees which client they were a member of.
  const kept = new Set(["users", "memberships"]);
  expect(afterwards.filter(({ table, target, outcome }) => target === "A" && outcome === "done" && !kept.has(table))).toEqual([]);
});

test("a notification for one person is nobody else's", async () => {
  const [viewer, owner] = ["viewer", "owner"].map((name) => world.actors.find((actor) => actor.name === name));
  const found = await undone(async () => {
    await client.query("update notifications set user_id = $1 where client_id = $2", [viewer?.userId, world.clientIds.A]);
    return observe(
      client,
      world,
      world.tables.filter((table) => table.name === "notifications"),
    );
  });
  const done = found.filter(({ target, outcome }) => target === "A" && outcome === "done");
  expect(new Set(done.map(({ actor }) => actor))).toEqual(new Set([viewer?.name]));
  expect(done.map(({ actor }) => actor)).not.toContain(owner?.name);
});

test("the matrix notices every policy that is dropped or opened to everybody", async () => {
  const unnoticed: string[] = [];
  const policies = await readPolicies();
  for (const policy of policies) {
    const tables = world.tables.filter((table) => table.name === policy.table);
    for (const mutation of mutationsOf(policy)) {
      const found = await undone(async () => {
        await client.query(mutation);
        return differences(world, await observe(client, world, tables));
      });
      if (found.length === 0) unnoticed.push(mutation);
    }
  }
  expect(policies.length).toBeGreaterThanOrEqual(world.tables.filter(hasTenant).length);
  expect(unnoticed).toEqual([]);
});

type Policy = { table: string; name: string; hasUsing: boolean; hasCheck: boolean; isCheckReachable: boolean };

/** A check of an update guards the columns it names; where none of them may be updated, the grant is the wall and the check only a second one. */
async function readPolicies(): Promise<Policy[]> {
  const { rows } = await client.query<Policy>(
    `select c.relname as table, p.polname as name, p.polqual is not null as "hasUsing", p.polwithcheck is not null as "hasCheck",
       p.polcmd <> 'w' or exists (
         select from pg_depend d
         where d.classid = 'pg_policy'::regclass and d.objid = p.oid and d.refobjid = c.oid and d.refobjsubid > 0
           and has_column_privilege('authenticated', c.oid, d.refobjsubid::smallint, 'UPDATE')
       ) as "isCheckReachable"
     from pg_policy p join pg_class c on c.oid = p.polrelid
     where c.relnamespace = 'public'::regnamespace
     order by 1, 2`,
  );
  return rows;
}

function mutationsOf({ table, name, hasUsing, hasCheck, isCheckReachable }: Policy): string[] {
  const policy = `policy ${escapeIdentifier(name)} on public.${escapeIdentifier(table)}`;
  return [
    `drop ${policy}`,
    ...(hasUsing ? [`alter ${policy} using (true)`] : []),
    ...(hasCheck && isCheckReachable ? [`alter ${policy} with check (true)`] : []),
    ...(hasUsing && hasCheck ? [`alter ${policy} using (true) with check (true)`] : []),
  ];
}

async function tablesWithoutRule(): Promise<string[]> {
  return (await readTables(client)).map((table) => table.name).filter((name) => !(name in TABLE_RULES));
}

async function undone<T>(work: () => Promise<T>): Promise<T> {
  await client.query("begin");
  try {
    return await work();
  } finally {
    await client.query("rollback");
  }
}

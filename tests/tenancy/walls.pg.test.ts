import { Client, DatabaseError, escapeIdentifier } from "pg";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type TestWorld, testWorld } from "@/tests/support/factories";
import { hasTenant } from "./catalogue";
import { nameOf, tryAs, whereSubject } from "./matrix";
import { insertStatement, type Row, toLiteral } from "./row-generator";
import { LOCKED_COLUMNS, TABLE_RULES } from "./tables";
import { type Actor, arrangeTenants, type TenantWorld } from "./tenants";

const CHECK_VIOLATION = "23514";
const FOREIGN_KEY_VIOLATION = "23503";
const UNIQUE_VIOLATION = "23505";
const INSUFFICIENT_PRIVILEGE = "42501";

let database: TestWorld;
let client: Client;
let world: TenantWorld;

beforeAll(async () => {
  database = await testWorld();
  client = new Client({ connectionString: database.superuserUrl });
  await client.connect();
  world = await arrangeTenants(database, client);
});
afterAll(async () => {
  await client?.end();
  await database?.close();
});
beforeEach(() => client.query("begin"));
afterEach(() => client.query("rollback"));

const personNamed = (name: string): Actor["userId"] => {
  const actor = world.actors.find((candidate) => candidate.name === name);
  if (!actor) throw new Error(`no actor ${name}`);
  return actor.userId;
};
const codeOf = (result: Awaited<ReturnType<typeof tryAs>>) => (result instanceof DatabaseError ? result.code : "it worked");

test("nothing can refer to another tenant's parent, not even as the system", async () => {
  const attempts: Record<string, string | undefined> = {};
  for (const table of world.tables) {
    for (const { name, columns, parent, parentColumns } of table.foreignKeys.filter((key) => key.columns.includes("client_id"))) {
      if (parent === "clients") continue;
      const row = { ...world.spares.A[table.name] };
      for (const [at, column] of columns.entries()) {
        if (column !== "client_id") row[column] = world.subjects.B[parent]?.[parentColumns[at] ?? ""] ?? null;
      }
      attempts[name] = await client
        .query(`savepoint reference; ${insertStatement(table.name, row)}; set constraints all immediate`)
        .then(() => "it worked")
        .catch((error: DatabaseError) => error.code);
      await client.query("rollback to savepoint reference");
    }
  }
  // A generated resource is a domain, which a check forbids any parent.
  const { resources_client_id_parent_id_fkey: domainWithParent, ...others } = attempts;
  expect(domainWithParent).toBe(CHECK_VIOLATION);
  expect(Object.keys(others).length).toBeGreaterThan(20);
  expect(Object.entries(others).filter(([, code]) => code !== FOREIGN_KEY_VIOLATION)).toEqual([]);
});

test("a mailbox cannot stand under another tenant's domain", async () => {
  const row = { ...world.spares.A.resources, kind: "mailbox", sender_name: "Sam", parent_id: world.subjects.B.resources?.id ?? null };
  expect(codeOf(await tryAs(client, personNamed("owner of both clients"), insertStatement("resources", row)))).toBe(FOREIGN_KEY_VIOLATION);
});

describe("a key that another tenant holds", () => {
  const writable = () => world.tables.filter((table) => hasTenant(table) && TABLE_RULES[table.name]?.inserts !== "nobody");
  const clash = (name: string, identity: string[]): Row => {
    const taken = world.subjects.B[name] ?? {};
    return { ...world.spares.A[name], ...Object.fromEntries(identity.map((column) => [column, taken[column] ?? null])) };
  };

  test("is refused without a word about whose it is or what it holds", async () => {
    expect(writable().length).toBeGreaterThan(10);
    for (const table of writable()) {
      const error = await tryAs(client, personNamed("owner"), insertStatement(table.name, clash(table.name, table.identity)));
      if (!(error instanceof DatabaseError)) throw new Error(`${table.name}: the key was free`);
      expect([UNIQUE_VIOLATION, FOREIGN_KEY_VIOLATION], table.name).toContain(error.code);
      expect(error.detail, table.name).toBeUndefined();
      expect(error.message, table.name).not.toContain(world.clientIds.B);
    }
  });

  test("cannot be taken over or read by an upsert", async () => {
    for (const table of writable()) {
      const insert = insertStatement(table.name, clash(table.name, table.identity));
      const target = table.identity.map(escapeIdentifier).join(", ");
      const look = `select * from ${nameOf(table)} where ${whereSubject(world, table, "B")}`;
      const [before] = (await client.query(look)).rows;

      const takeover = await tryAs(
        client,
        personNamed("owner"),
        `${insert} on conflict (${target}) do update set client_id = excluded.client_id`,
      );
      expect(codeOf(takeover), table.name).toBe(INSUFFICIENT_PRIVILEGE);

      const peek = await tryAs(client, personNamed("owner"), `${insert} on conflict (${target}) do nothing returning 1`, look);
      if (!(peek instanceof DatabaseError)) {
        expect(peek.rows, table.name).toEqual([]);
        expect(peek.inspected, table.name).toEqual([before]);
      }
    }
  });

  test("even a mailbox address, which is unique over all tenants, tells only that it is taken", async () => {
    const theirs: Row = {
      ...world.spares.B.resources,
      kind: "mailbox",
      sender_name: "Theirs",
      parent_id: world.subjects.B.resources?.id ?? null,
    };
    await client.query(insertStatement("resources", theirs));
    const mine: Row = {
      ...world.spares.A.resources,
      kind: "mailbox",
      sender_name: "Mine",
      parent_id: world.subjects.A.resources?.id ?? null,
    };
    const error = await tryAs(client, personNamed("owner"), insertStatement("resources", { ...mine, label: theirs.label ?? null }));
    expect(error).toMatchObject({ code: UNIQUE_VIOLATION, detail: undefined });
  });
});

test("what only the product decides is out of reach of an owner", async () => {
  const locked = Object.entries(LOCKED_COLUMNS).flatMap(([table, columns]) => columns.map((column) => ({ table, column })));
  for (const { table, column } of locked) {
    const statement = `update ${escapeIdentifier(table)} set ${escapeIdentifier(column)} = ${escapeIdentifier(column)}`;
    expect(codeOf(await tryAs(client, personNamed("owner"), statement)), `${table}.${column}`).toBe(INSUFFICIENT_PRIVILEGE);
  }
});

test("no member reads anything in `private`", async () => {
  const { rows } = await client.query<{ name: string }>(
    "select oid::regclass::text as name from pg_class where relnamespace = 'private'::regnamespace and relkind = 'r'",
  );
  expect(rows.map((row) => row.name)).toContain("private.platform_admins");
  for (const { name } of rows) {
    expect(codeOf(await tryAs(client, personNamed("owner"), `select * from ${name}`)), name).toBe(INSUFFICIENT_PRIVILEGE);
  }
  const promoteMyself = `insert into private.platform_admins (user_id) values ('${personNamed("owner")}')`;
  expect(codeOf(await tryAs(client, personNamed("owner"), promoteMyself))).toBe(INSUFFICIENT_PRIVILEGE);
});

describe("what a member may write in `private`", () => {
  test("is an announcement of their own client, and a viewer's none", async () => {
    const { A, B } = world.clientIds;
    const announce = async (name: string, clientId: string, spokenOf = clientId) => {
      const data = `{"clientId":"${spokenOf}"}`;
      return codeOf(
        await tryAs(
          client,
          personNamed(name),
          `insert into private.outbox (client_id, name, data) values ('${clientId}', 'x/y', '${data}')`,
        ),
      );
    };
    expect(await announce("member", A)).toBe("it worked");
    expect(await announce("member", B)).toBe(INSUFFICIENT_PRIVILEGE);
    expect(await announce("member", A, B)).toBe(INSUFFICIENT_PRIVILEGE);
    expect(await announce("viewer", A)).toBe(INSUFFICIENT_PRIVILEGE);
    expect(await announce("removed owner", A)).toBe(INSUFFICIENT_PRIVILEGE);
  });

  test("is no password for another tenant's mailbox", async () => {
    const secret = (clientId: string, resourceId: string | null | undefined) =>
      `insert into private.resource_secrets (client_id, resource_id, sealed) values ('${clientId}', ${toLiteral(resourceId)}, 'x')`;
    const { A, B } = world.subjects;
    expect(codeOf(await tryAs(client, personNamed("admin"), secret(world.clientIds.A, A.resources?.id)))).toBe("it worked");
    expect(codeOf(await tryAs(client, personNamed("member"), secret(world.clientIds.A, A.resources?.id)))).toBe(INSUFFICIENT_PRIVILEGE);
    expect(codeOf(await tryAs(client, personNamed("admin"), secret(world.clientIds.A, B.resources?.id)))).toBe(FOREIGN_KEY_VIOLATION);
    expect(codeOf(await tryAs(client, personNamed("admin"), secret(world.clientIds.B, B.resources?.id)))).toBe(INSUFFICIENT_PRIVILEGE);
  });

  test("is a new password over an old one, unread", async () => {
    const mailbox = toLiteral(world.subjects.A.resources?.id);
    await client.query(
      `insert into private.resource_secrets (client_id, resource_id, sealed) values ('${world.clientIds.A}', ${mailbox}, 'old')`,
    );
    const look = `select sealed from private.resource_secrets where resource_id = ${mailbox}`;
    const replace = `update private.resource_secrets set sealed = 'new' where resource_id = ${mailbox}`;

    expect(await tryAs(client, personNamed("admin"), replace, look)).toMatchObject({ rowCount: 1, inspected: [{ sealed: "new" }] });
    expect(await tryAs(client, personNamed("member"), replace, look)).toMatchObject({ rowCount: 0, inspected: [{ sealed: "old" }] });
    expect(await tryAs(client, personNamed("owner of the other client"), replace, look)).toMatchObject({ inspected: [{ sealed: "old" }] });
    expect(codeOf(await tryAs(client, personNamed("owner"), look))).toBe(INSUFFICIENT_PRIVILEGE);
  });

  test("is no row of another tenant's import", async () => {
    const chunk = (clientId: string, jobId: string | null | undefined) =>
      `insert into private.import_chunks (client_id, import_job_id, chunk_number, first_row, rows) values ('${clientId}', ${toLiteral(jobId)}, 7, 1, '[]')`;
    const { A, B } = world.subjects;
    expect(codeOf(await tryAs(client, personNamed("member"), chunk(world.clientIds.A, A.import_jobs?.id)))).toBe("it worked");
    expect(codeOf(await tryAs(client, personNamed("member"), chunk(world.clientIds.A, B.import_jobs?.id)))).toBe(FOREIGN_KEY_VIOLATION);
  });
});

test("who is suppressed is told to the client's own people only", async () => {
  const hash = world.subjects.A.suppressions?.key_hmac;
  const ask = `select private.suppressed_hashes('${world.clientIds.A}', 'email', array[${toLiteral(hash)}], null) as hash`;
  const told = async (name: string) => {
    const result = await tryAs(client, personNamed(name), ask);
    return result instanceof DatabaseError ? result.code : result.rows.map((row) => row.hash);
  };
  expect(await told("viewer")).toEqual([hash]);
  expect(await told("owner of the other client")).toEqual([]);
  expect(await told("removed owner")).toEqual([]);
  expect(await told("signed in as nobody")).toEqual([]);
  expect(await told("anonymous")).toBe(INSUFFICIENT_PRIVILEGE);
});

test("the live feed of a client is heard by its people only", async () => {
  const topic = `client:${world.clientIds.A}`;
  await client.query("insert into realtime.messages (topic, extension, event, private) values ($1, 'broadcast', 'activity', true)", [
    topic,
  ]);
  await client.query("select set_config('realtime.topic', $1, true)", [topic]);
  const hears = async (name: string) => {
    const result = await tryAs(client, personNamed(name), "select 1 from realtime.messages");
    return !(result instanceof DatabaseError) && result.rowCount > 0;
  };
  const listeners: string[] = [];
  for (const { name } of world.actors) if (await hears(name)) listeners.push(name);
  expect(listeners).toEqual(world.actors.filter(({ roles }) => roles.A).map(({ name }) => name));

  const forge = `insert into realtime.messages (topic, extension, event, private) values ('${topic}', 'broadcast', 'activity', true)`;
  expect(codeOf(await tryAs(client, personNamed("owner"), forge))).toBe(INSUFFICIENT_PRIVILEGE);
});

test("nobody signs for somebody else, and only an admin lifts a suppression", async () => {
  const as = (who: string, table: string, change: Record<string, string>) => {
    const signed = insertStatement(table, { ...world.spares.A[table], ...change });
    return tryAs(client, personNamed(who), signed).then(codeOf);
  };
  const unsigned = (table: string) => insertStatement(table, world.spares.A[table] ?? {}).replace("auth.uid()", "null");

  expect(codeOf(await tryAs(client, personNamed("owner"), unsigned("activities")))).toBe("42501");
  expect(codeOf(await tryAs(client, personNamed("owner"), unsigned("suppressions")))).toBe("42501");
  expect(await as("member", "suppressions", { reason: "released" })).toBe("42501");
  expect(await as("admin", "suppressions", { reason: "released" })).not.toBe("42501");
});

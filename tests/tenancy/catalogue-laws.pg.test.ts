import { Client } from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type TestDatabase, testDatabase } from "@/tests/support/test-database";
import { CATALOGUE_LAWS } from "./catalogue-laws";

let database: TestDatabase | undefined;
let client: Client;

beforeAll(async () => {
  database = await testDatabase();
  client = new Client({ connectionString: database.superuserUrl });
  await client.connect();
});
afterAll(async () => {
  await client?.end();
  await database?.drop();
});

describe.each(CATALOGUE_LAWS)("$name", ({ faults, breach }) => {
  test("holds", async () => {
    expect(await faults(client)).toEqual([]);
  });

  test("and a breach is noticed", async () => {
    const before = await faults(client);
    await client.query("begin");
    try {
      await client.query(breach);
      expect((await faults(client)).filter((fault) => !before.includes(fault))).not.toEqual([]);
    } finally {
      await client.query("rollback");
    }
  });
});

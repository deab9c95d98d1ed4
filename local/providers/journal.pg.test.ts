import { afterAll, beforeAll, expect, test } from "vitest";
import { apollo } from "@/lib/integrations/apollo/api";
import { APOLLO_KEY } from "@/local/providers/apollo";
import { startProviders } from "@/local/providers/server";
import { runAsAdmin, type TestDatabase, testDatabase } from "@/tests/support/test-database";

type State = { credits: { apollo: { used: number } }; faults: { kind: string }[]; anchor: string };

let database: TestDatabase;
let now = new Date("2026-11-24T02:00:00Z");

beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.drop());

const start = () => startProviders({ port: 0, databaseUrl: database.localUrl, clock: { now: () => now }, seed: 1 });
const client = (url: string) => apollo({ apiKey: APOLLO_KEY, baseUrl: `${url}/apollo/api/v1`, fetch });
const get = async <T>(url: string, path: string) => (await (await fetch(`${url}/_control${path}`)).json()) as T;

test("credits, faults, the request log and the people outlive the process, whatever the clock says later", async () => {
  const first = await start();
  const lookups = Array.from({ length: 30 }, (_, index) => `lead${index}.person@firm${index}.example`);
  const answers = await Promise.all(lookups.map((email) => client(first.url).matchPerson({ email })));
  const found = answers.filter(({ person }) => person !== null).length;
  await fetch(`${first.url}/_control/faults`, { method: "POST", body: JSON.stringify({ provider: "hunter", kind: "hang", times: 3 }) });
  await first.close();

  now = new Date("2027-03-01T02:00:00Z");
  const second = await start();
  try {
    const state = await get<State>(second.url, "/state");
    expect(state).toMatchObject({ credits: { apollo: { used: found } }, faults: [{ kind: "hang" }], anchor: "2026-11-24T02:00:00.000Z" });
    const { requests } = await get<{ requests: { seq: number; subject: string }[] }>(second.url, "/requests?provider=apollo");
    expect(new Set(requests.map(({ subject }) => subject))).toEqual(new Set(lookups));
    const again = await Promise.all(lookups.map((email) => client(second.url).matchPerson({ email })));
    expect(again.map(({ person }) => person)).toEqual(answers.map(({ person }) => person));
    const later = await get<{ requests: { seq: number }[] }>(second.url, "/requests?limit=1000");
    expect(later.requests.map(({ seq }) => seq)).toEqual(Array.from({ length: 60 }, (_, index) => 60 - index));
  } finally {
    await second.close();
  }
});

test("a connection that Postgres cut loses nothing and does not stop the stand-in", async () => {
  const running = await start();
  const before = (await get<State>(running.url, "/state")).credits.apollo.used;
  await runAsAdmin(
    database.superuserUrl,
    `select pg_terminate_backend(pid) from pg_stat_activity where datname = '${new URL(database.localUrl).pathname.slice(1)}'`,
  );
  try {
    await client(running.url).enrichOrganization("cut.example");
    await expect.poll(async () => (await fetch(`${running.url}/_control/requests?limit=1`)).status).toBe(200);
    const { requests } = await get<{ requests: { subject: string }[] }>(running.url, "/requests?limit=1");
    expect(requests[0]?.subject).toBe("cut.example");
    expect((await get<State>(running.url, "/state")).credits.apollo.used).toBe(before + 1);
  } finally {
    await running.close();
  }
});

test("two starts at once make the schema once", async () => {
  const both = await Promise.all([start(), start()]);
  await Promise.all(both.map((running) => running.close()));
});

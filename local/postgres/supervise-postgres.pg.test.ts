import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { createTransport } from "nodemailer";
import { Client } from "pg";
import { expect, onTestFinished, test } from "vitest";
import { startInngest } from "@/local/inngest/server";
import { startMail } from "@/local/mail/server";
import { bootstrapSupabase, createDatabase } from "./bootstrap";
import { isDatabaseAway } from "./is-database-away";
import { openPool } from "./open-pool";
import { isRunning, readPostmaster } from "./postmaster";
import { removePostgres } from "./server";
import { type SupervisedPostgres, type SupervisionOptions, supervisePostgres } from "./supervise-postgres";

const POLL_MS = 10;
const clock = { now: () => new Date("2026-03-16T00:00:00Z") };

test.each([
  ["SIGKILL", "SIGKILL"],
  ["SIGINT", "code 0"],
] as const)("a server ended by %s from outside is started again, with its data, where it was", async (signal, detail) => {
  const told: string[] = [];
  const server = await start({ onCrash: (line) => told.push(line) });
  await query(server.superuserUrl, "create table kept (n int); insert into kept select generate_series(1, 5000)");
  const before = pidOf(server);

  process.kill(before, signal);
  while (server.pid === undefined || server.pid === before) await delay(POLL_MS);

  expect(told).toEqual([detail]);
  expect(readPostmaster(server.dataDir)).toMatchObject({ pid: server.pid, port: server.port });
  expect(await query(server.superuserUrl, "select count(*)::int as rows from kept")).toEqual([{ rows: 5000 }]);
});

test("a backend in the middle of a statement does not keep a killed server from coming back", async () => {
  const server = await start();
  const busy = new Client({ connectionString: server.superuserUrl });
  busy.on("error", () => undefined);
  await busy.connect();
  const { rows } = await busy.query<{ pid: number }>("select pg_backend_pid() as pid");
  const endless = busy.query("do $$ begin loop perform 1; end loop; end $$").catch((error: unknown) => error);
  const before = pidOf(server);

  process.kill(before, "SIGKILL");
  while (server.pid === undefined || server.pid === before) await delay(POLL_MS);

  expect(isDatabaseAway(await endless)).toBe(true);
  expect(isRunning(rows[0]?.pid ?? 0)).toBe(false);
  expect(await query(server.superuserUrl, "select 1 as one")).toEqual([{ one: 1 }]);
});

test("what was ended on purpose stays down until it is started, and waits for its own port", async () => {
  const told: string[] = [];
  const server = await start({ onCrash: (line) => told.push(line) });

  await server.kill();
  expect(server.pid).toBeUndefined();
  expect(await isAway(server)).toBe(true);
  await server.start();
  expect(await isAway(server)).toBe(false);

  await server.stop();
  expect(server.pid).toBeUndefined();
  expect(await isAway(server)).toBe(true);
  const squatter = createServer().listen(server.port, "127.0.0.1");
  const started = server.start();
  await delay(300);
  expect(server.pid).toBeUndefined();
  squatter.close();
  await started;
  expect(await isAway(server)).toBe(false);
  expect(told).toEqual([]);
});

test("stopping while it is coming back leaves nothing running", async () => {
  const server = await start();
  const before = pidOf(server);

  process.kill(before, "SIGKILL");
  while (server.pid === before) await delay(POLL_MS);
  await server.stop();

  expect(server.pid).toBeUndefined();
  expect(readPostmaster(server.dataDir)?.pid ?? before).toBe(before); // a killed server's file at most, never a new one's
  expect(await isAway(server)).toBe(true);
});

test("a pool hears of a connection that ends between two statements only by the next one, and then goes on", async () => {
  const server = await start();
  const pool = openPool(server.superuserUrl, { max: 2, onLost: () => undefined });
  onTestFinished(() => pool.end());
  const connection = await pool.connect();
  await connection.query("begin");

  await server.stop();
  await server.start();

  const failure = await connection.query("select 1").catch((error: unknown) => error);
  connection.release();
  expect(isDatabaseAway(failure)).toBe(true);
  expect((await pool.query("select 1 as one")).rows).toEqual([{ one: 1 }]);
});

test("an event the executor answered with 200 outlives kill -9 of the server", async () => {
  const server = await start();
  const databaseUrl = await localDatabase(server);
  const executor = await startInngest({ port: 0, databaseUrl, clock, appUrls: [] });
  onTestFinished(() => executor.close());

  for (let n = 0; n < 5; n += 1) {
    const body = JSON.stringify([{ name: "test/accepted", id: `event ${n}`, data: {} }]);
    const answer = await fetch(`${executor.url}/e/key`, { method: "POST", headers: { "content-type": "application/json" }, body });
    await server.kill();
    expect(answer.status).toBe(200);
    await server.start();
    expect(await query(databaseUrl, `select id from executor.events where event ->> 'id' = 'event ${n}'`)).toHaveLength(1);
  }
});

test("a mail answered with 250 outlives kill -9 of the server, and one that comes meanwhile waits and is taken once", async () => {
  const server = await start();
  const databaseUrl = await localDatabase(server);
  const postmark = { webhookUrl: "http://127.0.0.1:9/", user: "u", password: "p" };
  const mail = await startMail({ smtpPort: 0, httpPort: 0, databaseUrl, clock, postmark });
  onTestFinished(() => mail.close());
  const { port } = new URL(mail.smtpUrl);
  const carrier = createTransport({ host: "127.0.0.1", port: Number(port), secure: false, ignoreTLS: true });
  const send = (n: number) =>
    carrier.sendMail({
      from: "ana@agency.example",
      to: "ben@firm.example",
      subject: `${n}`,
      text: "Hello",
      messageId: `<${n}@agency.example>`,
    });
  const taken = () => query(databaseUrl, "select message_id as id, count(*)::int as times from mail.transactions group by 1 order by 1");
  const once = (n: number) => ({ id: `<${n}@agency.example>`, times: 1 });

  await send(1);
  await server.kill();
  await server.start();
  expect(await taken()).toEqual([once(1)]);

  await server.stop();
  const second = send(2);
  await delay(200);
  await server.start();
  await second;
  expect(await taken()).toEqual([once(1), once(2)]);
});

async function start(options: Partial<SupervisionOptions> = {}): Promise<SupervisedPostgres> {
  const folder = mkdtempSync(join(tmpdir(), "agency-os-supervised-"));
  chmodSync(folder, 0o711);
  const dataDir = join(folder, "data");
  const server = await supervisePostgres({ dataDir, port: 0, fsync: false, ...options });
  onTestFinished(async () => {
    await server.stop();
    await removePostgres(dataDir);
    rmSync(folder, { recursive: true, force: true });
  });
  return server;
}

async function localDatabase({ superuserUrl }: SupervisedPostgres): Promise<string> {
  await bootstrapSupabase(superuserUrl, { database: "postgres" });
  return (await createDatabase(superuserUrl, "local")).systemUrl;
}

async function isAway({ superuserUrl }: SupervisedPostgres): Promise<boolean> {
  try {
    await query(superuserUrl, "select 1");
    return false;
  } catch (error) {
    if (isDatabaseAway(error)) return true;
    throw error;
  }
}

function pidOf({ pid }: SupervisedPostgres): number {
  if (pid === undefined) throw new Error("PostgreSQL is not running");
  return pid;
}

async function query(url: string, text: string): Promise<unknown[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(text)).rows;
  } finally {
    await client.end();
  }
}

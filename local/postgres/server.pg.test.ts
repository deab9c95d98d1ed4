import { type ChildProcess, spawn } from "node:child_process";
import { chmodSync, chownSync, existsSync, mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Client } from "pg";
import { expect, onTestFinished, test, vi } from "vitest";
import { isWorldTraversable } from "./binaries";
import { readPostmaster } from "./postmaster";
import { type RunningPostgres, removePostgres, startPostgres } from "./server";

const projectRoot = fileURLToPath(new URL("../../", import.meta.url));
const isRoot = process.getuid?.() === 0;
const NOBODY = 65_534;

test("data and URL are the same after a restart", async () => {
  const dataDir = temporaryDataDir();
  const first = await start(dataDir);
  await query(first.superuserUrl, "create table kept (n int); insert into kept values (1)");
  await first.close();

  const second = await start(dataDir, first.port);

  expect(second.superuserUrl).toBe(first.superuserUrl);
  expect(await query(second.superuserUrl, "select n from kept")).toEqual([{ n: 1 }]);
});

test("a taken port is left alone and another one is said", async () => {
  const holder = createServer();
  await new Promise<void>((listening) => holder.listen(0, "127.0.0.1", listening));
  onTestFinished(() => void holder.close());
  const { port } = holder.address() as { port: number };
  const lines: string[] = [];

  const server = await start(temporaryDataDir(), port, (line) => lines.push(line));

  expect(server.port).not.toBe(port);
  expect(lines.join("\n")).toContain(`port ${port} is taken; PostgreSQL uses ${server.port}`);
  expect(await query(server.superuserUrl, "select 1 as one")).toEqual([{ one: 1 }]);
});

test("committed rows survive kill -9 of the server", async () => {
  const dataDir = temporaryDataDir();
  const first = await start(dataDir);
  await query(first.superuserUrl, "create table kept (n int); insert into kept select generate_series(1, 5000)");
  const holdOpen = new Client({ connectionString: first.superuserUrl });
  holdOpen.on("error", () => undefined);
  await holdOpen.connect();
  await holdOpen.query("begin; insert into kept values (0)");

  process.kill(first.pid, "SIGKILL");
  await gone(first.pid);
  const second = await start(dataDir, first.port);

  expect(await query(second.superuserUrl, "select count(*)::int as rows, min(n) as least from kept")).toEqual([{ rows: 5000, least: 1 }]);
});

test("committed rows survive kill -9 of the program that started the server, and the orphan is replaced on the same port", async () => {
  const dataDir = temporaryDataDir();
  const program = await startInAnotherProgram(dataDir);
  await query(program.superuserUrl, "create table kept (n int); insert into kept select generate_series(1, 5000)");

  program.child.kill("SIGKILL");
  await program.exited;
  expect(readPostmaster(dataDir)?.pid).toBe(program.pid);
  const second = await start(dataDir, program.port);

  expect(second).toMatchObject({ port: program.port, superuserUrl: program.superuserUrl });
  expect(second.pid).not.toBe(program.pid);
  expect(await query(second.superuserUrl, "select count(*)::int as rows from kept")).toEqual([{ rows: 5000 }]);
});

test("committed rows survive kill -9 of both at once", async () => {
  const dataDir = temporaryDataDir();
  const program = await startInAnotherProgram(dataDir);
  await query(program.superuserUrl, "create table kept (n int); insert into kept select generate_series(1, 5000)");

  process.kill(program.pid, "SIGKILL");
  program.child.kill("SIGKILL");
  await program.exited;
  await gone(program.pid);
  const second = await start(dataDir, program.port);

  expect(await query(second.superuserUrl, "select count(*)::int as rows from kept")).toEqual([{ rows: 5000 }]);
});

/** A killed process is there until the system has taken it away. */
const gone = (pid: number) => vi.waitFor(() => expect(() => process.kill(pid, 0)).toThrow(), { timeout: 10_000, interval: 10 });

test("a server in use by a running program is refused, not stopped", async () => {
  const dataDir = temporaryDataDir();
  const first = await start(dataDir);

  await expect(startPostgres({ dataDir, port: 0, fsync: true })).rejects.toThrow(`started by process ${process.pid}`);

  expect(await query(first.superuserUrl, "select 1 as one")).toEqual([{ one: 1 }]);
});

test.skipIf(!isRoot)("an ordinary user can start it (needs root to become one)", async () => {
  const folder = mkdtempSync(join(tmpdir(), "agency-os-ordinary-"));
  chownSync(folder, NOBODY, NOBODY);
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));

  const program = await startInAnotherProgram(join(folder, "data"), { uid: NOBODY, gid: NOBODY });

  expect(await query(program.superuserUrl, "select current_user::text as who")).toEqual([{ who: "supabase_admin" }]);
  program.child.kill("SIGTERM");
  await program.exited;
  expect(readPostmaster(join(folder, "data"))).toBeUndefined();
});

test("a folder that is not a cluster is never emptied", async () => {
  const folder = mkdtempSync(join(tmpdir(), "agency-os-precious-"));
  chmodSync(folder, 0o755);
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const precious = mkdtempSync(join(folder, "letters-"));

  await expect(startPostgres({ dataDir: folder, port: 0, fsync: true })).rejects.toThrow("is not a PostgreSQL cluster");

  expect(existsSync(precious)).toBe(true);
});

test("a path below a closed folder is not traversable for other accounts", () => {
  const folder = mkdtempSync(join(tmpdir(), "agency-os-closed-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));

  expect(isWorldTraversable(join(folder, "not", "made", "yet"))).toBe(false);
  chmodSync(folder, 0o711);
  expect(isWorldTraversable(join(folder, "not", "made", "yet"))).toBe(true);
});

function temporaryDataDir(): string {
  const folder = mkdtempSync(join(tmpdir(), "agency-os-launcher-"));
  chmodSync(folder, 0o711);
  onTestFinished(async () => {
    await removePostgres(join(folder, "data"));
    rmSync(folder, { recursive: true, force: true });
  });
  return join(folder, "data");
}

async function start(dataDir: string, port = 0, log?: (line: string) => void): Promise<RunningPostgres> {
  const server = await startPostgres({ dataDir, port, fsync: true, ...(log && { log }) });
  onTestFinished(() => server.close());
  return server;
}

type OtherProgram = { child: ChildProcess; exited: Promise<unknown>; pid: number; port: number; superuserUrl: string };

/** A Node process that starts the server, prints where, closes it on SIGTERM and otherwise waits. */
async function startInAnotherProgram(dataDir: string, runAs?: { uid: number; gid: number }): Promise<OtherProgram> {
  const program = `
    import { startPostgres } from "./local/postgres/server.ts";
    const { pid, port, superuserUrl, close } = await startPostgres({ dataDir: ${JSON.stringify(dataDir)}, port: 0, fsync: true });
    process.on("SIGTERM", () => close().then(() => process.exit(0)));
    process.stdout.write(JSON.stringify({ pid, port, superuserUrl }));
    setInterval(() => {}, 1000);`;
  const child = spawn(process.execPath, ["--import", "tsx", "--input-type=module", "--eval", program], {
    cwd: projectRoot,
    stdio: ["ignore", "pipe", "inherit"],
    ...runAs,
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  const exited = new Promise((resolve) => child.once("exit", resolve));
  const line = await Promise.race([
    new Promise<string>((resolve) => child.stdout?.once("data", (chunk: Buffer) => resolve(chunk.toString()))),
    exited.then(() => Promise.reject(new Error("the program ended before the server was up"))),
  ]);
  return { child, exited, ...JSON.parse(line) };
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

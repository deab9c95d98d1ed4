import { spawn, spawnSync } from "node:child_process";
import {
  chownSync,
  closeSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import { tmpdir } from "node:os";
import { basename, dirname, join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { findRunAs, isWorldTraversable, preparePostgresBinaries, type RunAs, sharedCacheDir } from "./binaries";
import { clearOrphan, readPostmaster, stopPostmaster, writeOwner } from "./postmaster";

const START_TIMEOUT_MS = 60_000;
const LOG_LIMIT_BYTES = 5_000_000;

/** The superuser, named as on hosted Supabase. Loopback only, so a fixed password gives nothing away and keeps URLs stable. */
export const SUPERUSER = "supabase_admin";
/** Password of every local login role. */
export const LOCAL_PASSWORD = "postgres";

export type PostgresOptions = {
  /** Where the cluster lives; a root user whose project folder is closed to others gets a shared cache folder instead. */
  dataDir: string;
  /** Wanted port on 127.0.0.1; another free one is taken when it is busy. 0 means any. */
  port: number;
  /** Waits for a busy port instead of taking another one: whoever knew the server's URL still has it. */
  insistOnPort?: boolean;
  /** False only for throw-away clusters: a crash of the machine may then lose or damage data. */
  fsync: boolean;
  log?: (line: string) => void;
};

export type RunningPostgres = {
  port: number;
  pid: number;
  /** Where the cluster really lives. */
  dataDir: string;
  /** As `supabase_admin`, on database `postgres`. */
  superuserUrl: string;
  /** Resolves with the exit code or signal when the server ends, for whatever reason. */
  ended: Promise<string>;
  /** Fast shutdown; resolves when the server is gone. */
  close(): Promise<void>;
};

/**
 * Starts the PostgreSQL 17 server npm installed, making the cluster first where there is none.
 * A server that outlived its killed program is shut down and replaced.
 * @throws Error when another running program uses the folder, or the server does not start (with the end of its log)
 */
export async function startPostgres(options: PostgresOptions): Promise<RunningPostgres> {
  const log = options.log ?? (() => undefined);
  const runAs = findRunAs();
  const native = preparePostgresBinaries(runAs);
  const dataDir = locateDataDir(options.dataDir, runAs);
  if (!existsSync(join(dataDir, "PG_VERSION"))) createCluster({ native, dataDir, runAs, fsync: options.fsync, log });
  await clearOrphan(dataDir);

  const deadline = performance.now() + START_TIMEOUT_MS;
  for (;;) {
    const port = options.insistOnPort ? options.port : await choosePort(options.port, log);
    const started = await launch({ native, dataDir, runAs, port, fsync: options.fsync });
    if (started.ok) {
      writeOwner(dataDir);
      return running(started, dataDir, port);
    }
    // A killed server's children need a moment to let go of its shared memory; a port may be taken between the check and the bind.
    const passing = /pre-existing shared memory|Address already in use|could not bind/.test(started.reason);
    if (!passing || performance.now() > deadline) throw new Error(`PostgreSQL did not start on ${dataDir}:\n${started.reason}`);
    await sleep(200);
    await clearOrphan(dataDir);
  }
}

/** Deletes a cluster, shutting down an orphan on it first. `dataDir` as given to `startPostgres`. */
export async function removePostgres(dataDir: string): Promise<void> {
  const located = locateDataDir(dataDir, findRunAs());
  await clearOrphan(located);
  rmSync(located, { recursive: true, force: true });
}

function locateDataDir(wanted: string, runAs: RunAs): string {
  const dataDir = resolve(wanted);
  return runAs && !isWorldTraversable(dirname(dataDir)) ? join(sharedCacheDir(), basename(dataDir)) : dataDir;
}

function createCluster({ native, dataDir, runAs, fsync, log }: Omit<Launch, "port"> & { log(line: string): void }): void {
  log(`creating a PostgreSQL cluster in ${dataDir}`);
  // A folder without PG_VERSION is an initdb that was cut short: nothing in it is worth keeping, but never empty a folder that is not ours.
  if (existsSync(dataDir) && readdirSync(dataDir).some((name) => !CLUSTER_ENTRY.test(name))) {
    throw new Error(`${dataDir} is not empty and is not a PostgreSQL cluster. Choose another folder or empty it.`);
  }
  rmSync(dataDir, { recursive: true, force: true });
  mkdirSync(dirname(dataDir), { recursive: true }); // parents stay open: the server's account has to pass through them
  mkdirSync(dataDir, { mode: 0o700 });
  const secrets = mkdtempSync(join(tmpdir(), "agency-os-initdb-"));
  const passwordFile = join(secrets, "password");
  writeFileSync(passwordFile, LOCAL_PASSWORD, { mode: 0o600 });
  if (runAs) for (const path of [dataDir, secrets, passwordFile]) chownSync(path, runAs.uid, runAs.gid);
  // The builtin C.UTF-8 collation behaves the same on every system; the libc one is named as well because pg_trgm still asks it.
  const libcLocale = process.platform === "linux" ? "C.UTF-8" : "C";
  const args = [`--pgdata=${dataDir}`, `--username=${SUPERUSER}`, `--pwfile=${passwordFile}`, "--auth=scram-sha-256", "--encoding=UTF8"];
  args.push("--locale-provider=builtin", "--builtin-locale=C.UTF-8", `--locale=${libcLocale}`, "--no-instructions");
  if (!fsync) args.push("--no-sync");
  try {
    const { status, stderr, error } = spawnSync(join(native, "bin", "initdb"), args, {
      ...runAs,
      cwd: "/",
      env: serverEnv(),
      encoding: "utf8",
    });
    if (error || status !== 0) {
      rmSync(dataDir, { recursive: true, force: true });
      throw new Error(`initdb failed in ${dataDir}: ${error?.message ?? stderr}`, { cause: error });
    }
  } finally {
    rmSync(secrets, { recursive: true, force: true });
  }
}

const CLUSTER_ENTRY = /^(pg_.*|PG_VERSION|postgresql.*|postmaster.*|base|global|server\.log|owner\.json)$/;

type Launch = { native: string; dataDir: string; runAs: RunAs; port: number; fsync: boolean };

type Launched = { pid: number; ended: Promise<string> };

async function launch({ native, dataDir, runAs, port, fsync }: Launch): Promise<({ ok: true } & Launched) | { ok: false; reason: string }> {
  const logFile = join(dataDir, "server.log");
  const logStart = existsSync(logFile) ? statSync(logFile).size : 0;
  const logFd = openSync(logFile, logStart > LOG_LIMIT_BYTES ? "w" : "a", 0o600);
  const settings = {
    listen_addresses: "127.0.0.1",
    port,
    unix_socket_directories: "",
    max_connections: 200,
    timezone: "UTC",
    log_timezone: "UTC",
    jit: "off",
    ...(fsync ? {} : { fsync: "off", full_page_writes: "off" }),
  };
  const args = ["-D", dataDir, ...Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`])];
  // Its own session, so that Ctrl-C reaches our program only and the server is stopped last, in order.
  const child = spawn(join(native, "bin", "postgres"), args, {
    ...runAs,
    cwd: "/",
    env: serverEnv(),
    detached: true,
    stdio: ["ignore", logFd, logFd],
  });
  let failure: string | undefined;
  const ended = new Promise<string>((resolveEnd) => {
    child.on("error", (error) => resolveEnd(error.message));
    child.on("exit", (code, signal) => resolveEnd(signal ?? `code ${code}`));
  });
  void ended.then((detail) => (failure = `ended (${detail})`));
  child.unref();
  closeSync(logFd);
  const deadline = performance.now() + START_TIMEOUT_MS;
  while (failure === undefined && performance.now() < deadline) {
    const postmaster = readPostmaster(dataDir);
    if (child.pid !== undefined && postmaster?.pid === child.pid && postmaster.status === "ready")
      return { ok: true, pid: child.pid, ended };
    await sleep(10);
  }
  if (failure === undefined && child.pid !== undefined) await stopPostmaster(child.pid, "SIGQUIT");
  const written = existsSync(logFile) ? readFileSync(logFile, "utf8").slice(logStart > LOG_LIMIT_BYTES ? 0 : logStart) : "";
  return { ok: false, reason: `${failure ?? `not ready after ${START_TIMEOUT_MS / 1000} s`}\n${written.slice(-2_000)}` };
}

function running({ pid, ended }: Launched, dataDir: string, port: number): RunningPostgres {
  let closing: Promise<void> | undefined;
  return {
    port,
    pid,
    dataDir,
    ended,
    superuserUrl: `postgresql://${SUPERUSER}:${LOCAL_PASSWORD}@127.0.0.1:${port}/postgres`,
    close() {
      closing ??= stopPostmaster(pid).then(() => rmSync(join(dataDir, "owner.json"), { force: true }));
      return closing;
    },
  };
}

/** Nothing of ours reaches the server: PGDATA, PGPORT and the like would change it. Windows does not start programs without its own variables. */
function serverEnv(): NodeJS.ProcessEnv {
  const machine = process.platform === "win32" ? process.env : ({} as NodeJS.ProcessEnv);
  return { ...machine, LC_ALL: "C", TZ: "UTC" };
}

async function choosePort(wanted: number, log: (line: string) => void): Promise<number> {
  if (wanted === 0) return (await freePort(0)) ?? choosePort(0, log);
  const port = await freePort(wanted);
  if (port !== undefined) return port;
  const other = await choosePort(0, log);
  log(`port ${wanted} is taken; PostgreSQL uses ${other}`);
  return other;
}

function freePort(port: number): Promise<number | undefined> {
  return new Promise((resolvePort) => {
    const probe = createServer();
    probe.once("error", () => resolvePort(undefined));
    probe.listen(port, "127.0.0.1", () => {
      const { port: bound } = probe.address() as AddressInfo;
      probe.close(() => resolvePort(bound));
    });
  });
}

import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync, readlinkSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";

const FAST_SHUTDOWN_MS = 20_000;
const ownerFile = z.object({ pid: z.number().int(), startedAt: z.string() });

/** What PostgreSQL writes to postmaster.pid; `status` is "ready" once it accepts connections. */
export type Postmaster = { pid: number; port: number; status: string };

/** Reads postmaster.pid of a data folder; undefined when no server has been there, or it stopped cleanly. */
export function readPostmaster(dataDir: string): Postmaster | undefined {
  let text: string;
  try {
    text = readFileSync(join(dataDir, "postmaster.pid"), "utf8");
  } catch {
    return undefined;
  }
  const [pid, , , port, , , , status] = text.split("\n").map((line) => line.trim());
  return { pid: Number(pid), port: Number(port), status: status ?? "" };
}

/**
 * Makes a data folder free to start on: a server left behind by a killed program is shut down, children that outlived a killed
 * server are ended, and a stale pid file is removed.
 * @throws Error when a running program of ours still uses the folder
 */
export async function clearOrphan(dataDir: string): Promise<void> {
  const owner = readOwner(dataDir);
  const postmaster = readPostmaster(dataDir);
  if (postmaster && isPostgresOf(postmaster.pid, dataDir)) {
    if (owner)
      throw new Error(`PostgreSQL already runs on ${dataDir} (port ${postmaster.port}), started by process ${owner}. Stop that first.`);
    await stopPostmaster(postmaster.pid);
  }
  for (const pid of listServerProcesses(dataDir)) await stopPostmaster(pid, "SIGQUIT");
  rmSync(join(dataDir, "postmaster.pid"), { force: true });
}

/**
 * Fast shutdown (open transactions roll back, a checkpoint is written); kills what has not gone after 20 s.
 * @throws Error when not even that ends it
 */
export async function stopPostmaster(pid: number, signal: "SIGINT" | "SIGQUIT" = "SIGINT"): Promise<void> {
  signalProcess(pid, signal);
  if (await isGoneWithin(pid, FAST_SHUTDOWN_MS)) return;
  signalProcess(pid, "SIGKILL");
  if (!(await isGoneWithin(pid, FAST_SHUTDOWN_MS))) throw new Error(`PostgreSQL process ${pid} does not stop.`);
}

async function isGoneWithin(pid: number, waitMs: number): Promise<boolean> {
  for (const deadline = performance.now() + waitMs; isRunning(pid); await sleep(10)) if (performance.now() > deadline) return false;
  return true;
}

/** Records which program started the server, so that the next start can tell an orphan from a server in use. */
export function writeOwner(dataDir: string): void {
  writeFileSync(join(dataDir, "owner.json"), JSON.stringify({ pid: process.pid, startedAt: processStart(process.pid) }));
}

/** The pid of the program that started the server, if it is still running. */
function readOwner(dataDir: string): number | undefined {
  try {
    const owner = ownerFile.parse(JSON.parse(readFileSync(join(dataDir, "owner.json"), "utf8")));
    return isRunning(owner.pid) && processStart(owner.pid) === owner.startedAt ? owner.pid : undefined;
  } catch {
    return undefined;
  }
}

/** Distinguishes a program from a later one that was given the same pid. */
function processStart(pid: number): string {
  try {
    if (process.platform === "linux") {
      const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
      return stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19] ?? "";
    }
    return process.platform === "win32" ? "" : execFileSync("ps", ["-o", "lstart=", "-p", String(pid)], { encoding: "utf8" }).trim();
  } catch {
    return "";
  }
}

function isPostgresOf(pid: number, dataDir: string): boolean {
  if (!isRunning(pid)) return false;
  if (process.platform === "linux") return listServerProcesses(dataDir).includes(pid);
  if (process.platform === "win32") return true;
  try {
    return execFileSync("ps", ["-o", "command=", "-p", String(pid)], { encoding: "utf8" }).includes(dataDir);
  } catch {
    return false;
  }
}

/** Every process of a server (postmaster and children) has the data folder as its working folder. Linux only; elsewhere empty. */
function listServerProcesses(dataDir: string): number[] {
  if (process.platform !== "linux") return [];
  let folder: string;
  try {
    folder = realpathSync(dataDir);
  } catch {
    return [];
  }
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => {
      try {
        return readlinkSync(`/proc/${pid}/cwd`) === folder && basename(readlinkSync(`/proc/${pid}/exe`)).startsWith("postgres");
      } catch {
        return false;
      }
    })
    .map(Number);
}

/** False for a process that has ended, also while nobody has collected it yet (in a container without an init that can be for ever). */
export function isRunning(pid: number): boolean {
  if (!signalProcess(pid, 0)) return false;
  if (process.platform !== "linux") return true;
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    return stat.slice(stat.lastIndexOf(")") + 2)[0] !== "Z";
  } catch {
    return false;
  }
}

/** Sends a signal (0 only asks whether the process exists); false when there is no such process. */
function signalProcess(pid: number, signal: NodeJS.Signals | 0): boolean {
  try {
    process.kill(pid, signal);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM" && signal === 0;
  }
}

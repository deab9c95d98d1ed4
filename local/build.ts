import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const STAMP = join(".next", "agency-os-build");
const SOURCES = [
  "app",
  "components",
  "lib",
  "inngest",
  "public",
  "middleware.ts",
  "next.config.ts",
  "postcss.config.mjs",
  "package-lock.json",
  "tsconfig.json",
];
const LAST_LINES = 40;

/**
 * Builds the production app unless the build that is there was made of exactly these sources.
 * @returns false when the existing build was kept
 * @throws Error with the end of the build's output
 */
export async function ensureBuild(root: string): Promise<boolean> {
  const fingerprint = fingerprintOf(root);
  const stamp = join(root, STAMP);
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === fingerprint) return false;
  await build(root);
  writeFileSync(stamp, fingerprint);
  return true;
}

function fingerprintOf(root: string): string {
  const hash = createHash("sha256");
  const visit = (path: string) => {
    const absolute = join(root, path);
    if (!existsSync(absolute)) return;
    const entries = isDirectory(absolute) ? readdirSync(absolute).sort() : undefined;
    if (entries) for (const entry of entries) visit(join(path, entry));
    else if (!path.includes(".test.")) hash.update(path).update("\0").update(readFileSync(absolute)).update("\0");
  };
  for (const source of SOURCES) visit(source);
  return hash.digest("hex");
}

function isDirectory(path: string): boolean {
  try {
    readdirSync(path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOTDIR") return false;
    throw error;
  }
}

function build(root: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const lines: string[] = [];
    const child = spawn(process.execPath, [join(root, "node_modules/next/dist/bin/next"), "build"], {
      cwd: root,
      env: { ...process.env, NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1", NODE_OPTIONS: undefined },
      stdio: ["ignore", "pipe", "pipe"],
    });
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk: Buffer) => lines.push(chunk.toString()));
    child.on("error", reject);
    child.on("exit", (code) => {
      if (code === 0) resolve();
      else reject(new Error(`the app does not build:\n${lines.join("").split("\n").slice(-LAST_LINES).join("\n")}`));
    });
  });
}

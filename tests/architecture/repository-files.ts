import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));

/** Every file of the project, as git sees it: tracked, or new and not ignored. Paths from the root, `/` between. */
export function repositoryFiles(): string[] {
  const listed = execFileSync("git", ["ls-files", "--cached", "--others", "--exclude-standard", "-z"], { cwd: ROOT, encoding: "utf8" });
  return listed.split("\0").filter((path) => path !== "" && existsSync(`${ROOT}${path}`));
}

export function readRepositoryFile(path: string): string {
  return readFileSync(`${ROOT}${path}`, "utf8");
}

export function isCode(path: string): boolean {
  return /\.(?:ts|tsx|mjs)$/.test(path);
}

/** Written by a tool, not by us. */
export function isGenerated(path: string): boolean {
  return path === "lib/db/types.gen.ts" || path === "next-env.d.ts" || path.startsWith("components/ui/");
}

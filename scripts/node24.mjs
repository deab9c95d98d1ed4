// Runs a TypeScript entry on Node 24 whatever Node started npm: the machine may only have Node 20 (see README, "What it needs").
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

const MINIMUM_MAJOR = 22;
const root = fileURLToPath(new URL("..", import.meta.url));

function findNode() {
  if (Number(process.versions.node.split(".")[0]) >= MINIMUM_MAJOR) return process.execPath;
  const platform = process.platform === "win32" ? "win" : process.platform;
  const binary = process.platform === "win32" ? "node.exe" : "node";
  const bundled = `${root}node_modules/node-${platform}-${process.arch}/bin/${binary}`;
  if (existsSync(bundled)) return bundled;
  process.stderr.write(
    `Agency OS needs Node ${MINIMUM_MAJOR} or newer; this is ${process.versions.node} and npm has not installed its own copy for ${platform}-${process.arch}.\n` +
      "Remedy: run `npm ci` again without --omit=optional, or install Node 24.\n",
  );
  process.exit(2);
}

const [entry, ...args] = process.argv.slice(2);
const node = findNode();
const child = spawn(node, ["--conditions=react-server", "--import", "tsx", `${root}${entry}`, ...args], {
  stdio: "inherit",
  cwd: root,
  env: { ...process.env, PATH: `${node.replace(/[/\\][^/\\]+$/, "")}${process.platform === "win32" ? ";" : ":"}${process.env.PATH}` },
});
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => child.kill(signal));
child.on("exit", (code, signal) => process.exit(code ?? (signal ? 1 : 0)));

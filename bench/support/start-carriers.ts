import { fileURLToPath } from "node:url";
import type { CarriersAt } from "@/bench/support/carriers-process";
import { runChild } from "@/local/child-process";

const PROCESS = fileURLToPath(new URL("carriers-process.ts", import.meta.url));

/** Starts mail server and providers in a process of their own, so that what they cost is not taken from the product's. */
export async function startCarriers(databaseUrl: string): Promise<CarriersAt & { stop(): Promise<void> }> {
  let at: CarriersAt | undefined;
  const child = await runChild({
    name: "carriers",
    command: process.execPath,
    args: [...process.execArgv, PROCESS, databaseUrl],
    cwd: process.cwd(),
    env: process.env,
    isReady: (started) =>
      new Promise((resolve) => {
        started.once("message", (message) => {
          at = message as CarriersAt;
          resolve();
        });
      }),
    onLine: (line) => process.stderr.write(`${line}\n`),
  });
  if (!at) throw new Error("the carriers did not say where they listen");
  return { ...at, stop: () => child.stop() };
}

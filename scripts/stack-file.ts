import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { InvalidError } from "@/lib/errors";
import { type StackConfig, stackConfig } from "@/local/stack-config";

/** Where a running stack leaves word of itself, for the command line in another terminal. */
const FILE = "stack.json";

export function writeStackFile(dataDir: string, config: StackConfig): void {
  writeFileSync(join(dataDir, FILE), JSON.stringify(config));
}

/** @throws InvalidError when no stack was started in this folder */
export function readStackFile(dataDir: string): StackConfig {
  try {
    return stackConfig.parse(JSON.parse(readFileSync(join(dataDir, FILE), "utf8")));
  } catch (cause) {
    throw new InvalidError(`No local stack runs from ${dataDir}: start one with \`npm start\``, "data-dir", { cause });
  }
}

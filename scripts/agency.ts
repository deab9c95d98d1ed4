import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { z } from "zod";
import { AppError } from "@/lib/errors";

/**
 * The operator's command line: JSON on stdout, errors on stderr with exit code 2.
 *   npm run --silent agency -- <command> [options]
 */
const root = fileURLToPath(new URL("..", import.meta.url));

type Command = { usage: string; run(args: string[]): Promise<void> };

const COMMANDS: Readonly<Record<string, Command>> = {
  score: {
    usage: "score < leads.jsonl                       a score line for each lead",
    run: async () => (await import("./agency/score")).score(process.stdin, process.stdout),
  },
  classify: {
    usage: "classify < replies.jsonl                  intent and actions for each reply",
    run: async () => (await import("./agency/classify")).classify(process.stdin, process.stdout, { now: new Date() }),
  },
  analyse: {
    usage: "analyse <url> [--json]                     whom an agency sells to, from its website, each fact with its source",
    run: async (args) =>
      (await import("./agency/analyse")).analyse(args, { environment: process.env, out: process.stdout, now: () => new Date() }),
  },
  explain: {
    usage: "explain --lead <id or e-mail>             what happens next to a lead, when, and why not sooner",
    run: async (args) => (await import("./agency/explain")).explain(args, { root, out: process.stdout }),
  },
  simulate: {
    usage:
      "simulate [--tier ignition] [--leads 1250] [--days 30] [--emails 4 | --channels all] [--mode co_pilot] [--ramping] [--json]   how a campaign would go; with --campaign <id> one of the local stack",
    run: async (args) => (await import("./agency/simulate")).simulateCommand(args, { root, out: process.stdout }),
  },
  clock: {
    usage: "clock [--advance 3d]                      the local stack's time, moved forward step by step",
    run: async (args) => (await import("./agency/clock")).clockCommand(args, { root, out: process.stdout }),
  },
  stop: {
    usage: "stop [--channel sms]                      nothing more leaves, for any client, until it is released",
    run: async (args) => (await import("./agency/stop")).stopCommand(args, { isStopped: true, root, out: process.stdout }),
  },
  release: {
    usage: "release [--channel sms]                   takes up again what was stopped",
    run: async (args) => (await import("./agency/stop")).stopCommand(args, { isStopped: false, root, out: process.stdout }),
  },
  placement: {
    usage: "placement --domain <name> --inbox 8 --of 10   where a test message of a sending domain landed",
    run: async (args) => (await import("./agency/placement")).placementCommand(args, { root, out: process.stdout }),
  },
  demo: {
    usage:
      "demo [--leads 200] [--days 14] [--seed 1] [--channels all] [--from-website harbour-lane] [--json]   a whole campaign on a stack of its own",
    run: async (args) => (await import("./agency/demo")).demo(args, { root, out: process.stdout, err: process.stderr }),
  },
  doctor: {
    usage: "doctor [--table]                          every dependency: live, stand-in or missing",
    run: async (args) => (await import("./agency/doctor")).doctor(args, process.stdout),
  },
};

for (const file of [".env", ".env.local"]) if (existsSync(join(root, file))) process.loadEnvFile(join(root, file));

const [name = "", ...args] = process.argv.slice(2);
const command = COMMANDS[name];
if (!command) {
  process.stderr.write(
    `${name ? `There is no command ${name}.\n` : ""}Commands:\n${Object.values(COMMANDS)
      .map(({ usage }) => `  ${usage}`)
      .join("\n")}\n`,
  );
  process.exit(2);
}
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code === "EPIPE") process.exit(0); // the reader had enough
  throw error;
});

try {
  await command.run(args);
} catch (error) {
  process.stderr.write(`${explainFailure(error)}\n`);
  process.exitCode = 2;
}

function explainFailure(error: unknown): string {
  if (error instanceof AppError) return error.message;
  if (error instanceof z.ZodError) return z.prettifyError(error);
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

import { type StackConfig, stackConfig } from "@/local/stack-config";

/** One group of stand-ins; they are closed in the order in which it answers them. */
type Start = (
  config: StackConfig,
  tell: { ready: (name: string) => void; say: (line: string) => void },
) => Promise<{ close(): Promise<void> }[]>;

/**
 * Hosts stand-ins in this process: `serve.ts services` everything but the executor, `serve.ts executor` that one.
 * The configuration comes as JSON in AGENCY_STACK; the parent is told `{ ready: <name> }` as each one listens.
 * A process loads its own group alone: the executor is up again three times as fast without the modules of the others.
 */
const GROUPS: Readonly<Record<string, () => Promise<Start>>> = {
  services: async () => (await import("@/local/start-services")).startServices,
  executor: async () => (await import("@/local/start-executor")).startExecutor,
};

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

const group = GROUPS[process.argv[2] ?? ""];
if (!group) throw new Error(`serve.ts hosts ${Object.keys(GROUPS).join(" or ")}, not ${process.argv[2]}`);
const config = stackConfig.parse(JSON.parse(process.env.AGENCY_STACK ?? "null"));
const start = await group();
const running = await start(config, { ready: (name) => process.send?.({ ready: name }), say });
process.send?.({ ready: "all" });

let closing = false;
async function stop(): Promise<void> {
  if (closing) return;
  closing = true;
  for (const service of running) await service.close();
  process.exit(0);
}
process.on("SIGTERM", () => void stop());
process.on("SIGINT", () => void stop());
process.on("disconnect", () => void stop()); // the parent is gone

import { type ChildProcess, spawn } from "node:child_process";
import { createInterface } from "node:readline";

export type Child = {
  readonly name: string;
  /** Undefined while it is not running. */
  readonly pid: number | undefined;
  /** Kills it on the spot (-9); with `keepDown` it stays down until `start`. */
  kill(): Promise<void>;
  start(): Promise<void>;
  /** Asks it to stop, and insists after a while. */
  stop(): Promise<void>;
};

export type ChildOptions = {
  name: string;
  command: string;
  args: readonly string[];
  cwd: string;
  env: Record<string, string | undefined>;
  /** Resolves when the child is usable. */
  isReady(child: ChildProcess): Promise<void>;
  onLine(line: string): void;
  /** Told when it ends though nobody asked; it is started again after a moment. */
  onCrash?(detail: string): void;
};

const STOP_PATIENCE_MS = 8_000;
const RESTART_DELAY_MS = 500;
/** Shown with a crash, which mostly says why there. */
const LINES_KEPT = 6;

/** Runs a program, starts it again when it dies by itself, and takes it down cleanly. */
export async function runChild(options: ChildOptions): Promise<Child> {
  let running: ChildProcess | undefined;
  let wanted = true;

  async function launch(): Promise<void> {
    const child = spawn(options.command, options.args, {
      cwd: options.cwd,
      env: options.env as NodeJS.ProcessEnv,
      stdio: ["ignore", "pipe", "pipe", "ipc"],
    });
    running = child;
    const lastLines: string[] = [];
    for (const stream of [child.stdout, child.stderr]) {
      if (!stream) continue;
      createInterface({ input: stream }).on("line", (line) => {
        lastLines.push(line);
        if (lastLines.length > LINES_KEPT) lastLines.shift();
        options.onLine(line);
      });
    }
    const ended = new Promise<string>((resolve) => child.once("exit", (code, signal) => resolve(signal ?? `code ${code}`)));
    void ended.then((detail) => {
      if (running === child) running = undefined;
      if (!wanted || running) return;
      options.onCrash?.([detail, ...lastLines].join("\n    "));
      setTimeout(() => {
        if (wanted && !running) launch().catch((error: unknown) => options.onLine(String(error)));
      }, RESTART_DELAY_MS);
    });
    await Promise.race([
      options.isReady(child),
      ended.then((detail) => {
        throw new Error(`${options.name} ended before it was ready (${[detail, ...lastLines].join("\n    ")})`);
      }),
    ]);
  }

  async function end(signal: NodeJS.Signals): Promise<void> {
    wanted = false;
    const child = running;
    if (!child || child.exitCode !== null) return;
    const gone = new Promise<void>((resolve) => child.once("exit", () => resolve()));
    child.kill(signal);
    const insist = setTimeout(() => child.kill("SIGKILL"), STOP_PATIENCE_MS);
    await gone;
    clearTimeout(insist);
  }

  await launch();
  return {
    name: options.name,
    get pid() {
      return running?.pid;
    },
    kill: () => end("SIGKILL"),
    async start() {
      wanted = true;
      await launch();
    },
    stop: () => end("SIGTERM"),
  };
}

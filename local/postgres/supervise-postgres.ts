import { setTimeout as sleep } from "node:timers/promises";
import type { Child } from "@/local/child-process";
import { isRunning } from "./postmaster";
import { type PostgresOptions, type RunningPostgres, startPostgres } from "./server";

/** A server that is started again when it ends though nobody asked. Port, data and URL stay what they were. */
export type SupervisedPostgres = Child & Pick<RunningPostgres, "port" | "dataDir" | "superuserUrl">;

export type SupervisionOptions = Omit<PostgresOptions, "insistOnPort"> & {
  /** Told when the server ends by itself, or does not come up again; another start follows after a moment. */
  onCrash?(detail: string): void;
};

const FIRST_RESTART_DELAY_MS = 100;
const MAXIMUM_RESTART_DELAY_MS = 10_000;

/**
 * Starts PostgreSQL and keeps it running. `kill` ends the postmaster alone with -9 (its children notice by themselves), `stop` is a fast
 * shutdown; both keep it down until `start`, which waits for what a killed server left behind.
 * @throws Error as `startPostgres` does, for the first start and for `start`
 */
export async function supervisePostgres({ onCrash, ...options }: SupervisionOptions): Promise<SupervisedPostgres> {
  let running: RunningPostgres | undefined;
  let starting: Promise<void> | undefined;
  let wanted = true;

  const first = watch(await startPostgres(options));
  const { port, dataDir, superuserUrl } = first;
  const again = { ...options, port, insistOnPort: true };

  function watch(server: RunningPostgres): RunningPostgres {
    running = server;
    void server.ended.then((detail) => {
      running = undefined;
      if (wanted) void revive(detail);
    });
    return server;
  }

  async function revive(detail: string): Promise<void> {
    let reason = detail;
    for (let delayMs = FIRST_RESTART_DELAY_MS; wanted; delayMs = Math.min(2 * delayMs, MAXIMUM_RESTART_DELAY_MS)) {
      onCrash?.(reason);
      await sleep(delayMs, undefined, { ref: false });
      if (!wanted || running) return;
      try {
        await launch();
        return;
      } catch (error) {
        reason = (error as Error).message;
      }
    }
  }

  /** One start at a time: two would take each other's server for one in use. */
  function launch(): Promise<void> {
    starting ??= startPostgres(again)
      .then((server) => void watch(server))
      .finally(() => {
        starting = undefined;
      });
    return starting;
  }

  async function end(shutDown: (server: RunningPostgres) => Promise<unknown>): Promise<void> {
    wanted = false;
    await starting?.catch(() => undefined); // reported to whoever started it
    const server = running;
    if (!server) return;
    // The server's process does not keep this one alive; whoever waits for its end does.
    const waiting = setInterval(() => undefined, MAXIMUM_RESTART_DELAY_MS);
    try {
      await Promise.all([shutDown(server), server.ended]);
    } finally {
      clearInterval(waiting);
    }
  }

  return {
    name: "postgres",
    get pid() {
      return running?.pid;
    },
    port,
    dataDir,
    superuserUrl,
    async start() {
      wanted = true;
      if (!running) await launch();
    },
    kill: () => end(async ({ pid }) => isRunning(pid) && process.kill(pid, "SIGKILL")),
    stop: () => end((server) => server.close()),
  };
}

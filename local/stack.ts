import { chmodSync, mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { pathToFileURL } from "node:url";
import { ensureBuild } from "@/local/build";
import { type Child, runChild } from "@/local/child-process";
import { type MovableClock, movableClock } from "@/local/clock";
import { freePort } from "@/local/free-port";
import { bootstrapSupabase, createDatabase, enableMemberLogin } from "@/local/postgres/bootstrap";
import { applyMigrations } from "@/local/postgres/migrate";
import { LOCAL_PASSWORD, removePostgres } from "@/local/postgres/server";
import { type SupervisedPostgres, supervisePostgres } from "@/local/postgres/supervise-postgres";
import { type PortName, type StackConfig, USUAL_PORTS } from "@/local/stack-config";
import { stackEnv } from "@/local/stack-env";

export type StackOptions = {
  root: string;
  /** Where database and clock live, kept between starts. */
  dataDir: string;
  /** Empties `dataDir` first. */
  fresh?: boolean;
  seed?: number;
  /** Stops the clock at this instant before anything runs. */
  freezeAt?: Date;
  /** "dev" serves with hot reload and needs no build. */
  app?: "production" | "dev" | "none";
  /** False for throw-away stacks: quicker, and unsafe against a crash of the machine only. */
  fsync?: boolean;
  /** Added to every usual port, so that several stacks can run side by side. */
  portOffset?: number;
  /** Overrides of the product's configuration, e.g. a live provider's URL and key. */
  env?: Readonly<Record<string, string>>;
  /** One line a step, for people. */
  say?(line: string): void;
  /** Everything the processes print. */
  log?(process: string, line: string): void;
};

export type Stack = {
  config: StackConfig;
  env: Readonly<Record<string, string>>;
  clock: MovableClock;
  postgres: SupervisedPostgres;
  services: Child;
  executor: Child;
  app: Child | undefined;
  /** Ports that were not the usual ones. */
  movedPorts: { name: PortName; from: number; to: number }[];
  close(): Promise<void>;
};

const HEALTH_EVERY_MS = 25;
/** A 50,000-row import runs inside 400 MB with these (bench/import.ts); left alone, Node lets garbage pile up instead. */
const APP_MEMORY = ["--max-old-space-size=256", "--max-semi-space-size=8"];
const APP_START_TIMEOUT_MS = 120_000;

/** Starts everything the product needs on this machine, and the product. Whatever has started is taken down again on a failure. */
export async function startStack(options: StackOptions): Promise<Stack> {
  const { root, say = () => undefined, log = () => undefined } = options;
  const closers: (() => Promise<void>)[] = [];
  const close = async () => {
    for (const closer of closers.splice(0).reverse()) await closer();
  };

  try {
    const dataDir = join(options.dataDir, "postgres");
    if (options.fresh) {
      await removePostgres(dataDir);
      rmSync(options.dataDir, { recursive: true, force: true });
    }
    mkdirSync(options.dataDir, { recursive: true });
    chmodSync(options.dataDir, 0o755); // the database's account passes through it
    const building = options.app === "production" ? ensureBuild(root) : Promise.resolve(false);
    building.catch(() => undefined); // reported where it is awaited

    const offset = options.portOffset ?? 0;
    const { ports, movedPorts } = await choosePorts(offset);
    const postgres = await supervisePostgres({
      dataDir,
      port: ports.postgres,
      fsync: options.fsync ?? true,
      log: (line) => log("postgres", line),
      onCrash: (detail) => say(`PostgreSQL stopped by itself (${detail}); starting it again`),
    });
    closers.push(() => postgres.stop());
    ports.postgres = postgres.port;
    say(`PostgreSQL 17         127.0.0.1:${postgres.port}`);

    const { systemUrl: databaseUrl } = await bootstrapSupabase(postgres.superuserUrl, { database: "postgres" });
    const applied = await applyMigrations(databaseUrl, join(root, "supabase/migrations"));
    await enableMemberLogin(postgres.superuserUrl, LOCAL_PASSWORD);
    const { systemUrl: localDatabaseUrl } = await createDatabase(postgres.superuserUrl, "local");
    say(`Schema                ${applied.length === 0 ? "up to date" : `${applied.length} migrations applied`}`);

    const clock = movableClock(pathToFileURL(join(options.dataDir, "clock.json")).href);
    if (options.freezeAt) clock.freeze(options.freezeAt);
    else clock.now();
    const config: StackConfig = {
      clockUrl: clock.url,
      seed: options.seed ?? 1,
      appUrl: `http://127.0.0.1:${ports.app}`,
      databaseUrl,
      localDatabaseUrl,
      ports,
    };
    const env = { ...stackEnv(config), ...options.env };

    const services = await runServer("services", { root, config, say, log });
    closers.push(() => services.stop());
    const executor = await runServer("executor", { root, config, say, log });
    closers.push(() => executor.stop());

    let app: Child | undefined;
    if (options.app !== "none") {
      if (options.app !== "dev") say(`Build                 ${(await building) ? "made" : "reused, nothing changed"}`);
      app = await runApp({ root, config, env, mode: options.app ?? "production", log, say });
      const running = app;
      closers.push(() => running.stop());
      say(`App                   ${config.appUrl}`);
    }
    return { config, env, clock, postgres, services, executor, app, movedPorts, close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function choosePorts(offset: number) {
  const taken = new Set<number>();
  const ports = { ...USUAL_PORTS };
  const movedPorts: Stack["movedPorts"] = [];
  for (const name of Object.keys(USUAL_PORTS) as PortName[]) {
    const from = USUAL_PORTS[name] + offset;
    const to = await freePort(from, taken);
    ports[name] = to;
    if (to !== from) movedPorts.push({ name, from, to });
  }
  return { ports, movedPorts };
}

type Launch = { root: string; config: StackConfig; say(line: string): void; log(process: string, line: string): void };

const TITLES: Readonly<Record<string, (ports: StackConfig["ports"]) => string>> = {
  upstash: (ports) => `Redis (Upstash)       http://127.0.0.1:${ports.upstash}`,
  mail: (ports) => `Mail                  http://127.0.0.1:${ports.mail} (SMTP ${ports.smtp})`,
  supabase: (ports) => `Auth and Realtime     http://127.0.0.1:${ports.supabase}`,
  market: (ports) => `Prospects             http://127.0.0.1:${ports.market}`,
  sites: (ports) => `Sample websites       http://127.0.0.1:${ports.sites}`,
  providers: (ports) => `Data providers        http://127.0.0.1:${ports.providers}`,
  inngest: (ports) => `Durable functions     http://127.0.0.1:${ports.inngest}`,
};

function runServer(group: "services" | "executor", { root, config, say, log }: Launch): Promise<Child> {
  return runChild({
    name: group,
    command: process.execPath,
    args: ["--conditions=react-server", "--import", "tsx", join(root, "local/serve.ts"), group],
    cwd: root,
    env: { ...process.env, AGENCY_STACK: JSON.stringify(config) },
    onLine: (line) => log(group, line),
    onCrash: (detail) => say(`${group} stopped by itself (${detail}); starting it again`),
    isReady: (child) =>
      new Promise((resolve) => {
        child.on("message", ({ ready }: { ready?: string }) => {
          const title = TITLES[ready ?? ""];
          if (title) say(title(config.ports));
          if (ready === "all") resolve();
        });
      }),
  });
}

function runApp({
  root,
  config,
  env,
  mode,
  say,
  log,
}: Launch & { env: Record<string, string>; mode: "production" | "dev" }): Promise<Child> {
  return runChild({
    name: "app",
    command: process.execPath,
    args: [
      ...(mode === "dev" ? [] : APP_MEMORY),
      join(root, "node_modules/next/dist/bin/next"),
      mode === "dev" ? "dev" : "start",
      "--hostname",
      "127.0.0.1",
      "--port",
      String(config.ports.app),
    ],
    cwd: root,
    env: {
      ...withoutNpm(process.env),
      NODE_ENV: mode === "dev" ? "development" : "production",
      NEXT_TELEMETRY_DISABLED: "1",
      MALLOC_ARENA_MAX: "2",
      NODE_OPTIONS: undefined,
      ...env,
    },
    onLine: (line) => log("app", line),
    onCrash: (detail) => say(`the app stopped by itself (${detail}); starting it again`),
    isReady: () => waitForHealth(`${config.appUrl}/api/health`),
  });
}

/** npm's own variables are no business of the app's, and the SDK of durable functions reads the whole environment at each call. */
function withoutNpm(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return { ...Object.fromEntries(Object.entries(env).filter(([name]) => !name.startsWith("npm_"))), NODE_ENV: env.NODE_ENV };
}

async function waitForHealth(url: string): Promise<void> {
  const deadline = Date.now() + APP_START_TIMEOUT_MS;
  for (;;) {
    const response = await fetch(url).catch(() => undefined);
    if (response?.ok) return;
    if (Date.now() > deadline)
      throw new Error(
        `the app did not answer on ${url}${response ? ` (status ${response.status}: ${(await response.text()).slice(0, 500)})` : ""}`,
      );
    await sleep(HEALTH_EVERY_MS);
  }
}

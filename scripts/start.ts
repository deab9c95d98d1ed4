import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { connect } from "@/lib/db/client";
import { demoLeadsCsv } from "@/local/market/people";
import { type Stack, startStack } from "@/local/stack";
import { DEMO_AGENCY, seedAgency, seedCampaign, seedImport, systemContext } from "./seed/agency";
import { writeStackFile } from "./stack-file";

/**
 * `npm start` / `npm run dev`: the whole product on this machine.
 *   -- --fresh           empties the local data first
 *   -- --data-dir <dir>  another place for the data (default .local)
 *   -- --port-offset <n> adds n to every usual port
 *   -- --verbose         prints what every process prints
 */
const root = fileURLToPath(new URL("..", import.meta.url));
const { values } = parseArgs({
  options: {
    dev: { type: "boolean", default: false },
    fresh: { type: "boolean", default: false },
    verbose: { type: "boolean", default: false },
    "data-dir": { type: "string", default: join(root, ".local") },
    "port-offset": { type: "string", default: "0" },
  },
});

const DEMO_LEADS = 40;
/** Words that make a process's line worth showing without --verbose. */
const TROUBLE = /\b(error|fail(ed|ure)?|refused|unhandled)\b/i;

const print = (line: string) => process.stdout.write(`${line}\n`);
const startedAt = Date.now();

for (const file of [".env", ".env.local"]) if (existsSync(join(root, file))) process.loadEnvFile(join(root, file));

let stack: Stack | undefined;
let stopping = false;
async function stop(code: number): Promise<void> {
  if (stopping) return;
  stopping = true;
  print("\nStopping…");
  await stack?.close();
  print("Stopped. Data is kept in .local; `npm start` goes on from here.");
  process.exit(code);
}
process.on("SIGINT", () => void stop(0));
process.on("SIGTERM", () => void stop(0));

try {
  print("Agency OS: starting everything on this machine\n");
  stack = await startStack({
    root,
    dataDir: values["data-dir"],
    fresh: values.fresh,
    app: values.dev ? "dev" : "production",
    portOffset: Number(values["port-offset"]),
    env: chosenEnvironment(),
    say: (line) => print(`  ✓ ${line}`),
    log: (name, line) => {
      if (values.verbose || TROUBLE.test(line)) print(`    ${name} | ${line}`);
    },
  });
  for (const { name, from, to } of stack.movedPorts) print(`  ! Port ${from} (${name}) is taken, using ${to}`);
  writeStackFile(values["data-dir"], stack.config);
  await seed(stack);
  const { config } = stack;
  print(`
Ready in ${((Date.now() - startedAt) / 1000).toFixed(1)} s

  Product            ${config.appUrl}
  Sign in with       ${DEMO_AGENCY.email}  /  ${DEMO_AGENCY.password}
  Every mailbox      http://127.0.0.1:${config.ports.mail}
  Prospects          http://127.0.0.1:${config.ports.market}
  Durable functions  http://127.0.0.1:${config.ports.inngest}

  Ctrl-C stops. Another terminal: npm run --silent agency -- clock --advance 3d`);
} catch (error) {
  process.stderr.write(`\nCould not start: ${error instanceof Error ? error.message : String(error)}\n`);
  await stack?.close();
  process.exit(1);
}

/** Variables a person set (a live provider, say) win over the stand-ins. */
function chosenEnvironment(): Record<string, string> {
  const names = [
    "APOLLO_BASE_URL",
    "APOLLO_API_KEY",
    "HUNTER_BASE_URL",
    "HUNTER_API_KEY",
    "DATAFORSEO_BASE_URL",
    "DATAFORSEO_LOGIN",
    "DATAFORSEO_PASSWORD",
    "ANTHROPIC_API_KEY",
    "ANTHROPIC_BASE_URL",
    "ANTHROPIC_FAST_MODEL",
    "ANTHROPIC_FAST_PRICE",
    "ANTHROPIC_STRONG_MODEL",
    "ANTHROPIC_STRONG_PRICE",
    "AI_DAILY_LIMIT_AUD",
    "UPSTASH_REDIS_REST_URL",
    "UPSTASH_REDIS_REST_TOKEN",
    "INNGEST_DEV",
    "PRODUCT_SMTP_URL",
    "PRODUCT_MAIL_FROM",
    "LOG_LEVEL",
  ];
  return Object.fromEntries(names.flatMap((name) => (process.env[name] ? [[name, process.env[name]]] : [])));
}

/** The first start brings a demo agency with leads to look at and a campaign that waits for a person to start it. */
async function seed(running: Stack): Promise<void> {
  const db = connect(running.config.databaseUrl, { maximum: 3 });
  try {
    const { clientId, isNew } = await seedAgency(running, db);
    if (!isNew) return;
    const ctx = systemContext(db, running, clientId);
    const campaignId = await seedCampaign(ctx, { name: "Local search for trades", mode: "co_pilot", dailyLimit: 50 });
    await seedImport(ctx, db, {
      fileName: "demo-leads.csv",
      csv: demoLeadsCsv({ seed: running.config.seed, count: DEMO_LEADS }),
      campaignId,
    });
    // The events wait in the outbox; the product's own sweep takes them within the minute, or now.
    await fetch(`http://127.0.0.1:${running.config.ports.inngest}/_control/fire`, {
      method: "POST",
      body: JSON.stringify({ functionId: "relay-outbox" }),
    });
    print(`  ✓ Demo agency           ${DEMO_AGENCY.agencyName}, ${DEMO_LEADS} leads on their way in`);
  } finally {
    await db.destroy();
  }
}

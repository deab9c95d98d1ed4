import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { addDays } from "date-fns";
import { type Kysely, sql } from "kysely";
import { Pool } from "pg";
import { connect } from "@/lib/db/client";
import type { DB } from "@/lib/db/types.gen";
import { activateCampaign } from "@/lib/engines/campaigns/activate-campaign";
import { demoLeadsCsv } from "@/local/market/people";
import { removePostgres } from "@/local/postgres/server";
import { type Stack, startStack } from "@/local/stack";
import { LOCAL_KEYS } from "@/local/stack-config";
import { seedAgency, seedCampaign, seedImport, systemContext } from "../seed/agency";
import { seedSenders } from "../seed/senders";
import { type DriveOptions, driveDemo } from "./drive";
import type { Evidence } from "./evidence";
import { discoverAudience, type WebsiteStory, websiteAddress, writeFromAudience } from "./from-website";
import { releaseBreakersAtNine } from "./owner";
import { persistently } from "./persistently";
import { buildReport, type DemoReport } from "./report";

export type DemoOptions = {
  root: string;
  leads: number;
  days: number;
  seed: number;
  /** "all" adds LinkedIn, texts, calls and letters to the e-mails. */
  channels?: "email" | "all";
  /** An address, or the name of a sample site: whom the agency sells to is read there, and the campaign is written from it. */
  fromWebsite?: string;
  portOffset?: number;
  /** Does harm while the campaign runs; resolves when it has done enough. */
  disturb?(stack: Stack, signal: AbortSignal): Promise<void>;
  say?(line: string): void;
  log?(process: string, line: string): void;
};

/** A Monday at 08:00 in Sydney with no public holiday in the two weeks after it: each demo starts at the same moment. */
export const DEMO_START = new Date("2026-03-15T21:00:00Z");
const IDLE_TIMEOUT_MS = 60_000;
const PORT_OFFSET = 3000;

/**
 * A whole campaign on a stack of its own: sign-up, import, enrichment, scoring, autopilot against the market on the moved clock, and the
 * invariants afterwards. The same seed gives the same report.
 */
export async function runDemo(options: DemoOptions): Promise<DemoReport> {
  const { root, leads, days, seed, say = () => undefined } = options;
  const dataDir = mkdtempSync(join(tmpdir(), "agency-os-demo-"));
  const stack = await startStack({
    root,
    dataDir,
    seed,
    freezeAt: DEMO_START,
    app: "production",
    fsync: false,
    portOffset: options.portOffset ?? PORT_OFFSET,
    env: { LOG_LEVEL: "error" },
    say,
    ...(options.log && { log: options.log }),
  });
  const giveUp = () => void stack.close().finally(() => process.exit(130));
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, giveUp);
  const product = connect(stack.config.databaseUrl, { maximum: 4 });
  const member = connect(stack.env.MEMBER_DATABASE_URL ?? "", { maximum: 1 });
  const local = new Pool({ connectionString: stack.config.localDatabaseUrl, max: 2 });
  local.on("error", () => undefined); // cut at the end
  try {
    const { clientId, website } = await launchCampaign(stack, product, options);
    const onSettled = (at: Date) => persistently(() => releaseBreakersAtNine({ product, member }, { clientId, at }), IDLE_TIMEOUT_MS);
    await drive(stack, product, { ...options, onSettled }, addDays(DEMO_START, days), say);
    const evidence: Evidence = { product, local, clientId, now: stack.clock.now(), pepper: LOCAL_KEYS.suppressionPepper };
    const report = await buildReport(evidence, { seed, leads, days, startedAt: DEMO_START });
    return website ? { website, ...report } : report;
  } finally {
    for (const signal of ["SIGINT", "SIGTERM"] as const) process.off(signal, giveUp);
    await Promise.all([product.destroy(), member.destroy(), local.end()]);
    await stack.close();
    await removePostgres(join(dataDir, "postgres"));
    rmSync(dataDir, { recursive: true, force: true });
  }
}

async function launchCampaign(
  stack: Stack,
  db: Kysely<DB>,
  { root, leads, seed, channels = "email", fromWebsite }: DemoOptions,
): Promise<{ clientId: string; website: WebsiteStory | null }> {
  // The launch check wants leads: the campaign starts once the file is in.
  const settle = () => drive(stack, db, {}, stack.clock.now(), () => undefined);
  const { clientId } = await seedAgency(stack, db);
  if (channels === "all") await seedSenders(stack, db, clientId);
  const ctx = systemContext(db, stack, clientId);
  const url = fromWebsite && websiteAddress(fromWebsite, { root, sitesUrl: `http://127.0.0.1:${stack.config.ports.sites}` });
  const pepper = LOCAL_KEYS.suppressionPepper;
  const discoveryId = url && (await discoverAudience(() => systemContext(db, stack, clientId), db, { url, settle, pepper }));
  const campaignId = await seedCampaign(ctx, { name: "Local search for trades", mode: "autopilot", dailyLimit: 90 });
  await seedImport(ctx, db, {
    fileName: "leads.csv",
    csv: demoLeadsCsv({ seed, count: leads, withContactPoints: channels === "all" }),
    campaignId,
  });
  await settle();
  const website =
    url && discoveryId
      ? await writeFromAudience(() => systemContext(db, stack, clientId), db, { url, discoveryId, campaignId, settle })
      : null;
  await activateCampaign(systemContext(db, stack, clientId), { campaignId });
  return { clientId, website };
}

async function drive(
  stack: Stack,
  db: Kysely<DB>,
  { disturb, onSettled }: Pick<DemoOptions, "disturb"> & Pick<DriveOptions, "onSettled">,
  until: Date,
  say: (line: string) => void,
): Promise<void> {
  const { ports } = stack.config;
  const harm = new AbortController();
  const harming = disturb?.(stack, harm.signal) ?? Promise.resolve();
  harming.catch(() => undefined); // reported below
  try {
    const { instants } = await driveDemo({
      clock: stack.clock,
      executorUrl: `http://127.0.0.1:${ports.inngest}`,
      marketUrl: `http://127.0.0.1:${ports.market}`,
      mailUrl: `http://127.0.0.1:${ports.mail}`,
      providersUrl: `http://127.0.0.1:${ports.providers}`,
      until,
      idleTimeoutMs: IDLE_TIMEOUT_MS,
      ...(onSettled && { onSettled }),
      outboxWaiting: async () => {
        const { rows } = await sql<{ waiting: number }>`select count(*)::int as waiting from private.outbox where sent_at is null`.execute(
          db,
        );
        return rows[0]?.waiting ?? 0;
      },
    });
    say(`Played ${instants} moments up to ${until.toISOString()}`);
  } finally {
    harm.abort();
    await harming;
  }
}

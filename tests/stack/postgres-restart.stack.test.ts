import { setTimeout as delay } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { Client } from "pg";
import { expect, test } from "vitest";
import { seeded } from "@/local/providers/seeded";
import type { Stack } from "@/local/stack";
import { runDemo } from "@/scripts/demo/run-demo";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const RESTARTS = 8;
const POLL_MS = 10;

test("PostgreSQL is stopped and killed with -9 in the middle of a campaign: it comes back by itself, nothing is lost and nothing goes out twice", async () => {
  const moments = seeded("postgres restarts", 1);
  const said: string[] = [];
  const restarts = { asked: 0, killed: 0 };
  let traces: Traces | undefined;

  async function disturb(stack: Stack, campaignIsOver: AbortSignal): Promise<void> {
    while (restarts.asked + restarts.killed < RESTARTS && !campaignIsOver.aborted) {
      await delay(moments.whole(100, 900));
      if (restarts.asked < restarts.killed) {
        await stack.postgres.stop();
        await stack.postgres.start();
        restarts.asked += 1;
      } else {
        await killFromOutside(stack);
        restarts.killed += 1;
      }
    }
    while (!campaignIsOver.aborted) await delay(POLL_MS);
    traces = await followTraces(stack);
  }
  const report = await runDemo({ root: ROOT, leads: 30, days: 3, seed: 5, disturb, say: (line) => said.push(line) });

  expect(restarts).toEqual({ asked: RESTARTS / 2, killed: RESTARTS / 2 });
  expect(said.filter((line) => line.startsWith("PostgreSQL stopped by itself (SIGKILL)"))).toHaveLength(restarts.killed);
  expect(said.filter((line) => /^(services|executor|the app) stopped by itself/.test(line))).toEqual([]);
  expect(report.invariants.filter(({ ok }) => !ok)).toEqual([]);
  expect(traces).toEqual({ sentButNotTaken: [], takenButNotDelivered: [], postedButNotStored: [], relayedButNotAccepted: [] });
  const stages = report.stages as { contacted: number; imported: { added: number } };
  expect(stages.contacted).toBeGreaterThan(stages.imported.added / 2);
});

/** Nobody tells the stack: it has to notice, and start the server again. */
async function killFromOutside({ postgres }: Stack): Promise<void> {
  const { pid } = postgres;
  if (pid === undefined) throw new Error("PostgreSQL is not running");
  process.kill(pid, "SIGKILL");
  while (postgres.pid === undefined || postgres.pid === pid) await delay(POLL_MS);
}

/** What one side answered with yes and the other side has forgotten; ids. */
type Traces = Record<"sentButNotTaken" | "takenButNotDelivered" | "postedButNotStored" | "relayedButNotAccepted", string[]>;

async function followTraces({ config }: Stack): Promise<Traces> {
  const [product, local] = await Promise.all([idsIn(config.databaseUrl), idsIn(config.localDatabaseUrl)]);
  try {
    const sent = await product.ids("select message_id from touches where state = 'sent'");
    const relayed = await product.ids("select id from private.outbox where sent_at is not null");
    const inbound = await product.ids("select external_id from private.inbound_events where provider = 'postmark'");
    const posted = await local.ids("select message_id from mail.webhooks where state = 'delivered'");
    return {
      sentButNotTaken: without(sent, await local.ids("select message_id from mail.transactions")),
      takenButNotDelivered: await local.ids(
        `select m.message_id from mail.messages m where m.direction = 'outgoing' and m.announced and m.message_id = any($1)
           and not exists (select from mail.reactions r where r.message_id = m.id)
           and not exists (select from market.received r where r.mail_id = m.id)`,
        [sent],
      ),
      postedButNotStored: without(posted, inbound),
      relayedButNotAccepted: without(relayed, await local.ids("select event ->> 'id' from executor.events")),
    };
  } finally {
    await Promise.all([product.end(), local.end()]);
  }
}

async function idsIn(connectionString: string) {
  const client = new Client({ connectionString });
  await client.connect();
  return {
    async ids(text: string, values: unknown[] = []): Promise<string[]> {
      const { rows } = await client.query<[string]>({ text, values, rowMode: "array" });
      return rows.map(([id]) => id);
    },
    end: () => client.end(),
  };
}

function without(ids: readonly string[], others: readonly string[]): string[] {
  const known = new Set(others);
  return ids.filter((id) => !known.has(id));
}

import { parseArgs } from "node:util";
import { addDays } from "date-fns";
import { ExplainNode, SelectQueryNode, sql } from "kysely";
import { type BenchWorld, withBenchWorld } from "@/bench/support/bench-world";
import { percentile, rounded } from "@/bench/support/figures";
import { fillTouches, TOUCHES_A_CLIENT } from "@/bench/support/fill-touches";
import type { Db } from "@/lib/db/client";
import { listClientsToPlan, listPlannableTouches } from "@/lib/db/queries/planning";
import { MAXIMUM_CANDIDATES, plannable } from "@/lib/engines/planning/plan-outreach";
import { WEDNESDAY_MORNING } from "@/tests/support/factories";

const FEW_TOUCHES = 2 * TOUCHES_A_CLIENT;
const RUNS = 1_000;
const WARM_UP = 100;

/** What the hourly plan asks: whose turn it is, and which touches of a client could go. */
const QUERIES: Readonly<Record<string, (db: Db, clientId: string) => Promise<unknown[]>>> = {
  "touches of a client that could go": (db, clientId) =>
    listPlannableTouches(db, { ...plannable({ clientId, now: WEDNESDAY_MORNING }), limit: MAXIMUM_CANDIDATES }),
  "clients with something due": (db) => listClientsToPlan(db, { now: WEDNESDAY_MORNING, dueBefore: addDays(WEDNESDAY_MORNING, 1) }),
};

/**
 * Picking due touches out of many (10 million unless told otherwise), beside the same out of 100,000 with as much due a client, each in a
 * database of its own and asked in turn. Prints a line of JSON a query, and its plan.
 * @param args `--touches N`
 */
export async function benchDueTouches(args: string[]): Promise<void> {
  const { values } = parseArgs({ args, options: { touches: { type: "string", default: "10000000" } } });
  const touches = Number(values.touches);
  if (!Number.isInteger(touches / FEW_TOUCHES)) throw new Error(`--touches takes a multiple of ${FEW_TOUCHES}, not ${values.touches}`);
  await withBenchWorld({ fsync: false }, (many) =>
    withBenchWorld({ fsync: false }, async (few) => {
      const sides = [await fill(few, FEW_TOUCHES), await fill(many, touches)];
      for (const query of Object.keys(QUERIES)) process.stdout.write(`${await compare(query, sides)}\n`);
    }),
  );
}

type Side = { world: BenchWorld; touches: number; clientIds: string[] };

async function fill(world: BenchWorld, touches: number): Promise<Side> {
  const begun = performance.now();
  const clientIds = await fillTouches(world, touches);
  const seconds = rounded((performance.now() - begun) / 1000);
  process.stdout.write(`${JSON.stringify({ bench: "due-touches", filled: touches, clients: clientIds.length, seconds })}\n`);
  return { world, touches, clientIds };
}

async function compare(name: string, sides: readonly Side[]): Promise<string> {
  const ask = QUERIES[name];
  if (!ask) throw new Error(`there is no query ${name}`);
  const times = sides.map((): number[] => []);
  const found = sides.map((): number[] => []);
  for (let run = 0; run < WARM_UP + RUNS; run += 1) {
    for (const [index, { world, clientIds }] of sides.entries()) {
      const begun = performance.now();
      const rows = await ask(world.system, clientIds[(run * 7) % clientIds.length] ?? "");
      if (run < WARM_UP) continue;
      times[index]?.push(performance.now() - begun);
      found[index]?.push(rows.length);
    }
  }
  const figures = sides.map(({ touches }, index) => {
    const all = times[index] ?? [];
    const [p50, p95, p99] = [50, 95, 99].map((percent) => rounded(percentile(all, percent), 2));
    return { touches, rows: percentile(found[index] ?? [], 50), p50Ms: p50, p95Ms: p95, p99Ms: p99 };
  });
  const ratio = (percent: number) => rounded(percentile(times[1] ?? [], percent) / percentile(times[0] ?? [], percent), 2);
  const report = {
    bench: "due-touches",
    query: name,
    runs: RUNS,
    few: figures[0],
    many: figures[1],
    ratio: { p50: ratio(50), p99: ratio(99) },
  };
  const many = sides[1];
  return [JSON.stringify(report), ...(many ? await planOf(many, ask) : [])].join("\n");
}

/** How the database finds it: the lines of EXPLAIN. */
async function planOf({ world, clientIds }: Side, ask: (db: Db, clientId: string) => Promise<unknown[]>): Promise<string[]> {
  const lines: string[] = [];
  const explaining = world.system.withPlugin({
    transformQuery: ({ node }) =>
      SelectQueryNode.is(node) ? { ...node, explain: ExplainNode.create(undefined, sql`analyze, buffers`.toOperationNode()) } : node,
    transformResult: async ({ result }) => {
      lines.push(...result.rows.map((row) => String(Object.values(row)[0])));
      return { ...result, rows: [] };
    },
  });
  await ask(explaining, clientIds[0] ?? "");
  return lines;
}

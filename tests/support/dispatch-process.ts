import { randomBytes } from "node:crypto";
import { z } from "zod";
import { realCarriers } from "@/app/api/inngest/carriers";
import type { Ctx } from "@/lib/context";
import { connect, systemTransaction } from "@/lib/db/client";
import type { Carriers } from "@/lib/engines/dispatch/carriers";
import { dispatchTouch } from "@/lib/engines/dispatch/dispatch-touch";
import type { Env } from "@/lib/env-schema";

/**
 * A process of its own that hands touches over with the real carriers, all at once. If a line of the way is named it dies (SIGKILL) as soon
 * as each of them is there. Takes its orders as JSON in its first argument, and prints a result for each touch.
 */
const orders = z.object({
  databaseUrl: z.string(),
  env: z.record(z.string(), z.string()),
  touches: z.array(z.object({ clientId: z.string(), touchId: z.string(), resourceId: z.string() })),
  now: z.coerce.date(),
  pepper: z.string(),
  secretsKey: z.string(),
  killAt: z.string().nullable(),
});
const { databaseUrl, env, touches, now, pepper, secretsKey, killAt } = orders.parse(JSON.parse(process.argv[2] ?? "{}"));
let arrived = 0;

/** At the line where the process dies nobody goes on; the last to arrive kills it. */
async function dieAt(line: string): Promise<void> {
  if (line !== killAt) return;
  arrived += 1;
  if (arrived === touches.length) process.kill(process.pid, "SIGKILL");
  await new Promise<never>(() => undefined);
}

const db = connect(databaseUrl, { maximum: touches.length + 1 });

function contextOf(clientId: string): Ctx {
  let transactions = 0;
  return {
    clientId,
    actor: { kind: "system" },
    now,
    async tx<T>(work: Parameters<typeof systemTransaction<T>>[2]): Promise<T> {
      const name = transactions === 0 ? "claim" : "record";
      transactions += 1;
      const result = await systemTransaction(db, { now }, async (transaction) => {
        const done = await work(transaction);
        await dieAt(`${name}: not committed`);
        return done;
      });
      await dieAt(`${name}: committed`);
      return result;
    },
  };
}

/** The same carrier, dying before or after it acts. */
function mortal<T extends object>(carrier: T): T {
  return new Proxy(carrier, {
    get: (target, name, receiver) => {
      const member = Reflect.get(target, name, receiver) as unknown;
      if (name !== "handOver" || typeof member !== "function") return member;
      return async (...args: unknown[]) => {
        const answer = (await member.apply(target, args)) as unknown;
        await dieAt("carrier: has acted");
        return answer;
      };
    },
  });
}

const carriers = Object.fromEntries(
  Object.entries(realCarriers(env as unknown as Env, () => now)).map(([name, carrier]) => [name, mortal(carrier)]),
) as Carriers;
const options = { carriers, appUrl: "https://app.example", pepper, secretsKey, randomBytes };
const runs = touches.map(({ clientId, ...touch }) => dispatchTouch(contextOf(clientId), touch, options));
// Who ends before the line where all were to die has missed it; the others wait there for ever.
const results = killAt === null ? await Promise.all(runs) : [await Promise.race(runs)];
process.stdout.write(JSON.stringify(results));
await db.destroy();
process.exit(0);

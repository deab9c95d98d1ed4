import { randomBytes } from "node:crypto";
import { z } from "zod";
import { realCarriers } from "@/app/api/inngest/carriers";
import { connect, systemTransaction } from "@/lib/db/client";
import type { Carriers } from "@/lib/engines/dispatch/carriers";
import { dispatchTouch } from "@/lib/engines/dispatch/dispatch-touch";
import type { Env } from "@/lib/env-schema";

/**
 * A process of its own that hands one touch over with the real carriers and dies (SIGKILL) at a named line of the way, if one is named.
 * Takes its orders as JSON in its first argument.
 */
const orders = z.object({
  databaseUrl: z.string(),
  env: z.record(z.string(), z.string()),
  clientId: z.string(),
  touchId: z.string(),
  resourceId: z.string(),
  now: z.coerce.date(),
  pepper: z.string(),
  secretsKey: z.string(),
  killAt: z.string().nullable(),
});
const { databaseUrl, env, clientId, touchId, resourceId, now, pepper, secretsKey, killAt } = orders.parse(
  JSON.parse(process.argv[2] ?? "{}"),
);

function dieAt(line: string): void {
  if (line === killAt) process.kill(process.pid, "SIGKILL");
}

const db = connect(databaseUrl, { maximum: 2 });
let transactions = 0;
const ctx = {
  clientId,
  actor: { kind: "system" } as const,
  now,
  async tx<T>(work: Parameters<typeof systemTransaction<T>>[2]): Promise<T> {
    const name = transactions === 0 ? "claim" : "record";
    transactions += 1;
    const result = await systemTransaction(db, { now }, async (transaction) => {
      dieAt(`${name}: begun`);
      const done = await work(transaction);
      dieAt(`${name}: not committed`);
      return done;
    });
    dieAt(`${name}: committed`);
    return result;
  },
};

/** The same carrier, dying before or after it acts. */
function mortal<T extends object>(carrier: T): T {
  return new Proxy(carrier, {
    get: (target, name, receiver) => {
      const member = Reflect.get(target, name, receiver) as unknown;
      if (name !== "handOver" || typeof member !== "function") return member;
      return async (...args: unknown[]) => {
        dieAt("carrier: not asked yet");
        const answer = (await member.apply(target, args)) as unknown;
        dieAt("carrier: has acted");
        return answer;
      };
    },
  });
}

const carriers = Object.fromEntries(
  Object.entries(realCarriers(env as unknown as Env, () => now)).map(([name, carrier]) => [name, mortal(carrier)]),
) as Carriers;
const result = await dispatchTouch(
  ctx,
  { touchId, resourceId },
  { carriers, appUrl: "https://app.example", pepper, secretsKey, randomBytes },
);
process.stdout.write(JSON.stringify(result));
await db.destroy();
process.exit(0);

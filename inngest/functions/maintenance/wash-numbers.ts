import { inngest } from "@/inngest/client";
import type { Deps } from "@/inngest/deps";
import { listClientsToWash } from "@/lib/db/queries/washing";
import { washHorizon } from "@/lib/engines/washing/wash-horizon";
import { washNumbers } from "@/lib/engines/washing/wash-numbers";

/** Looks for lost answers after 30 s, 30 s and 30 minutes; what is open then is looked for at the next run. */
const ROUNDS = 4;

/** Every three hours: washes the numbers of calls and texts that come due, and looks for answers that were lost. */
export const washDueNumbers = ({ system, clock, systemCtx, washing, sending }: Deps) =>
  inngest.createFunction({ id: "wash-numbers", triggers: [{ cron: "45 */3 * * *" }], concurrency: 1, retries: 3 }, async ({ step }) => {
    if (washing === null) return { washed: 0 };
    let washed = 0;
    for (let round = 0; round < ROUNDS; round += 1) {
      const result = await step.run(`wash-${round}`, async () => {
        const now = clock.now();
        const clientIds = await listClientsToWash(system, { now, dueBefore: washHorizon(now) });
        const looks: number[] = [];
        const failures: unknown[] = [];
        let count = 0;
        for (const clientId of clientIds) {
          try {
            const { washed: more, lookAgainAt } = await washNumbers(systemCtx(clientId), washing, sending);
            count += more;
            if (lookAgainAt) looks.push(lookAgainAt.getTime());
          } catch (error) {
            failures.push(error); // one client's trouble must not keep the others waiting
          }
        }
        if (failures.length > 0) throw failures[0];
        return { washed: count, lookAgainAt: looks.length > 0 ? Math.min(...looks) : null };
      });
      washed += result.washed;
      if (result.lookAgainAt === null || round === ROUNDS - 1) break;
      await step.sleepUntil(`wait-${round}`, new Date(result.lookAgainAt));
    }
    return { washed };
  });

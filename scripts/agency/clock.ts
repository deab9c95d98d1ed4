import { join } from "node:path";
import { parseArgs } from "node:util";
import { sql } from "kysely";
import { connect } from "@/lib/db/client";
import { InvalidError } from "@/lib/errors";
import { movableClock } from "@/local/clock";
import { driveDemo } from "../demo/drive";
import { readStackFile } from "../stack-file";

const UNIT_MS = { m: 60_000, h: 3_600_000, d: 86_400_000 } as const;
const MAXIMUM_DAYS = 60;
const IDLE_TIMEOUT_MS = 60_000;

/** Prints the local stack's time; with `--advance 3d` moves it there, stopping wherever something is due on the way. */
export async function clockCommand(args: string[], { root, out }: { root: string; out: NodeJS.WritableStream }): Promise<void> {
  const { values } = parseArgs({
    args,
    options: { advance: { type: "string" }, "data-dir": { type: "string", default: join(root, ".local") } },
  });
  const config = readStackFile(values["data-dir"]);
  const clock = movableClock(config.clockUrl);
  if (values.advance !== undefined) {
    const until = new Date(clock.now().getTime() + durationMs(values.advance));
    const db = connect(config.databaseUrl, { maximum: 2 });
    try {
      await driveDemo({
        clock,
        executorUrl: `http://127.0.0.1:${config.ports.inngest}`,
        marketUrl: `http://127.0.0.1:${config.ports.market}`,
        mailUrl: `http://127.0.0.1:${config.ports.mail}`,
        providersUrl: `http://127.0.0.1:${config.ports.providers}`,
        until,
        idleTimeoutMs: IDLE_TIMEOUT_MS,
        outboxWaiting: async () => {
          const { rows } = await sql<{
            waiting: number;
          }>`select count(*)::int as waiting from private.outbox where sent_at is null`.execute(db);
          return rows[0]?.waiting ?? 0;
        },
      });
    } finally {
      await db.destroy();
    }
  }
  out.write(`${JSON.stringify({ now: clock.now().toISOString() })}\n`);
}

/** "90m", "12h" or "3d" in milliseconds. @throws InvalidError for anything else */
export function durationMs(text: string): number {
  const [, amount = "", unit = ""] = /^(\d+(?:\.\d+)?)([mhd])$/.exec(text) ?? [];
  const ms = Number(amount) * (UNIT_MS[unit as keyof typeof UNIT_MS] ?? Number.NaN);
  if (!(ms > 0) || ms > MAXIMUM_DAYS * UNIT_MS.d)
    throw new InvalidError(`--advance takes a time like 90m, 12h or 3d, up to ${MAXIMUM_DAYS}d`, "advance");
  return ms;
}

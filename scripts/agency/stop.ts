import { join } from "node:path";
import { parseArgs } from "node:util";
import { fileClock } from "@/lib/clock";
import { connect, systemTransaction } from "@/lib/db/client";
import { CHANNELS } from "@/lib/domain/outreach";
import { setPlatformStop } from "@/lib/engines/emergency-stop/stop-platform";
import { InvalidError } from "@/lib/errors";
import { readStackFile } from "../stack-file";

/**
 * Stops or releases sending for every client of the platform, or one channel of it, and prints what is stopped now. With
 * `--database-url` it speaks to that database instead of the local stack's. @throws InvalidError
 */
export async function stopCommand(
  args: string[],
  { isStopped, root, out }: { isStopped: boolean; root: string; out: NodeJS.WritableStream },
): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      channel: { type: "string" },
      "data-dir": { type: "string", default: join(root, ".local") },
      "database-url": { type: "string" },
    },
  });
  const channel = CHANNELS.find((known) => known === values.channel) ?? null;
  if (values.channel !== undefined && channel === null) throw new InvalidError(`--channel is one of ${CHANNELS.join(", ")}`, "channel");
  const stack = values["database-url"] === undefined ? readStackFile(values["data-dir"]) : null;
  const db = connect(values["database-url"] ?? stack?.databaseUrl ?? "", { maximum: 1 });
  try {
    const now = stack ? fileClock(stack.clockUrl).now() : new Date();
    const stops = await systemTransaction(db, { now }, (tx) => setPlatformStop(tx, { channel, isStopped, now }));
    out.write(`${JSON.stringify(stops)}\n`);
  } finally {
    await db.destroy();
  }
}

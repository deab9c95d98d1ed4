import { fileClock } from "@/lib/clock";
import { startInngest } from "@/local/inngest/server";
import type { StackConfig } from "@/local/stack-config";

/** Starts the executor of durable functions. */
export async function startExecutor(
  config: StackConfig,
  { ready, say }: { ready: (name: string) => void; say: (line: string) => void },
): Promise<{ close(): Promise<void> }[]> {
  const executor = await startInngest({
    port: config.ports.inngest,
    databaseUrl: config.localDatabaseUrl,
    clock: fileClock(config.clockUrl),
    appUrls: [`${config.appUrl}/api/inngest`],
    log: say,
  });
  ready("inngest");
  return [executor];
}

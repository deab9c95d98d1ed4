import { inngest } from "@/inngest/client";
import type { Deps } from "@/inngest/deps";

/** The safety net of each minute; a commit that announced something relays it at once. */
export const sweepOutbox = ({ relay }: Deps) =>
  inngest.createFunction({ id: "relay-outbox", triggers: [{ cron: "* * * * *" }], concurrency: 1 }, async () => ({ sent: await relay() }));

import "server-only";
import { Inngest } from "inngest";
import { clock } from "@/lib/business-clock";
import { systemPool } from "@/lib/db/pools";
import { relayOutbox } from "@/lib/engines/outbox/relay-outbox";
import { env } from "@/lib/env";
import { createLogger } from "@/lib/log";

const sender = new Inngest({ id: "agency-os-relay" });

/**
 * Sends what waits in the outbox now. It may fail without harm: the sweep of each minute sends what is left.
 * @returns how many events went out
 */
export async function relay(): Promise<number> {
  try {
    return await relayOutbox(systemPool(), {
      now: clock().now(),
      send: async (events) => {
        await sender.send(events);
      },
    });
  } catch (error) {
    createLogger(env().LOG_LEVEL).warn({ err: error }, "the outbox was not relayed; the sweep will");
    return 0;
  }
}

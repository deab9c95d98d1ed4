import "server-only";
import type { Ctx } from "@/lib/context";
import type { Db } from "@/lib/db/client";
import { applyChannelEvents } from "@/lib/engines/channel-events/apply-channel-events";
import type { NewsOptions } from "@/lib/engines/channel-events/channel-news";
import { findHandOver } from "@/lib/engines/channel-events/find-hand-over";
import type { SmartleadNews, SmartleadSent } from "@/lib/integrations/smartlead/transform";

type SystemCtx = (clientId: string) => Ctx;

/**
 * What Smartlead tells besides answers, which take the way of e-mail: deliveries, withdrawals, and the Message-ID it gave a message,
 * which answers cite.
 * @returns how much of it was about something of ours
 */
export async function applySmartleadNews(
  db: Db,
  systemCtx: SystemCtx,
  news: readonly Exclude<SmartleadNews, { kind: "reply" }>[],
  options: NewsOptions,
): Promise<number> {
  let ours = 0;
  for (const one of news) {
    if (one.kind === "sent") {
      if (await keepMessageId(db, systemCtx, one)) ours += 1;
      continue;
    }
    const reference = one.event.kind === "delivery" ? one.event.reference : null;
    const told = { source: "smartlead", channel: "email", events: [one.event], key: null, reference, receiver: null } as const;
    ours += await applyChannelEvents(db, systemCtx, told, options);
  }
  return ours;
}

async function keepMessageId(db: Db, systemCtx: SystemCtx, { reference, messageId }: SmartleadSent): Promise<boolean> {
  const handOver = await findHandOver(db, { channel: "email", key: null, reference });
  if (!handOver) return false;
  const { clientId, touchId } = handOver;
  const bracketed = `<${messageId.replace(/^<|>$/g, "")}>`;
  await systemCtx(clientId).tx(async (tx) => {
    const isTaken = await tx.selectFrom("touches").select("id").where("messageId", "=", bracketed).executeTakeFirst();
    if (isTaken) return;
    await tx.updateTable("touches").set({ messageId: bracketed }).where("id", "=", touchId).where("clientId", "=", clientId).execute();
    await tx
      .updateTable("messages")
      .set({ messageId: bracketed })
      .where("touchId", "=", touchId)
      .where("clientId", "=", clientId)
      .execute();
  });
  return true;
}

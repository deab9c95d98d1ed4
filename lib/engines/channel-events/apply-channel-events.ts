import "server-only";
import type { Ctx } from "@/lib/context";
import type { Db } from "@/lib/db/client";
import type { ChannelEvent } from "@/lib/domain/channel-events";
import { acceptInvitation } from "@/lib/engines/channel-events/accept-invitation";
import { applyAnswerDelivery } from "@/lib/engines/channel-events/apply-answer-delivery";
import { applyDelivery } from "@/lib/engines/channel-events/apply-delivery";
import type { ChannelNews, NewsOptions } from "@/lib/engines/channel-events/channel-news";
import { endCall } from "@/lib/engines/channel-events/end-call";
import { findHandOver } from "@/lib/engines/channel-events/find-hand-over";
import { findPeople, findReceiver } from "@/lib/engines/channel-events/find-people";
import { optOutAddress } from "@/lib/engines/channel-events/opt-out-address";
import { recordChannelMessage } from "@/lib/engines/channel-events/record-channel-message";

type SystemCtx = (clientId: string) => Ctx;

/**
 * Does what a provider's news asks for. Each event is one transaction that may run again: every one of them leaves the same behind
 * however often and in whatever order it is told.
 * @returns how many of the events were about something of ours
 */
export async function applyChannelEvents(db: Db, systemCtx: SystemCtx, news: ChannelNews, options: NewsOptions): Promise<number> {
  let ours = 0;
  for (const event of news.events) if (await applyEvent(db, systemCtx, { news, event }, options)) ours += 1;
  return ours;
}

async function applyEvent(
  db: Db,
  systemCtx: SystemCtx,
  { news, event }: { news: ChannelNews; event: ChannelEvent },
  options: NewsOptions,
): Promise<boolean> {
  const { source, channel, key } = news;
  switch (event.kind) {
    case "delivery":
    case "call_ended": {
      const handOver = await findHandOver(db, { channel, key, reference: event.reference });
      if (!handOver) return event.kind === "delivery" && applyAnswerDelivery(db, systemCtx, { channel, key, event, source }, options);
      const ctx = systemCtx(handOver.clientId);
      if (event.kind === "delivery") await applyDelivery(ctx, { handOver, event, source }, options);
      else await endCall(ctx, { handOver, event, source }, options);
      return true;
    }
    case "message": {
      const receiver = await findReceiver(db, { channel: event.channel, receiver: event.to });
      if (!receiver) return false;
      await recordChannelMessage(db, systemCtx(receiver.clientId), { event, receiver, source }, options);
      return true;
    }
    case "invitation_accepted": {
      const receiver = await findReceiver(db, { channel: "linkedin", receiver: event.seat });
      const [person] = receiver
        ? await findPeople(db, { clientId: receiver.clientId, channel: "linkedin", address: event.profileUrl })
        : [];
      if (!receiver || !person) return false;
      const { leadId, campaignId } = person;
      await acceptInvitation(systemCtx(receiver.clientId), { leadId, campaignId, resourceId: receiver.resourceId, at: event.at });
      return true;
    }
    case "opted_out": {
      const handOver = await findHandOver(db, news);
      const receiver = handOver || !news.receiver ? undefined : await findReceiver(db, { channel, receiver: news.receiver });
      const told = handOver ?? (receiver && { clientId: receiver.clientId, leadId: null });
      return (await optOutAddress(db, systemCtx, { event, source, told }, options)) > 0 || told !== undefined;
    }
  }
}

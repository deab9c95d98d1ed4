import "server-only";
import type { Ctx } from "@/lib/context";
import type { Db } from "@/lib/db/client";
import type { ChannelEvent } from "@/lib/domain/channel-events";
import type { NewsOptions } from "@/lib/engines/channel-events/channel-news";
import { findPeople, IDENTITY_OF_CHANNEL } from "@/lib/engines/channel-events/find-people";
import { optOutLead } from "@/lib/engines/suppression/opt-out-lead";
import { suppress } from "@/lib/engines/suppression/suppress";
import { suppressionKey } from "@/lib/engines/suppression/suppression-key";

type OptedOut = Extract<ChannelEvent, { kind: "opted_out" }>;

/**
 * Honours a withdrawal a provider tells of: the person is suppressed on every channel, for the client it was said to. Where nobody can
 * tell which client that was, for each that reached them this way: the harm of a false opt-out is small (SE-04).
 * @param told the client and lead, as far as the delivery shows them
 * @returns how many people it was
 */
export async function optOutAddress(
  db: Db,
  systemCtx: (clientId: string) => Ctx,
  { event, source, told }: { event: OptedOut; source: string; told: { clientId: string; leadId: string | null } | undefined },
  options: NewsOptions,
): Promise<number> {
  const { channel, address, isComplaint } = event;
  const reason = isComplaint ? "complained" : "unsubscribed";
  const people = told?.leadId
    ? [{ clientId: told.clientId, leadId: told.leadId }]
    : await findPeople(db, { clientId: told?.clientId, channel, address });
  for (const { clientId, leadId } of people) {
    const ctx = systemCtx(clientId);
    await ctx.tx((tx) => optOutLead(tx, ctx, { leadId, reason, source }, options));
  }
  const kind = IDENTITY_OF_CHANNEL[channel];
  if (people.length === 0 && told && suppressionKey(options, kind, address) !== null) {
    const ctx = systemCtx(told.clientId);
    await ctx.tx((tx) => suppress(tx, ctx, { kind, value: address, reason, source }, options));
  }
  return people.length;
}

import "server-only";
import { CHANNELS, type Channel } from "@/lib/domain/outreach";
import { hoursOfChannel } from "@/lib/engines/gate/channel-hours";
import { INVITATIONS_A_WEEK } from "@/lib/engines/gate/linkedin-rules";
import { addCalendarDays, instantOf, localDay } from "@/lib/engines/gate/local-time";
import { resourceCap } from "@/lib/engines/gate/ramp";
import { recipientPlace } from "@/lib/engines/gate/recipient-place";
import { sendingWindow } from "@/lib/engines/gate/sending-window";

/** What carries messages, as far as its caps go; a mailbox counts under its domain. */
export type CappedResource = {
  id: string;
  parentId: string | null;
  label: string;
  channel: Channel;
  kind: "mailbox" | "domain" | "seat" | "number" | "return_address";
  dailyLimit: number;
  hourlyLimit: number;
  timezone: string;
  isPrewarmed: boolean;
  rampStartedAt: Date | null;
};

export type SendingCaps = {
  campaign: {
    timezone: string;
    windowStart: string;
    windowEnd: string;
    workDays: readonly number[];
    sendsOverShutdown: boolean;
    dailyLimit: number;
  };
  client: { timezone: string; dailyOutreach: number };
  resources: readonly CappedResource[];
};

/** What the caps carry on one day, were everything free: each channel's senders alone, and all channels under the daily limits. */
export type DayRoom = { day: string; all: number; byChannel: Readonly<Record<Channel, number>> };

/**
 * What could go out on each of the coming days at most, on the client's own calendar. It never says less than the gate would allow:
 * whatever does not fit in here cannot be sent. Pauses, breakers and people's own limits only make it less.
 */
export function sendingRoom(now: Date, days: number, caps: SendingCaps): DayRoom[] {
  const today = localDay(now, caps.client.timezone);
  return Array.from({ length: days }, (_, ahead) => {
    const day = addCalendarDays(today, ahead);
    const byChannel = Object.fromEntries(CHANNELS.map((channel) => [channel, channelRoom(channel, day, now, caps)])) as Record<
      Channel,
      number
    >;
    return { day, all: allRoom(byChannel, caps), byChannel };
  });
}

/** What the channels carry together under the campaign's and the client's daily limits. */
export function allRoom(byChannel: DayRoom["byChannel"], { campaign, client }: Pick<SendingCaps, "campaign" | "client">): number {
  const together = Object.values(byChannel).reduce((sum, room) => sum + room, 0);
  return Math.min(campaign.dailyLimit, client.dailyOutreach, together);
}

function channelRoom(channel: Channel, day: string, now: Date, { campaign, client, resources }: SendingCaps): number {
  const { timezone } = client;
  const senders = resources.filter((resource) => resource.channel === channel && resource.kind !== "domain");
  if (senders.length === 0) return 0;
  const hours = hoursOfChannel({ channel, act: "send" }, now, campaign);
  if (!hours) return 0;
  const opens = instantOf(day, hours.start, timezone);
  const closes = hours.end.startsWith("24") ? instantOf(addCalendarDays(day, 1), "00:00", timezone) : instantOf(day, hours.end, timezone);
  if (closes <= now) return 0;
  const place = recipientPlace({ timezone: null, state: null }, timezone);
  const at = now > opens ? now : opens;
  if (!sendingWindow(at, { ...place, ...hours, sendsOverShutdown: campaign.sendsOverShutdown }).isOpen) return 0;

  const hoursOpen = (closes.getTime() - opens.getTime()) / 3_600_000;
  const own = (resource: CappedResource) => {
    const cap = resourceCap(resource, at);
    if (resource.kind === "mailbox") return Math.min(cap, Math.ceil(resource.hourlyLimit * hoursOpen));
    return resource.kind === "seat" ? Math.min(cap, Math.ceil(INVITATIONS_A_WEEK / hours.workDays.length)) : cap;
  };
  const domains = new Map(resources.filter((resource) => resource.kind === "domain").map((domain) => [domain.id, domain.dailyLimit]));
  const byParent = new Map<string | null, number>();
  for (const sender of senders) byParent.set(sender.parentId, (byParent.get(sender.parentId) ?? 0) + own(sender));
  return [...byParent].reduce((sum, [parentId, room]) => sum + Math.min(room, domains.get(parentId ?? "") ?? room), 0);
}

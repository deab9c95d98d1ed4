import "server-only";
import type { Channel } from "@/lib/domain/outreach";

type Hours = { start: string; end: string; workDays: readonly number[] };
type ChannelHours = Hours & { effectiveFrom: Date };

const ALWAYS = new Date(0);
const WEEKDAYS = [1, 2, 3, 4, 5] as const;

/**
 * When a channel is used at all, on the recipient's clock, whatever a campaign says: narrower than the law where good manners are
 * (AU-19b for texts, AU-25's default for calls). A letter is only handed to a printer.
 */
const CHANNEL_HOURS: Readonly<Record<Channel, readonly ChannelHours[]>> = {
  email: [{ effectiveFrom: ALWAYS, start: "00:00", end: "24:00", workDays: [1, 2, 3, 4, 5, 6, 7] }],
  linkedin: [{ effectiveFrom: ALWAYS, start: "08:00", end: "18:00", workDays: [1, 2, 3, 4, 5, 6] }],
  sms: [{ effectiveFrom: ALWAYS, start: "09:00", end: "18:00", workDays: WEEKDAYS }],
  voice: [{ effectiveFrom: ALWAYS, start: "09:00", end: "17:00", workDays: WEEKDAYS }],
  mail: [{ effectiveFrom: ALWAYS, start: "00:00", end: "24:00", workDays: WEEKDAYS }],
};

/** HeyReach lets an invitation go three hours after it was handed over, inside the seat's own hours. */
const INVITATIONS_END = "15:00:00";

/** The hours in which both the campaign and the channel are open; null when they never are at the same time. */
export function hoursOfChannel(
  { channel, act }: { channel: Channel; act: "send" | "invite" },
  at: Date,
  campaign: { windowStart: string; windowEnd: string; workDays: readonly number[] },
): Hours | null {
  const hours = CHANNEL_HOURS[channel].filter((version) => version.effectiveFrom <= at).at(-1);
  if (!hours) return null;
  const start = later(withSeconds(hours.start), withSeconds(campaign.windowStart));
  const closes = earlier(withSeconds(hours.end), withSeconds(campaign.windowEnd));
  const end = act === "invite" ? earlier(closes, INVITATIONS_END) : closes;
  const workDays = campaign.workDays.filter((day) => hours.workDays.includes(day));
  return start < end && workDays.length > 0 ? { start, end, workDays } : null;
}

function later(a: string, b: string): string {
  return a > b ? a : b;
}

function earlier(a: string, b: string): string {
  return a < b ? a : b;
}

function withSeconds(time: string): string {
  return time.length === 5 ? `${time}:00` : time;
}

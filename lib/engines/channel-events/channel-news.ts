import "server-only";
import type { ChannelEvent } from "@/lib/domain/channel-events";
import type { Channel } from "@/lib/domain/outreach";

/** What one delivery of a provider told, and all it says about whose it is. */
export type ChannelNews = {
  /** The provider, as the source of what follows. */
  source: string;
  /** The channel it serves: it says nothing about touches of another. */
  channel: Channel;
  events: readonly ChannelEvent[];
  /** Our own key of the hand-over, where the delivery carries it. */
  key: string | null;
  /** The provider's id of the hand-over. */
  reference: string | null;
  /** Our number, seat or mailbox. */
  receiver: string | null;
};

/** How engines that act on news find and hash people. */
export type NewsOptions = { pepper: string };

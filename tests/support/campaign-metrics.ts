import type { CampaignMetrics, ChannelMetrics, StepMetrics } from "@/lib/domain/campaign-advice";

/** A channel with a sender and nothing to complain of. */
export function channelMetrics(change: Partial<ChannelMetrics> = {}): ChannelMetrics {
  return {
    channel: "email",
    isPlanned: true,
    senders: 2,
    planned: 300,
    contacted: 250,
    handedOver: 400,
    bounced: 2,
    replied: 10,
    positive: 4,
    optedOut: 2,
    complained: 0,
    meetings: 2,
    blockedBy: null,
    fullBy: null,
    room: { used: 100, cap: 300, days: 5 },
    invitations: { accepted: 0, of: 0 },
    ...change,
  };
}

export function stepMetrics(change: Partial<StepMetrics> = {}): StepMetrics {
  return {
    number: 1,
    channel: "email",
    purpose: "intro",
    contacted: 250,
    settled: 200,
    replied: 8,
    positive: 3,
    optedOut: 1,
    complained: 0,
    meetings: 1,
    ...change,
  };
}

/** A running campaign that does well enough: nothing to change. */
export function healthyMetrics(change: Partial<CampaignMetrics> = {}): CampaignMetrics {
  return {
    status: "active",
    daysRunning: 12,
    inTheWay: 0,
    enrolled: 300,
    inSequence: 200,
    contacted: 250,
    replied: 10,
    positive: 4,
    optedOut: 2,
    complained: 0,
    meetings: 2,
    held: 1,
    noShow: 0,
    awaitingApproval: 0,
    leadsLeft: 50,
    settled: { contacted: 200, replied: 10 },
    stoppedBy: null,
    channels: [channelMetrics()],
    steps: [
      stepMetrics(),
      stepMetrics({ number: 2, purpose: "follow_up", contacted: 150, settled: 100, replied: 2, positive: 1, meetings: 1 }),
    ],
    ...change,
  };
}

import "server-only";
import { addSeconds } from "date-fns";
import { GOOD_PLACEMENT, HALF_OPEN_SHARE } from "@/lib/domain/breakers";
import { CHANNEL_LABELS } from "@/lib/domain/outreach";
import type { DayCounts, GateFacts, ResourceFacts } from "@/lib/engines/gate/facts";
import { addCalendarDays, localDay, startOfDay, startOfNextDay } from "@/lib/engines/gate/local-time";
import { FIRST_COLD_DAY, resourceCap, warmUpDay } from "@/lib/engines/gate/ramp";
import { defer, type GateRule, hold } from "@/lib/engines/gate/rule";

/** Can anything carry it? The sender, the domain above it, the campaign and the client, each on its own local day. */
export const capacityRules: readonly GateRule[] = [
  {
    code: "campaign_daily_limit",
    source: ["OP-10"],
    fix: "/dashboard/campaigns",
    check: ({ campaign }, at) =>
      taken(campaign.sent, at, campaign.timezone) >= campaign.dailyLimit
        ? defer(startOfNextDay(at, campaign.timezone), `The campaign's ${campaign.dailyLimit} for the day are sent`)
        : null,
  },
  {
    code: "client_daily_limit",
    source: ["OP-10"],
    fix: "/dashboard/settings",
    check: ({ client }, at) =>
      taken(client.sent, at, client.timezone) >= client.dailyOutreach
        ? defer(startOfNextDay(at, client.timezone), `The plan's ${client.dailyOutreach} for the day are sent`)
        : null,
  },
  {
    code: "no_resource",
    source: [],
    fix: whereSendersAre,
    check: ({ resource, parent, touch }) =>
      resource && (parent || resource.kind !== "mailbox")
        ? null
        : hold(`Nothing is connected to this campaign that could carry ${CHANNEL_LABELS[touch.channel]}`),
  },
  {
    code: "resource_paused",
    source: ["OP-51"],
    fix: whereSendersAre,
    check: ({ resource, parent }) => {
      const paused = resource?.pausedReason ?? parent?.pausedReason ?? null;
      return paused === null ? null : hold(`${resource?.label ?? "The sender"} is paused: ${paused}`);
    },
  },
  {
    code: "warmup_not_ready",
    source: ["OP-01", "OP-02"],
    channels: ["email"],
    fix: "/dashboard/settings/mailboxes",
    check: ({ resource }, at) => {
      if (!resource || resource.isPrewarmed) return null;
      const day = warmUpDay(resource.rampStartedAt, at, resource.timezone);
      if (day >= FIRST_COLD_DAY) return null;
      if (day === 0) return hold(`Warm-up of ${resource.label} has not started`);
      const firstColdDay = addCalendarDays(localDay(at, resource.timezone), FIRST_COLD_DAY - day);
      return defer(
        startOfDay(firstColdDay, resource.timezone),
        `${resource.label} is on day ${day} of warm-up; cold messages start on day ${FIRST_COLD_DAY}`,
      );
    },
  },
  {
    code: "resource_cap",
    source: ["OP-10", "OP-14", "OP-50"],
    fix: whereSendersAre,
    check: (facts, at) => {
      const { resource } = facts;
      if (!resource) return null;
      if (resource.dailyLimit === 0) return closed(resource);
      const cap = capNow(facts, resourceCap(resource, at), at);
      return taken(resource.used, at, resource.timezone) >= cap ? full(resource, cap, at) : null;
    },
  },
  {
    code: "domain_cap",
    source: ["OP-01", "OP-10", "OP-50", "OP-55"],
    channels: ["email"],
    fix: "/dashboard/settings/mailboxes",
    check: (facts, at) => {
      const { parent } = facts;
      if (!parent) return null;
      if (parent.dailyLimit === 0) return closed(parent);
      const isWellPlaced = parent.inboxShare === null || parent.inboxShare >= GOOD_PLACEMENT;
      const cap = Math.max(1, Math.floor(capNow(facts, parent.dailyLimit, at) * (isWellPlaced ? 1 : 0.5)));
      return taken(parent.used, at, parent.timezone) >= cap ? full(parent, cap, at) : null;
    },
  },
  {
    code: "spacing",
    source: ["OP-11"],
    fix: null,
    check: ({ resource }, at) => {
      if (!resource?.lastUsedAt) return null;
      const until = addSeconds(resource.lastUsedAt, resource.minimumSpacingSeconds);
      return at < until ? defer(until, `${resource.label} was used less than ${resource.minimumSpacingSeconds} seconds ago`) : null;
    },
  },
];

function whereSendersAre({ touch }: GateFacts): string {
  return touch.channel === "email" ? "/dashboard/settings/mailboxes" : "/dashboard/settings/senders";
}

/** After a breaker was released the way back is slow (OP-50). */
function capNow({ halfOpenUntil }: GateFacts, cap: number, at: Date): number {
  return halfOpenUntil !== null && at < halfOpenUntil ? Math.max(1, Math.floor(cap * HALF_OPEN_SHARE)) : cap;
}

function taken(counts: DayCounts, at: Date, timezone: string): number {
  return counts[localDay(at, timezone)] ?? 0;
}

/** A limit of nothing has no next day: somebody set it. */
function closed(resource: ResourceFacts) {
  return hold(`${resource.label} may send nothing: its daily limit is 0`);
}

function full(resource: ResourceFacts, cap: number, at: Date) {
  return defer(
    startOfNextDay(at, resource.timezone),
    cap === 0 ? `${resource.label} may not send today` : `The ${cap} that ${resource.label} may carry on that day are taken`,
  );
}

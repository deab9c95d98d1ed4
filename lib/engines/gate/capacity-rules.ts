import "server-only";
import { addSeconds } from "date-fns";
import type { ResourceFacts } from "@/lib/engines/gate/facts";
import { addCalendarDays, localDay, startOfDay, startOfNextDay } from "@/lib/engines/gate/local-time";
import { FIRST_COLD_DAY, mailboxCap, warmUpDay } from "@/lib/engines/gate/ramp";
import type { GateRule } from "@/lib/engines/gate/rule";

/** Can anything carry it? Mailbox, domain, campaign and client, each on its own local day. */
export const capacityRules: readonly GateRule[] = [
  {
    code: "campaign_daily_limit",
    fix: "/dashboard/campaigns",
    check: ({ campaign }, at) =>
      (campaign.sent[localDay(at, campaign.timezone)] ?? 0) >= campaign.dailyLimit
        ? {
            verdict: "defer",
            until: startOfNextDay(at, campaign.timezone),
            detail: `The campaign's ${campaign.dailyLimit} for the day are sent`,
          }
        : null,
  },
  {
    code: "client_daily_limit",
    fix: "/dashboard/settings",
    check: ({ client }, at) =>
      (client.sent[localDay(at, client.timezone)] ?? 0) >= client.dailyOutreach
        ? {
            verdict: "defer",
            until: startOfNextDay(at, client.timezone),
            detail: `The plan's ${client.dailyOutreach} for the day are sent`,
          }
        : null,
  },
  {
    code: "no_mailbox",
    fix: "/dashboard/settings/mailboxes",
    check: ({ mailbox, domain }) => (mailbox && domain ? null : { verdict: "hold", detail: "No mailbox is connected to this campaign" }),
  },
  {
    code: "mailbox_paused",
    fix: "/dashboard/settings/mailboxes",
    check: ({ mailbox, domain }) => {
      const paused = mailbox?.pausedReason ?? domain?.pausedReason ?? null;
      return paused === null ? null : { verdict: "hold", detail: `${mailbox?.label ?? "The mailbox"} is paused: ${paused}` };
    },
  },
  {
    code: "warmup_not_ready",
    fix: "/dashboard/settings/mailboxes",
    check: ({ mailbox }, at) => {
      if (!mailbox || mailbox.isPrewarmed) return null;
      const day = warmUpDay(mailbox.rampStartedAt, at, mailbox.timezone);
      if (day >= FIRST_COLD_DAY) return null;
      if (day === 0) return { verdict: "hold", detail: `Warm-up of ${mailbox.label} has not started` };
      const firstColdDay = addCalendarDays(localDay(at, mailbox.timezone), FIRST_COLD_DAY - day);
      return {
        verdict: "defer",
        until: startOfDay(firstColdDay, mailbox.timezone),
        detail: `${mailbox.label} is on day ${day} of warm-up; cold messages start on day ${FIRST_COLD_DAY}`,
      };
    },
  },
  {
    code: "mailbox_cap",
    fix: "/dashboard/settings/mailboxes",
    check: ({ mailbox }, at) => {
      if (!mailbox) return null;
      if (mailbox.dailyLimit === 0) return closed(mailbox);
      const cap = mailboxCap(mailbox, at);
      return used(mailbox, at) >= cap ? full(mailbox, cap, at) : null;
    },
  },
  {
    code: "domain_cap",
    fix: "/dashboard/settings/mailboxes",
    check: ({ domain }, at) => {
      if (!domain) return null;
      if (domain.dailyLimit === 0) return closed(domain);
      return used(domain, at) >= domain.dailyLimit ? full(domain, domain.dailyLimit, at) : null;
    },
  },
  {
    code: "spacing",
    fix: null,
    check: ({ mailbox }, at) => {
      if (!mailbox?.lastUsedAt) return null;
      const until = addSeconds(mailbox.lastUsedAt, mailbox.minimumSpacingSeconds);
      return at < until
        ? { verdict: "defer", until, detail: `${mailbox.label} sent a message less than ${mailbox.minimumSpacingSeconds} seconds ago` }
        : null;
    },
  },
];

function used(resource: ResourceFacts, at: Date): number {
  return resource.used[localDay(at, resource.timezone)] ?? 0;
}

/** A limit of nothing has no next day: somebody set it. */
function closed(resource: ResourceFacts) {
  return { verdict: "hold", detail: `${resource.label} may send nothing: its daily limit is 0` } as const;
}

function full(resource: ResourceFacts, cap: number, at: Date) {
  return {
    verdict: "defer",
    until: startOfNextDay(at, resource.timezone),
    detail: cap === 0 ? `${resource.label} may not send today` : `The ${cap} that ${resource.label} may carry on that day are taken`,
  } as const;
}

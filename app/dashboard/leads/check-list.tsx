import { Check as CheckIcon, Clock, X } from "lucide-react";
import type { Route } from "next";
import Link from "next/link";
import { cn } from "@/lib/ui/cn";

/** One rule of the gate and what it says. */
export type ShownCheck = { code: string; verdict: string; detail?: string; fix?: string };

const RULE_NAMES: Readonly<Record<string, string>> = {
  platform_stopped: "The platform is sending",
  client_inactive: "Your subscription is active",
  emergency_stop: "No emergency stop",
  sender_identity_missing: "The sender is named in full",
  campaign_inactive: "The campaign runs",
  lead_deleted: "The lead is there",
  lead_terminal: "The lead is still open",
  replied: "They have not answered",
  suppressed: "Not suppressed",
  competitor: "No competitor",
  held: "Not on hold",
  not_scored: "Scored",
  tier_channel_not_allowed: "The tier opens this channel",
  country_not_open: "Their country is open",
  no_consent_basis: "Consent on record",
  role_address: "A person's own address",
  email_invalid: "The address exists",
  email_unverified: "The address is verified",
  outcome_unknown: "Earlier messages are settled",
  content_not_ready: "The message is complete",
  permission_pending: "Somebody approved it, where needed",
  campaign_dates: "Within the campaign's dates",
  max_touches_reached: "Not written to too often",
  not_due: "The step is due",
  snoozed: "Not snoozed",
  too_recent: "Long enough after the last message",
  weekly_pressure: "Not too much in one week",
  outside_window: "Within their office hours",
  campaign_daily_limit: "The campaign has room today",
  client_daily_limit: "Your plan has room today",
  no_mailbox: "A mailbox is free",
  mailbox_paused: "The mailbox is not paused",
  warmup_not_ready: "The mailbox is warmed up",
  mailbox_cap: "The mailbox has room today",
  domain_cap: "The domain has room today",
  spacing: "The mailbox had its break",
};

/** The gate's checks in the order in which it asks them. */
export function CheckList({ checks, className }: { checks: readonly ShownCheck[]; className?: string }) {
  return (
    <ol className={cn("grid gap-x-6 gap-y-1.5 sm:grid-cols-2", className)}>
      {checks.map(({ code, verdict, detail, fix }) => {
        const Icon = verdict === "pass" ? CheckIcon : verdict === "defer" ? Clock : X;
        return (
          <li key={code} className="flex items-start gap-2">
            <Icon
              aria-hidden
              className={cn(
                "mt-0.5 size-4 shrink-0",
                verdict === "pass" ? "text-success" : verdict === "defer" ? "text-warning" : "text-danger",
              )}
            />
            <span className="min-w-0 break-words">
              <span className="sr-only">{verdict === "pass" ? "Passes: " : "In the way: "}</span>
              {RULE_NAMES[code] ?? code.replaceAll("_", " ")}
              {detail ? <span className="block text-xs text-muted-foreground">{detail}</span> : null}
              {fix && verdict !== "pass" ? (
                <Link href={fix as Route} className="text-xs text-link hover:underline">
                  Change it
                </Link>
              ) : null}
            </span>
          </li>
        );
      })}
    </ol>
  );
}

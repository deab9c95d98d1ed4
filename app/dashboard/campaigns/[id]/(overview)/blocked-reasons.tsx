import type { Route } from "next";
import Link from "next/link";
import { Badge } from "@/components/ui/badge";
import { Card, CardContent, CardHeader, CardTitle } from "@/components/ui/card";
import type { BlockedReason } from "@/lib/db/queries/campaigns";
import { formatCountOf } from "@/lib/ui/format-number";

/** Where a reason can be done away with; the rest is as it should be. */
const FIXES: Record<string, { label: string; href: string }> = {
  client_inactive: { label: "Organisation", href: "/dashboard/settings" },
  sender_identity_missing: { label: "Organisation", href: "/dashboard/settings" },
  emergency_stop: { label: "Emergency stop", href: "/dashboard/settings/emergency-stop" },
  channel_stopped: { label: "Emergency stop", href: "/dashboard/settings/emergency-stop" },
  breaker_open: { label: "Emergency stop", href: "/dashboard/settings/emergency-stop" },
  no_resource: { label: "Senders", href: "/dashboard/settings/senders" },
  resource_paused: { label: "Senders", href: "/dashboard/settings/senders" },
  resource_cap: { label: "Senders", href: "/dashboard/settings/senders" },
  domain_cap: { label: "Mailboxes", href: "/dashboard/settings/mailboxes" },
  sender_domain_not_verified: { label: "Mailboxes", href: "/dashboard/settings/mailboxes" },
  sender_id_not_registered: { label: "Senders", href: "/dashboard/settings/senders" },
  warmup_not_ready: { label: "Mailboxes", href: "/dashboard/settings/mailboxes" },
  permission_pending: { label: "Approvals", href: "/dashboard/approvals" },
  approval_expired: { label: "Approvals", href: "/dashboard/approvals" },
  outcome_unknown: { label: "Approvals", href: "/dashboard/approvals" },
  replied: { label: "Inbox", href: "/dashboard/inbox" },
  held: { label: "Inbox", href: "/dashboard/inbox" },
  no_consent_basis: { label: "Leads", href: "/dashboard/leads" },
  email_unverified: { label: "Leads", href: "/dashboard/leads" },
  country_not_open: { label: "Leads", href: "/dashboard/leads" },
  role_address: { label: "Leads", href: "/dashboard/leads" },
};

type BlockedReasonsProps = { reasons: readonly BlockedReason[]; isRunning: boolean; enrolled: number };

/** Who gets nothing, and why: no idle campaign without a reason. */
export function BlockedReasons({ reasons, isRunning, enrolled }: BlockedReasonsProps) {
  return (
    <Card>
      <CardHeader>
        <CardTitle>Not going out</CardTitle>
      </CardHeader>
      {reasons.length === 0 ? (
        <CardContent className="text-muted-foreground">{nothingHeld(isRunning, enrolled)}</CardContent>
      ) : (
        <ul>
          {reasons.map(({ code, example, leads, isFinal, isEmail }) => {
            const fix = isEmail && FIXES[code]?.label === "Senders" ? FIXES.warmup_not_ready : FIXES[code];
            return (
              <li key={code} className="flex flex-wrap items-center gap-x-4 gap-y-1 border-b px-4 py-2.5 last:border-b-0">
                <span className="min-w-0 flex-1 basis-52">
                  <span className="break-words">{example}</span>
                  <span className="block font-mono text-xs text-muted-foreground">{code}</span>
                </span>
                <Badge tone={isFinal ? "neutral" : "warning"}>{isFinal ? "For good" : "For now"}</Badge>
                <span className="sm:w-20 sm:text-right">{formatCountOf(leads, "lead")}</span>
                <span className="sm:w-28 sm:text-right">
                  {fix && !isFinal ? (
                    <Link href={fix.href as Route} className="text-link hover:underline">
                      {fix.label}
                    </Link>
                  ) : null}
                </span>
              </li>
            );
          })}
        </ul>
      )}
    </Card>
  );
}

function nothingHeld(isRunning: boolean, enrolled: number): string {
  if (!isRunning) return "Nothing was held back so far.";
  if (enrolled === 0) return "Nobody has joined yet. Leads join as soon as they are enriched and scored, within minutes of an import.";
  return "Nothing is held back: every planned message has a slot or waits for its day.";
}

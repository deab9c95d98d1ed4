"use client";

import type { Route } from "next";
import Link from "next/link";
import { PauseCampaign } from "@/app/dashboard/campaigns/[id]/pause-campaign";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import type { CampaignFinding, Severity, SuggestedChange } from "@/lib/domain/campaign-advice";

const SEVERITY: Readonly<Record<Severity, { label: string; tone: "danger" | "warning" | "neutral" }>> = {
  critical: { label: "Critical", tone: "danger" },
  warning: { label: "Look at it", tone: "warning" },
  note: { label: "Note", tone: "neutral" },
};
/** The longest reason a pause takes (`reasonInput`). */
const REASON_LENGTH = 300;

type AdviceFindingProps = { campaignId: string; name: string; finding: CampaignFinding; mayEdit: boolean };

/** One thing the figures show: what, how sure, and where to change it. */
export function AdviceFinding({ campaignId, name, finding, mayEdit }: AdviceFindingProps) {
  const { severity, what, why, suggestedChange, code, figures } = finding;
  const { label, tone } = SEVERITY[severity];
  return (
    <li className="flex flex-wrap items-start gap-x-4 gap-y-1.5 border-b px-4 py-2.5 last:border-b-0">
      <span className="grid min-w-0 flex-1 basis-72 gap-0.5">
        <span className="text-pretty break-words">{what}</span>
        <span className="text-xs text-pretty text-muted-foreground">{why}</span>
        <span className="font-mono text-xs text-muted-foreground">
          {code}
          {figures.floor > 0 ? ` · judged from ${figures.floor} on` : ""}
        </span>
      </span>
      <Badge tone={tone}>{label}</Badge>
      <span className="sm:w-32 sm:text-right">
        {suggestedChange?.kind === "pause_campaign" ? (
          mayEdit ? (
            <PauseCampaign
              campaignId={campaignId}
              name={name}
              reason={what.slice(0, REASON_LENGTH)}
              trigger={
                <Button variant="outline" size="sm">
                  Pause
                </Button>
              }
            />
          ) : null
        ) : suggestedChange ? (
          <ChangeLink campaignId={campaignId} change={suggestedChange} />
        ) : null}
      </span>
    </li>
  );
}

type LinkedChange = Exclude<SuggestedChange["kind"], "pause_campaign">;
const PLACES: Readonly<Record<LinkedChange, (campaignId: string, change: SuggestedChange) => { label: string; href: string }>> = {
  open_step: (id, { step }) => ({ label: `Open step ${step}`, href: `/dashboard/campaigns/${id}/sequence#step-${step}` }),
  open_leads: (id, { reasonCode }) => ({
    label: "See the leads",
    href: `/dashboard/leads?campaign=${id}${reasonCode ? `&blocked=${reasonCode}` : ""}`,
  }),
  import_leads: () => ({ label: "Import leads", href: "/dashboard/leads/import" }),
  open_mailboxes: () => ({ label: "Mailboxes", href: "/dashboard/settings/mailboxes" }),
  open_senders: () => ({ label: "Senders", href: "/dashboard/settings/senders" }),
  open_schedule: (id) => ({ label: "Schedule", href: `/dashboard/campaigns/${id}/schedule` }),
  open_approvals: () => ({ label: "Approvals", href: "/dashboard/approvals" }),
  open_stops: () => ({ label: "Emergency stop", href: "/dashboard/settings/emergency-stop" }),
  open_organisation: () => ({ label: "Organisation", href: "/dashboard/settings" }),
};

function ChangeLink({ campaignId, change }: { campaignId: string; change: SuggestedChange }) {
  if (change.kind === "pause_campaign") return null;
  const { label, href } = PLACES[change.kind](campaignId, change);
  return (
    <Link href={href as Route} className="text-link hover:underline">
      {label}
    </Link>
  );
}

import { Circle, CircleCheck } from "lucide-react";
import type { Route } from "next";
import Link from "next/link";
import type { ReactNode } from "react";
import { firstSendText } from "@/app/dashboard/(home)/first-send-text";
import { Button } from "@/components/ui/button";
import { Card, CardHeader, CardTitle } from "@/components/ui/card";
import { Progress } from "@/components/ui/progress";
import type { Setup } from "@/lib/db/queries/dashboard";
import type { MailboxState } from "@/lib/engines/settings/describe-mailbox";
import { formatPercent } from "@/lib/ui/format-number";

type SetupChecklistProps = {
  setup: Setup;
  mailboxes: readonly MailboxState[];
  now: Date;
  timeZone: string;
  /** The way into the guided set-up, where one is not in it. */
  guide?: ReactNode;
};

/** What is left before the first message, and when that can be. */
export function SetupChecklist({ setup, mailboxes, now, timeZone, guide }: SetupChecklistProps) {
  const steps = [
    {
      isDone: setup.hasAudience,
      title: "Confirm whom you sell to",
      detail: audienceText(setup),
      href: setup.hasDiscovery ? "/onboarding/audience" : "/onboarding/website",
      action: setup.hasDiscovery ? "Review" : "Read my website",
    },
    {
      isDone: setup.hasIdentity,
      title: "Say who you are",
      detail: "Legal name and a contact address go into every message.",
      href: "/onboarding/identity",
      action: "Fill in",
    },
    {
      isDone: mailboxes.length > 0,
      title: "Connect a mailbox",
      detail: firstSendText(mailboxes, now, timeZone),
      href: "/onboarding/channels",
      action: "Connect",
    },
    {
      isDone: setup.hasAgreed,
      title: "Agree to the rules of outreach",
      detail: "Whom you may contact, and that an opt-out is final. An owner decides.",
      href: "/onboarding/consent",
      action: "Read",
    },
    {
      isDone: setup.hasLeads,
      title: "Import leads",
      detail: "A CSV file, with the basis on which you may write to them.",
      href: "/dashboard/leads/import",
      action: "Import",
    },
    {
      isDone: setup.hasStarted,
      title: "Start a campaign",
      detail: setup.hasCampaign ? "Your draft waits to be activated." : "It comes with a sequence you can change.",
      href: setup.hasCampaign ? "/dashboard/campaigns" : "/dashboard/campaigns/new",
      action: setup.hasCampaign ? "Campaigns" : "New campaign",
    },
  ];
  const done = steps.filter(({ isDone }) => isDone).length;
  const next = steps.find(({ isDone }) => !isDone);
  return (
    <Card>
      <CardHeader>
        <CardTitle>Before your first message</CardTitle>
        <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <p className="text-muted-foreground">
            {formatPercent(done / steps.length, 0)} · {done} of {steps.length} done
          </p>
          {guide}
        </div>
        <Progress label="Set-up" value={done} max={steps.length} tone="success" />
      </CardHeader>
      <ol>
        {steps.map((step) => (
          <li key={step.title} className="flex items-center gap-3 border-b px-4 py-2.5 last:border-b-0">
            {step.isDone ? (
              <CircleCheck className="size-4 shrink-0 text-success" aria-label="Done" />
            ) : (
              <Circle className="size-4 shrink-0 text-muted-foreground" aria-label="To do" />
            )}
            <div className="min-w-0 flex-1">
              <p className={step.isDone ? "text-muted-foreground" : "font-medium"}>{step.title}</p>
              <p className="text-xs text-muted-foreground">{step.detail}</p>
            </div>
            {step.isDone ? null : (
              <Button asChild size="sm" variant={step === next ? "primary" : "outline"}>
                <Link href={step.href as Route}>{step.action}</Link>
              </Button>
            )}
          </li>
        ))}
      </ol>
    </Card>
  );
}

function audienceText({ hasAudience, hasDiscovery }: Setup): string {
  if (hasAudience) return "Leads are scored against it.";
  return hasDiscovery ? "What we found waits for you." : "We read your website and propose it; leads are scored against it.";
}

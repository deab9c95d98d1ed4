import { Circle, CircleCheck } from "lucide-react";
import type { Route } from "next";
import Link from "next/link";
import { Button } from "@/components/ui/button";
import { Card, CardHeader, CardTitle } from "@/components/ui/card";
import { Progress } from "@/components/ui/progress";
import type { Setup } from "@/lib/db/queries/dashboard";
import type { MailboxState } from "@/lib/engines/settings/describe-mailbox";
import { formatDate } from "@/lib/ui/format-time";

type SetupChecklistProps = { setup: Setup; mailboxes: readonly MailboxState[]; now: Date; timeZone: string };

/** What is left before the first message, and when that can be. */
export function SetupChecklist({ setup, mailboxes, now, timeZone }: SetupChecklistProps) {
  const steps = [
    {
      isDone: setup.hasIdentity,
      title: "Say who you are",
      detail: "Legal name and a contact address go into every message.",
      href: "/dashboard/settings",
      action: "Organisation",
    },
    {
      isDone: setup.hasAudience,
      title: "Confirm whom you sell to",
      detail: "Leads are scored against it.",
      href: "/dashboard/settings/audience",
      action: "Audience",
    },
    {
      isDone: mailboxes.length > 0,
      title: "Connect a mailbox",
      detail: whenFirstSend(mailboxes, now, timeZone),
      href: "/dashboard/settings/mailboxes",
      action: "Mailboxes",
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
        <p className="text-muted-foreground">
          {done} of {steps.length} done
        </p>
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

function whenFirstSend(mailboxes: readonly MailboxState[], now: Date, timeZone: string): string {
  if (mailboxes.length === 0) return "A new one warms up for two weeks, so connect it first.";
  const dates = mailboxes.flatMap(({ firstColdAt }) => firstColdAt ?? []).sort((a, b) => a.getTime() - b.getTime());
  const [first] = dates;
  if (!first) return "Warm-up of your mailbox has not started yet.";
  return first <= now ? "Ready to send now." : `Warming up: the first message can leave on ${formatDate(first, timeZone)}.`;
}

import { CircleCheck, CircleHelp, FileWarning, MailQuestion, MailX, MessageSquareReply, ShieldCheck, TriangleAlert } from "lucide-react";
import type { Route } from "next";
import Link from "next/link";
import type { ReactNode } from "react";
import { Card, CardContent, CardHeader, CardTitle } from "@/components/ui/card";
import type { Attention } from "@/lib/db/queries/dashboard";
import { formatCount, formatCountOf } from "@/lib/ui/format-number";
import { formatDuration } from "@/lib/ui/format-time";

type AttentionItem = { key: string; count: number; icon: ReactNode; title: string; detail: string; href: string };

/** What waits for a person, most urgent first. */
export function AttentionList({ attention, now }: { attention: Attention; now: Date }) {
  const items = attentionItems(attention, now).filter(({ count }) => count > 0);
  return (
    <Card>
      <CardHeader>
        <CardTitle>Needs attention</CardTitle>
      </CardHeader>
      {items.length === 0 ? (
        <CardContent className="flex items-center gap-2 text-muted-foreground">
          <CircleCheck className="size-4 text-success" aria-hidden />
          Nothing waits for you.
        </CardContent>
      ) : (
        <ul>
          {items.map(({ key, count, icon, title, detail, href }) => (
            <li key={key} className="border-b last:border-b-0">
              <Link href={href as Route} className="flex items-center gap-3 px-4 py-2.5 hover:bg-accent">
                <span aria-hidden className="text-warning [&_svg]:size-4">
                  {icon}
                </span>
                <span className="min-w-0 flex-1">
                  <span className="font-medium">{title}</span>
                  <span className="block text-xs text-muted-foreground">{detail}</span>
                </span>
                <span aria-hidden className="text-lg font-semibold">
                  {formatCount(count)}
                </span>
              </Link>
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}

function attentionItems(attention: Attention, now: Date): AttentionItem[] {
  return [
    {
      key: "unknown",
      count: attention.unknownOutcomes,
      icon: <CircleHelp />,
      title: `${formatCountOf(attention.unknownOutcomes, "message")} with an unknown outcome`,
      detail: "They may have arrived. They are never sent again by themselves; somebody has to look.",
      href: "/dashboard/approvals",
    },
    {
      key: "approvals",
      count: attention.approvals,
      icon: <ShieldCheck />,
      title: `${formatCountOf(attention.approvals, "message")} to approve`,
      detail: approvalDetail(attention, now),
      href: "/dashboard/approvals",
    },
    {
      key: "replies",
      count: attention.needsReply,
      icon: <MessageSquareReply />,
      title: `${formatCountOf(attention.needsReply, "conversation")} to answer`,
      detail: "A person wrote, and nobody has answered yet.",
      href: "/dashboard/inbox",
    },
    {
      key: "review",
      count: attention.needsReview,
      icon: <TriangleAlert />,
      title: `${formatCountOf(attention.needsReview, "reply", "replies")} to classify`,
      detail: "Too uncertain for the machine. Outreach to these people waits.",
      href: "/dashboard/inbox",
    },
    {
      key: "unmatched",
      count: attention.unmatched,
      icon: <MailQuestion />,
      title: `${formatCountOf(attention.unmatched, "message")} from nobody we know`,
      detail: "They came to one of your mailboxes, but match no lead.",
      href: "/dashboard/inbox",
    },
    {
      key: "mailboxes",
      count: attention.pausedMailboxes,
      icon: <MailX />,
      title: `${formatCountOf(attention.pausedMailboxes, "mailbox", "mailboxes")} paused`,
      detail: "Conversations they have started wait for them.",
      href: "/dashboard/settings/mailboxes",
    },
    {
      key: "imports",
      count: attention.failedImports,
      icon: <FileWarning />,
      title: `${formatCountOf(attention.failedImports, "import")} failed`,
      detail: "In the last two weeks. What was imported before the failure is there; the rest can be resumed.",
      href: "/dashboard/leads/import",
    },
  ];
}

function approvalDetail({ oldestApprovalAt, nextExpiryAt }: Attention, now: Date): string {
  if (!oldestApprovalAt) return "";
  const waited = `The oldest has waited ${formatDuration(Math.max(0, now.getTime() - oldestApprovalAt.getTime()))}`;
  const left = nextExpiryAt ? nextExpiryAt.getTime() - now.getTime() : null;
  if (left === null) return `${waited}.`;
  return left > 0 ? `${waited}; the first expires in ${formatDuration(left)}.` : `${waited}; the first is expiring now.`;
}

import { History, MailX, MessageSquareReply } from "lucide-react";
import type { Route } from "next";
import Link from "next/link";
import { activityItem } from "@/app/dashboard/(home)/activity-item";
import { writeCursor } from "@/app/dashboard/leads/cursor";
import { ChannelIcon } from "@/components/feedback/channel-icon";
import { EmptyState } from "@/components/feedback/empty-state";
import { Timeline, type TimelineItem } from "@/components/feedback/timeline";
import { Button } from "@/components/ui/button";
import { Card, CardContent, CardFooter, CardHeader, CardTitle } from "@/components/ui/card";
import type { TimelineCursor, TimelineEntry } from "@/lib/db/queries/lead-detail";
import { CHANNEL_LABELS } from "@/lib/domain/outreach";
import { visibleReplyText } from "@/lib/engines/replies/visible-reply-text";

type LeadTimelineProps = {
  entries: readonly TimelineEntry[];
  next: TimelineCursor | null;
  isFirstPage: boolean;
  leadId: string;
  now: Date;
  timeZone: string;
};

/** What was done and what was said, newest first. */
export function LeadTimeline({ entries, next, isFirstPage, leadId, now, timeZone }: LeadTimelineProps) {
  const here = `/dashboard/leads/${leadId}`;
  return (
    <Card>
      <CardHeader>
        <CardTitle>Timeline</CardTitle>
      </CardHeader>
      <CardContent>
        {entries.length === 0 ? (
          <EmptyState icon={<History />} title="Nothing has happened yet">
            Messages, answers and decisions about this lead appear here as they happen.
          </EmptyState>
        ) : (
          <Timeline items={entries.map(timelineItem)} now={now} timeZone={timeZone} />
        )}
      </CardContent>
      {next || !isFirstPage ? (
        <CardFooter>
          {isFirstPage ? null : (
            <Button asChild variant="outline">
              <Link href={here as Route}>Newest</Link>
            </Button>
          )}
          {next ? (
            <Button asChild variant="outline">
              <Link href={`${here}?before=${encodeURIComponent(writeCursor(next))}` as Route}>Older</Link>
            </Button>
          ) : null}
        </CardFooter>
      ) : null}
    </Card>
  );
}

const EXCERPT_LENGTH = 240;

function timelineItem(entry: TimelineEntry): TimelineItem {
  if (entry.kind === "activity") {
    const nobody = { leadId: null, campaignId: null, campaignName: null, firstName: null, lastName: null, company: null, email: null };
    return activityItem({ ...entry, ...nobody });
  }
  const isInbound = entry.direction === "inbound";
  const isReport = entry.messageKind !== "message" && entry.messageKind !== "auto_reply";
  const said = isInbound ? visibleReplyText(entry.bodyText).reply : entry.bodyText;
  return {
    id: entry.id,
    at: entry.occurredAt,
    icon: isReport ? (
      <MailX />
    ) : isInbound ? (
      <MessageSquareReply />
    ) : (
      <ChannelIcon channel={entry.channel} className="size-auto text-current" />
    ),
    tone: isReport ? "danger" : isInbound ? "primary" : "info",
    actor: isInbound ? "Prospect" : (entry.fromAddress ?? "Us"),
    title: (
      <>
        <span className="font-medium">{isReport ? "Report" : isInbound ? "They wrote" : "Sent"}</span>
        {" · "}
        <Link href={`/dashboard/inbox?thread=${entry.threadId}` as Route} className="hover:underline">
          {entry.subject || (entry.channel === "email" ? "No subject" : CHANNEL_LABELS[entry.channel])}
        </Link>
        {entry.intent ? <span className="text-muted-foreground"> · {entry.intent.replaceAll("_", " ")}</span> : null}
      </>
    ),
    detail: said.length > EXCERPT_LENGTH ? `${said.slice(0, EXCERPT_LENGTH)}…` : said,
  };
}

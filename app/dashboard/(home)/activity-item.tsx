import {
  Ban,
  CalendarCheck,
  CalendarX,
  CircleHelp,
  CirclePause,
  CirclePlay,
  CircleSlash,
  Clock,
  Gauge,
  Hourglass,
  type LucideIcon,
  MailCheck,
  MailX,
  MessageSquareReply,
  OctagonX,
  PencilLine,
  Phone,
  Search,
  Send,
  ShieldCheck,
  ShieldX,
  TriangleAlert,
  Upload,
  UserPlus,
} from "lucide-react";
import type { Route } from "next";
import Link from "next/link";
import type { StatusTone } from "@/components/feedback/status-badge";
import type { TimelineItem } from "@/components/feedback/timeline";
import type { ActivityRow } from "@/lib/db/queries/activities";
import { type ActivityAction, isActivityAction } from "@/lib/domain/activities";

type Wording = { icon: LucideIcon; tone: StatusTone; text: string };

/** How each of them reads. */
const WORDINGS: Record<ActivityAction, Wording> = {
  imported: { icon: Upload, tone: "neutral", text: "Leads imported" },
  enriched: { icon: Search, tone: "neutral", text: "Enriched" },
  enrichment_failed: { icon: Search, tone: "warning", text: "Not enriched" },
  scored: { icon: Gauge, tone: "neutral", text: "Scored" },
  enrolled: { icon: UserPlus, tone: "info", text: "Joined the sequence" },
  queued: { icon: Clock, tone: "neutral", text: "Queued" },
  sent: { icon: Send, tone: "info", text: "Sent" },
  delivered: { icon: Send, tone: "success", text: "Delivered" },
  bounced: { icon: MailX, tone: "danger", text: "Bounced" },
  complained: { icon: Ban, tone: "danger", text: "Complained" },
  failed: { icon: MailX, tone: "danger", text: "Not sent" },
  skipped: { icon: CirclePause, tone: "neutral", text: "Skipped" },
  unknown: { icon: CircleHelp, tone: "warning", text: "Outcome unknown" },
  deferred: { icon: Hourglass, tone: "neutral", text: "Put off" },
  cancelled: { icon: CirclePause, tone: "neutral", text: "Cancelled" },
  replied: { icon: MessageSquareReply, tone: "primary", text: "Replied" },
  away: { icon: Hourglass, tone: "neutral", text: "Is away" },
  auto_replied: { icon: MessageSquareReply, tone: "neutral", text: "Automatic answer" },
  unsubscribed: { icon: Ban, tone: "warning", text: "Unsubscribed" },
  suppressed: { icon: Ban, tone: "warning", text: "Suppressed" },
  approval_requested: { icon: ShieldCheck, tone: "warning", text: "Waits for approval" },
  approved: { icon: ShieldCheck, tone: "success", text: "Approved" },
  rejected: { icon: ShieldX, tone: "neutral", text: "Rejected" },
  expired: { icon: ShieldX, tone: "warning", text: "Approval expired" },
  meeting_booked: { icon: CalendarCheck, tone: "success", text: "Meeting booked" },
  meeting_held: { icon: CalendarCheck, tone: "success", text: "Meeting held" },
  meeting_no_show: { icon: CalendarX, tone: "danger", text: "Did not show up" },
  meeting_cancelled: { icon: CalendarX, tone: "warning", text: "Meeting cancelled" },
  campaign_started: { icon: CirclePlay, tone: "success", text: "Campaign started" },
  campaign_paused: { icon: CirclePause, tone: "warning", text: "Campaign paused" },
  campaign_completed: { icon: CirclePause, tone: "neutral", text: "Campaign completed" },
  stopped: { icon: CirclePause, tone: "neutral", text: "Stopped" },
  resumed: { icon: CirclePlay, tone: "success", text: "Resumed" },
  held: { icon: CirclePause, tone: "warning", text: "Held for a person" },
  released: { icon: CirclePlay, tone: "success", text: "Released" },
  corrected: { icon: PencilLine, tone: "neutral", text: "Corrected" },
  changed: { icon: PencilLine, tone: "neutral", text: "Changed" },
  emergency_stop: { icon: OctagonX, tone: "danger", text: "Emergency stop" },
  emergency_release: { icon: CirclePlay, tone: "success", text: "Emergency stop released" },
  undelivered: { icon: MailX, tone: "danger", text: "Not delivered" },
  connected: { icon: UserPlus, tone: "success", text: "Accepted the invitation" },
  invitation_withdrawn: { icon: CircleSlash, tone: "neutral", text: "Invitation withdrawn" },
  called: { icon: Phone, tone: "info", text: "Called" },
  letter_posted: { icon: MailCheck, tone: "info", text: "Letter posted" },
  letter_returned: { icon: MailX, tone: "danger", text: "Letter returned" },
  recalled: { icon: CircleSlash, tone: "success", text: "Taken back before it left" },
  not_recalled: { icon: TriangleAlert, tone: "warning", text: "Could not be taken back" },
  breaker_tripped: { icon: OctagonX, tone: "danger", text: "Breaker tripped" },
  breaker_released: { icon: CirclePlay, tone: "success", text: "Breaker released" },
  channel_stopped: { icon: OctagonX, tone: "danger", text: "Channel stopped" },
  channel_released: { icon: CirclePlay, tone: "success", text: "Channel released" },
};

const ACTORS: Record<string, string> = { system: "System", ai: "AI", prospect: "Prospect", provider: "Provider", human: "Team" };

/** One row of the feed: what happened to whom, in which campaign, by whom, and why. */
export function activityItem(row: ActivityRow): TimelineItem {
  const wording = isActivityAction(row.action) ? WORDINGS[row.action] : newerWording(row.action);
  const Icon = wording.icon;
  return {
    id: row.id,
    at: row.occurredAt,
    icon: <Icon />,
    tone: wording.tone,
    actor: row.actor === "human" ? (row.userName ?? row.userEmail ?? "Team") : (ACTORS[row.actor] ?? row.actor),
    title: (
      <>
        <span className="font-medium">{wording.text}</span>
        {row.leadId ? (
          <>
            {" · "}
            <Link href={`/dashboard/leads/${row.leadId}` as Route} className="hover:underline">
              {leadName(row)}
            </Link>
          </>
        ) : null}
      </>
    ),
    detail: (
      <>
        {row.reason}
        {row.campaignId && row.campaignName ? (
          <>
            {" · "}
            <Link href={`/dashboard/campaigns/${row.campaignId}` as Route} className="hover:text-foreground hover:underline">
              {row.campaignName}
            </Link>
          </>
        ) : null}
      </>
    ),
  };
}

/** A row that a newer release wrote while this one still answers. */
function newerWording(action: string): Wording {
  return { icon: CircleHelp, tone: "neutral", text: action.replaceAll("_", " ") };
}

function leadName({ firstName, lastName, company, email }: ActivityRow): string {
  const name = [firstName, lastName].filter(Boolean).join(" ") || email || "a lead";
  return company ? `${name}, ${company}` : name;
}

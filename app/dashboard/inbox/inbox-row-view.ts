import { leadName } from "@/app/dashboard/leads/lead-words";
import type { InboxRow } from "@/lib/db/queries/inbox";
import { CHANNEL_LABELS } from "@/lib/domain/outreach";
import type { ReplyIntent } from "@/lib/domain/replies";
import type { Tier } from "@/lib/domain/scoring";
import { visibleReplyText } from "@/lib/engines/replies/visible-reply-text";

/** A conversation as the list shows it. */
export type InboxRowView = {
  threadId: string;
  name: string;
  company: string | null;
  subject: string | null;
  /** Where they wrote, unless it was by e-mail. */
  channel: string | null;
  excerpt: string;
  intent: ReplyIntent | null;
  tier: Tier | null;
  isUnmatched: boolean;
  needsReply: boolean;
  needsReview: boolean;
  occurredAt: Date;
};

const EXCERPT_LENGTH = 140;

export function inboxRowView(row: InboxRow): InboxRowView {
  const said = visibleReplyText(row.excerpt).reply || row.excerpt;
  return {
    threadId: row.threadId,
    name: leadName({ firstName: row.firstName, lastName: row.lastName, email: row.fromAddress }),
    company: row.company,
    subject: row.subject,
    channel: row.channel === "email" ? null : CHANNEL_LABELS[row.channel],
    excerpt: said.replace(/\s+/g, " ").slice(0, EXCERPT_LENGTH),
    intent: row.intent,
    tier: row.alsTier,
    isUnmatched: row.leadId === null,
    needsReply: row.needsReply,
    needsReview: row.needsReview,
    occurredAt: row.occurredAt,
  };
}

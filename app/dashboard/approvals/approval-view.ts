import { leadName, receiptOf } from "@/app/dashboard/leads/lead-words";
import type { ReceiptRow } from "@/components/feedback/receipt";
import type { PendingApproval } from "@/lib/db/queries/approvals";
import type { Channel } from "@/lib/domain/outreach";
import type { Tier } from "@/lib/domain/scoring";
import type { TouchPreview } from "@/lib/engines/leads/preview-touches";

/** One waiting message as its card shows it. */
export type ApprovalView = {
  id: string;
  leadId: string;
  name: string;
  about: string;
  email: string;
  tier: Tier | null;
  score: number | null;
  receipt: { rows: ReceiptRow[]; note?: string } | undefined;
  campaign: string;
  stepNumber: number;
  channel: Channel;
  subject: string;
  body: string;
  createdAt: Date;
  expiresAt: Date;
  lastContactedAt: Date | null;
  preview: TouchPreview | null;
};

export function approvalView(row: PendingApproval, preview: TouchPreview | undefined): ApprovalView {
  return {
    id: row.id,
    leadId: row.leadId,
    name: leadName(row),
    about: [row.title, row.company].filter(Boolean).join(", "),
    email: row.email,
    tier: row.alsTier,
    score: row.alsScore,
    receipt: receiptOf(row.alsReasons, null),
    campaign: row.campaignName,
    stepNumber: row.stepNumber,
    channel: row.channel,
    subject: row.subject ?? "",
    body: row.body,
    createdAt: row.createdAt,
    expiresAt: row.expiresAt,
    lastContactedAt: row.lastContactedAt,
    preview: preview ?? null,
  };
}

import { leadName, receiptOf } from "@/app/dashboard/leads/lead-words";
import type { ReceiptRow } from "@/components/feedback/receipt";
import type { LeadRow } from "@/lib/db/queries/leads";
import { GATE_WORDS } from "@/lib/domain/gate-words";
import type { LeadStatusName } from "@/lib/domain/leads";
import type { Tier } from "@/lib/domain/scoring";
import { formatShortTime } from "@/lib/ui/format-time";

/** A lead as the table shows it, worked out on the server. */
export type LeadTableRow = {
  id: string;
  name: string;
  email: string;
  title: string | null;
  company: string | null;
  state: string | null;
  tier: Tier | null;
  score: number | null;
  receipt: { rows: ReceiptRow[]; note?: string } | undefined;
  status: LeadStatusName;
  next: NextText;
  hasConsent: boolean;
  lastContactedAt: Date | null;
  campaign: string | null;
  createdAt: Date;
};
type NextText = { text: string; detail: string | null; tone: "calm" | "waiting" | "none" };

export function leadTableRow(row: LeadRow, { now, timeZone }: { now: Date; timeZone: string }): LeadTableRow {
  return {
    id: row.id,
    name: leadName(row),
    email: row.email,
    title: row.title,
    company: row.company,
    state: row.state,
    tier: row.alsTier,
    score: row.alsScore,
    receipt: receiptOf(row.alsReasons, row.alsWeightSource),
    status: row.status,
    next: nextText(row, now, timeZone),
    hasConsent: Boolean(row.hasConsent),
    lastContactedAt: row.lastContactedAt,
    campaign: row.campaignName,
    createdAt: row.createdAt,
  };
}

/** The next touch and when, or what it waits for, from the touch's own row: the page of the lead asks the gate itself. */
function nextText(row: LeadRow, now: Date, timeZone: string): NextText {
  if (row.nextState === null) return withoutTouch(row);
  const step = `Step ${row.nextStep}`;
  if (row.heldReason) return { text: `${step} · On hold`, detail: row.heldReason, tone: "waiting" };
  if (row.snoozedUntil && row.snoozedUntil > now)
    return { text: `${step} · Snoozed until ${formatShortTime(row.snoozedUntil, now, timeZone)}`, detail: null, tone: "calm" };
  if (row.nextState === "awaiting_approval") return { text: `${step} · Waits for approval`, detail: row.nextReason, tone: "waiting" };
  if (row.nextState === "ready" && row.nextSlotAt)
    return { text: `${step} · ${formatShortTime(row.nextSlotAt, now, timeZone)}`, detail: "Has a slot", tone: "calm" };
  if (row.nextReasonCode && row.nextDueAt && row.nextDueAt <= now)
    return {
      text: `${step} · ${GATE_WORDS[row.nextReasonCode]?.waits ?? row.nextReason ?? "Waits"}`,
      detail: row.nextReason,
      tone: "waiting",
    };
  if (row.nextDueAt && row.nextDueAt > now)
    return { text: `${step} · from ${formatShortTime(row.nextDueAt, now, timeZone)}`, detail: row.nextReason, tone: "calm" };
  return { text: `${step} · Next plan`, detail: row.nextReason, tone: "calm" };
}

function withoutTouch(row: LeadRow): NextText {
  const quiet = (text: string): NextText => ({ text, detail: null, tone: "none" });
  switch (row.status) {
    case "new":
      return row.enrichmentError
        ? { text: "Enrichment failed", detail: row.enrichmentError, tone: "waiting" }
        : quiet("Waits for enrichment");
    case "enriched":
      return quiet("Waits to be scored");
    case "scored":
      if (row.wasEnrolled) return quiet("Nothing planned");
      return quiet(row.campaignName ? "Campaign not started" : "Not in a campaign");
    default:
      return quiet("Nothing planned");
  }
}

import type { ReceiptRow } from "@/components/feedback/receipt";
import type { LeadStatusName } from "@/lib/domain/leads";
import { COMPONENT_MAXIMA, COMPONENTS, type Component, type ScoreReason } from "@/lib/domain/scoring";

export const STATUS_LABELS: Record<LeadStatusName, string> = {
  new: "New",
  enriched: "Enriched",
  scored: "Scored",
  in_sequence: "In sequence",
  converted: "Converted",
  unsubscribed: "Unsubscribed",
  bounced: "Bounced",
};

/** What leads most often wait for, by the gate's code, as one would ask for it. */
export const ASKED_FOR = [
  ...["held", "snoozed", "permission_pending", "no_consent_basis", "email_unverified", "role_address", "dncr_unknown", "not_connected"],
  ...[
    "content_not_ready",
    "ungrounded_claim",
    "never_say",
    "outcome_unknown",
    "outside_window",
    "campaign_inactive",
    "breaker_open",
    "no_resource",
    "resource_cap",
  ],
  ...["warmup_not_ready", "sender_identity_missing"],
] as const;

/** The five parts of a score in front of a person. */
export const COMPONENT_LABELS: Readonly<Record<Component, string>> = {
  data_quality: "Data quality",
  authority: "Authority",
  company_fit: "Company fit",
  timing: "Timing",
  risk: "Low risk",
};

const WEIGHT_TEXTS: Readonly<Record<string, string>> = {
  client_learned: "Weights learned from your own meetings",
  client_icp: "Your own weights",
  platform_industry: "Weights learned in this industry",
  platform_global: "Weights learned across agencies",
  platform_priors: "Industry benchmark weights",
  defaults: "Default weights",
};

type Named = { firstName: string | null; lastName: string | null; email: string | null };

/** How a lead is called: by name, else by address. */
export function leadName({ firstName, lastName, email }: Named): string {
  return [firstName, lastName].filter(Boolean).join(" ") || email || "Unknown sender";
}

/** A score's stored reasons, one line a component. Undefined while there are none. */
export function receiptOf(reasons: unknown, weightSource: string | null): { rows: ReceiptRow[]; note?: string } | undefined {
  if (!Array.isArray(reasons) || reasons.length === 0) return undefined;
  const lines = reasons as ScoreReason[];
  const rows = COMPONENTS.map((component) => {
    const own = lines.filter((line) => line.component === component);
    return {
      label: COMPONENT_LABELS[component],
      points: own.reduce((sum, line) => sum + line.points, 0),
      max: COMPONENT_MAXIMA[component],
      reason: own.map((line) => line.reason).join("; ") || "Nothing known",
    };
  });
  const note = weightSource ? WEIGHT_TEXTS[weightSource] : undefined;
  return note === undefined ? { rows } : { rows, note };
}

/** Every line of a score, for the page of one lead. */
export function fullReceiptOf(reasons: unknown): ReceiptRow[] {
  if (!Array.isArray(reasons)) return [];
  return (reasons as ScoreReason[]).map((line) => ({
    label: `${COMPONENT_LABELS[line.component]}${line.source_field ? ` · ${line.source_field.replace(/^.*\./, "").replaceAll("_", " ")}` : ""}`,
    points: line.points,
    max: line.maximum,
    reason: line.unknown ? `${line.reason} (not known yet)` : line.reason,
  }));
}

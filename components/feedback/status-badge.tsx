import { Badge } from "@/components/ui/badge";

export type StatusTone = "neutral" | "primary" | "success" | "warning" | "danger" | "info";

/** Tones of the states that campaigns, leads, touches, resources, imports and meetings share; others are neutral. */
const TONES: Record<string, StatusTone> = {
  active: "success",
  running: "success",
  healthy: "success",
  connected: "success",
  verified: "success",
  sent: "success",
  delivered: "success",
  completed: "success",
  converted: "success",
  booked: "success",
  held: "success",
  showed: "success",
  ahead: "success",
  on_track: "success",
  ready: "info",
  sending: "info",
  scheduled: "info",
  planned: "info",
  queued: "info",
  processing: "info",
  enriched: "info",
  scored: "info",
  in_sequence: "info",
  warming: "info",
  replied: "primary",
  awaiting_approval: "warning",
  pending: "warning",
  paused: "warning",
  deferred: "warning",
  behind: "warning",
  at_risk: "warning",
  degraded: "warning",
  unknown: "warning",
  needs_attention: "warning",
  failed: "danger",
  blocked: "danger",
  bounced: "danger",
  complained: "danger",
  suspended: "danger",
  suppressed: "danger",
  disconnected: "danger",
  no_show: "danger",
};

type StatusBadgeProps = {
  /** The stored state, such as "awaiting_approval"; worded for people unless `label` is given. */
  status: string;
  label?: string;
  tone?: StatusTone;
  className?: string;
};

export function StatusBadge({ status, label, tone, className }: StatusBadgeProps) {
  return (
    <Badge tone={tone ?? TONES[status] ?? "neutral"} className={className}>
      <span aria-hidden className="size-1.5 rounded-full bg-current" />
      {label ?? wording(status)}
    </Badge>
  );
}

function wording(status: string): string {
  const words = status.replaceAll("_", " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}

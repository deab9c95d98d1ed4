import { ReceiptPopover, type ReceiptRow } from "@/components/feedback/receipt";
import type { Tier } from "@/lib/domain/scoring";
import { cn } from "@/lib/ui/cn";

/** What people outside call the tiers. */
export const TIER_LABELS: Record<Tier, string> = {
  hot: "High Priority",
  warm: "Engaged",
  cool: "Nurturing",
  cold: "Low Activity",
  dead: "Inactive",
};

const TONES: Record<Tier, string> = {
  hot: "bg-tier-hot/14 text-tier-hot",
  warm: "bg-tier-warm/16 text-tier-warm",
  cool: "bg-tier-cool/14 text-tier-cool",
  cold: "bg-tier-cold/14 text-tier-cold",
  dead: "bg-tier-dead/10 text-tier-dead ring-1 ring-inset ring-tier-dead/30",
};

type TierChipProps = {
  tier: Tier;
  /** 0 to 100; null while it is not scored. */
  score: number | null;
  /** Shows how the score came about, on hover and focus. */
  receipt?: { rows: readonly ReceiptRow[]; note?: string };
  className?: string;
};

export function TierChip({ tier, score, receipt, className }: TierChipProps) {
  const chip = (
    <span
      className={cn(
        "inline-flex w-fit items-center gap-1.5 rounded-full px-2 py-0.5 text-xs font-medium whitespace-nowrap",
        TONES[tier],
        className,
      )}
    >
      {score === null ? null : <span className="font-semibold">{score}</span>}
      {TIER_LABELS[tier]}
    </span>
  );
  if (!receipt || score === null) return chip;
  return (
    <ReceiptPopover title="Lead score" rows={receipt.rows} total={score} max={100} note={receipt.note}>
      {chip}
    </ReceiptPopover>
  );
}

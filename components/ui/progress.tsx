import { cn } from "@/lib/ui/cn";

type ProgressProps = {
  /** From 0 to `max`; undefined means "working, length unknown". */
  value: number | undefined;
  max?: number;
  /** What is progressing, for screen readers. */
  label: string;
  tone?: "primary" | "success" | "warning" | "danger";
  className?: string;
};

const TONES = { primary: "bg-primary", success: "bg-success", warning: "bg-warning", danger: "bg-danger" };

export function Progress({ value, max = 100, label, tone = "primary", className }: ProgressProps) {
  const share = value === undefined ? 0 : Math.min(1, Math.max(0, max === 0 ? 0 : value / max));
  return (
    <div
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={max}
      aria-valuenow={value}
      className={cn("h-1.5 w-full overflow-hidden rounded-full bg-muted", className)}
    >
      <div
        className={cn("h-full rounded-full transition-[width]", TONES[tone], value === undefined && "w-1/3 animate-pulse")}
        style={value === undefined ? undefined : { width: `${share * 100}%` }}
      />
    </div>
  );
}
